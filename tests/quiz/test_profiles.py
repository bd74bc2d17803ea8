from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from quiz import profiles, tokens
from quiz.models import Consent, Event, Kind, Message, Participation, PendingKeep, Profile, Response, Suppression, Trait
from quiz.profiles.consents import text_version
from tests.factories import make_response
from tests.quiz.keeping import EMAIL, PURPOSES, ask, finish, keep, make_keepable

pytestmark = pytest.mark.django_db


def test_ask_to_keep_links_nothing_to_anybody():
    pending, token = ask(finish())

    assert pending.token_hash == tokens.hash_token(token)
    assert token not in str(PendingKeep.objects.values())
    assert not Profile.objects.exists()
    assert not Participation.objects.exists()
    assert not Consent.objects.exists()
    assert not Trait.objects.exists()


def test_ask_to_keep_queues_one_mail_with_the_way_to_confirm():
    _pending, token = ask(finish())

    message = Message.objects.get()
    assert (message.kind, message.to, message.profile) == (Message.Kind.CONFIRM, EMAIL, None)
    assert f"/confirm/{token}" in message.text


def test_ask_to_keep_twice_alike_sends_no_second_mail():
    response = finish()

    first, _token = ask(response)
    again, token = ask(response, email=" Hanako@example.jp ")

    assert (again, token) == (first, "")
    assert Message.objects.count() == 1


def test_ask_to_keep_is_refused_once_kept():
    response = finish()
    keep(response)

    with pytest.raises(profiles.AlreadyKeptError):
        ask(response)


def test_ask_to_keep_is_refused_before_the_end():
    with pytest.raises(profiles.NotFinishedError):
        ask(make_response(make_keepable()))


def test_ask_to_keep_is_refused_a_day_after_the_end():
    response = finish()

    with pytest.raises(profiles.TooLateError):
        ask(response, now=response.finished_at + timedelta(hours=24))

    ask(response, now=response.finished_at + timedelta(hours=23, minutes=59))


@pytest.mark.parametrize("purposes", [[], ["mail"], ["recommend", "mail"], ["nonsense"]])
def test_ask_to_keep_needs_the_purpose_of_keeping(purposes):
    with pytest.raises(profiles.NotAgreedError):
        ask(finish(), purposes=purposes)

    assert not PendingKeep.objects.exists()


def test_ask_to_keep_mails_an_address_three_times_a_day_at_most():
    version, now = make_keepable(), timezone.now()
    for _ in range(3):
        ask(finish(version, now=now), now=now)

    with pytest.raises(profiles.TooManyError):
        ask(finish(version, now=now), email="ＨＡＮＡＫＯ@example.jp", now=now)

    ask(finish(version, now=now), email="taro@example.jp", now=now)
    later = now + timedelta(days=1)
    ask(finish(version, now=later), now=later)
    assert Message.objects.count() == 5


def test_confirm_makes_a_profile_with_its_consents_and_traits():
    response = finish(scene="b")

    participation = keep(response, purposes=["keep", "recommend"])

    profile = participation.profile
    assert (profile.email, profile.language) == (EMAIL, "ja")
    assert participation.response == response
    assert list(Consent.objects.of_subject(profile.subject).values_list("purpose", "state")) == [
        ("keep", "granted"),
        ("recommend", "granted"),
        ("mail", "refused"),
    ]
    traits = profile.traits.current().order_by("key").values_list("key", "values", "question_key", "choice_keys")
    assert list(traits) == [("roast", ["a-value"], "roast", ["a"]), ("scene", ["b-value"], "scene", ["b"])]
    assert not PendingKeep.objects.exists()
    assert Response.objects.get().kept_at is not None
    assert Event.objects.filter(kind=Kind.KEPT).count() == 1


def test_confirm_writes_the_exact_text_and_until_when():
    now = timezone.now().replace(year=2026, month=8, day=31)

    profile = keep(now=now, purposes=["keep", "recommend"]).profile

    consent = Consent.objects.of_subject(profile.subject).get(purpose="recommend")
    text = f"{PURPOSES[1]['title']}\n{PURPOSES[1]['text']}"
    assert (consent.text, consent.text_version) == (text, text_version(text))
    assert (consent.language, consent.place, consent.at) == ("ja", "https://quiz.example.jp/q/coffee/", now)
    assert consent.until == now.replace(year=2027, month=2, day=28)
    assert consent.brand_key == "komorebi"


def test_confirm_gives_a_trait_its_origin_and_its_age():
    response = finish()

    profile = keep(response).profile

    trait = profile.traits.get(key="scene")
    assert trait.version == response.version
    assert trait.consent == Consent.objects.get(purpose="recommend")
    assert trait.since == response.answers.get(question_key="scene").answered_at
    assert (trait.expires_at - trait.since).days in range(180, 185)


def test_confirm_records_no_trait_whose_purpose_was_refused():
    profile = keep(purposes=["keep"]).profile

    assert list(profile.traits.values_list("key", flat=True)) == ["roast"]


def test_confirm_twice_is_refused_and_changes_nothing():
    pending, token = ask(finish())
    profiles.confirm(pending, now=timezone.now())

    with pytest.raises(profiles.ExpiredError):
        profiles.confirm(pending, now=timezone.now())
    with pytest.raises(profiles.ExpiredError):
        profiles.find_pending(token, now=timezone.now())

    assert Profile.objects.count() == Participation.objects.count() == 1
    assert Consent.objects.count() == 3


def test_confirm_is_refused_after_a_day():
    pending, token = ask(finish())
    late = pending.expires_at

    with pytest.raises(profiles.ExpiredError):
        profiles.confirm(pending, now=late)
    with pytest.raises(profiles.ExpiredError):
        profiles.find_pending(token, now=late)

    assert not Profile.objects.exists()


def test_confirm_knows_a_person_again():
    version = make_keepable()
    first = keep(finish(version)).profile

    second = keep(finish(version, scene="b"), email="hanako＠example.jp").profile

    assert second == first
    assert first.participations.count() == 2


def test_confirm_supersedes_an_older_trait_and_keeps_it_as_history():
    version, now = make_keepable(), timezone.now()
    keep(finish(version, now=now), now=now)

    later = now + timedelta(days=3)
    profile = keep(finish(version, scene="b", now=later), now=later).profile

    rows = profile.traits.filter(key="scene").order_by("pk").values_list("values", "superseded_at")
    assert list(rows) == [(["a-value"], later), (["b-value"], None)]


def test_confirm_leaves_a_newer_trait_current():
    version, now = make_keepable(), timezone.now()
    old = finish(version, now=now - timedelta(hours=5))
    keep(finish(version, scene="b", now=now), now=now)

    profile = keep(old, now=now).profile

    assert profile.traits.current().get(key="scene").values == ["b-value"]
    assert profile.traits.filter(key="scene").count() == 2


def test_confirm_ends_an_older_stop_when_mail_is_agreed_to_anew():
    version = make_keepable()
    profiles.erase(keep(finish(version)).profile, now=timezone.now())

    keep(finish(version), purposes=["keep"])
    assert Suppression.objects.count() == 1

    keep(finish(version), purposes=["keep", "mail"])
    assert not Suppression.objects.exists()


def test_only_participation_ties_a_response_to_a_person():
    forward = {field.name for field in Response._meta.get_fields() if field.is_relation and not field.auto_created}

    assert forward == {"version"}
    assert [field.name for field in Consent._meta.get_fields() if field.is_relation] == []
