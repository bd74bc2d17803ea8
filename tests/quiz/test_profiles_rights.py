from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.apps import apps
from django.utils import timezone

from quiz import followups, profiles, tokens
from quiz.models import (
    Answer,
    Claim,
    Consent,
    Message,
    Participation,
    PendingKeep,
    Profile,
    Response,
    Suppression,
    Trait,
)
from tests.factories import make_offer
from tests.quiz.keeping import EMAIL, ask, finish, keep, make_keepable

pytestmark = pytest.mark.django_db

PLACE = {"place": "here", "language": "ja"}
GONE = [Profile, Participation, Trait, PendingKeep, Message]


def withdraw(profile: Profile, purpose: str) -> None:
    profiles.withdraw(profile, purpose, now=timezone.now(), **PLACE)


def make_full_profile() -> Profile:
    """Return somebody of whom there is a row in every table: kept, pending, mailed, with a coupon and a secret."""
    version = make_keepable(is_sensitive=True)
    participation = keep(finish(version), purposes=["keep", "recommend", "mail", "treatment"])
    offer = make_offer(ends_at=timezone.now() + timedelta(days=20))
    Claim.objects.create(offer=offer, response=participation.response, code="KMR-1", claimed_at=timezone.now())
    followups.schedule_reminder(participation, now=timezone.now())
    ask(finish(version), purposes=["keep"])
    followups.request_link(version.quiz.brand, email=EMAIL, language="ja", now=timezone.now())
    return participation.profile


def dump() -> str:
    """Return every row of every table of ours as text."""
    models = [*apps.get_app_config("quiz").get_models(), *apps.get_app_config("catalog").get_models()]
    return "\n".join(str(list(model.objects.values())) for model in models)


def test_withdraw_appends_the_words_that_were_agreed_to():
    profile = keep().profile
    before = list(Consent.objects.values())

    withdraw(profile, "recommend")

    assert list(Consent.objects.values())[: len(before)] == before
    granted, withdrawn = Consent.objects.filter(purpose="recommend")
    assert withdrawn.state == Consent.State.WITHDRAWN
    assert (withdrawn.text, withdrawn.text_version) == (granted.text, granted.text_version)
    assert withdrawn.place == "here"


def test_withdraw_deletes_what_was_known_under_it_and_leaves_the_rest():
    profile = keep().profile

    withdraw(profile, "recommend")

    assert list(profile.traits.values_list("key", flat=True)) == ["roast"]
    assert set(Consent.objects.granted(profile.subject, on=timezone.now())) == {"keep", "mail"}
    assert profile.participations.count() == 1


@pytest.mark.parametrize("purpose", ["recommend", "nonsense", "", "keep\x7f"])
def test_withdraw_what_is_not_granted_changes_nothing(purpose):
    profile = keep(purposes=["keep"]).profile
    before = dump()

    withdraw(profile, purpose)

    assert dump() == before


def test_withdraw_twice_writes_one_row():
    profile = keep().profile

    withdraw(profile, "mail")
    withdraw(profile, "mail")

    assert Consent.objects.filter(state=Consent.State.WITHDRAWN).count() == 1


def test_withdraw_keeping_unlinks_the_results():
    participation = keep()

    withdraw(participation.profile, "keep")

    assert not Participation.objects.exists()
    message = Message.objects.get(kind=Message.Kind.RESULT)
    assert (message.state, message.reason) == (Message.State.SKIPPED, Message.Reason.WITHDRAWN)
    assert (message.profile, message.to, message.text, message.html) == (None, "", "", "")
    assert Response.objects.filter(pk=participation.response_id).exists()


def test_withdraw_of_a_sensitive_purpose_deletes_its_answers_only():
    version = make_keepable(is_sensitive=True)
    participation = keep(finish(version), purposes=["keep", "treatment"])

    withdraw(participation.profile, "treatment")

    assert set(Answer.objects.values_list("question_key", flat=True)) == {"scene", "roast"}
    assert Response.objects.get().is_redacted
    assert participation.profile.participations.count() == 1


def test_withdraw_mail_calls_off_the_reminder():
    profile = make_full_profile()

    withdraw(profile, "mail")

    reminder = Message.objects.get(kind=Message.Kind.REMINDER)
    assert (reminder.state, reminder.reason) == (Message.State.SKIPPED, Message.Reason.WITHDRAWN)


def test_a_changed_text_leaves_old_evidence_as_it_was():
    version = make_keepable()
    profile = keep(finish(version)).profile
    before = list(Consent.objects.of(profile.subject).values())

    version.quiz.brand.purposes.update(text="まったく別の文")

    assert list(Consent.objects.of(profile.subject).values()) == before


@pytest.mark.parametrize("model", GONE, ids=lambda model: model.__name__)
def test_erase_leaves_no_row_of(model):
    profile = make_full_profile()
    assert model.objects.exists()

    profiles.erase(profile, now=timezone.now())

    assert not model.objects.exists()


def test_erase_leaves_the_responses_anonymous():
    profile = make_full_profile()
    kept = profile.participations.get().response
    link = tokens.result_token(kept.uid)

    profiles.erase(profile, now=timezone.now())

    assert Response.objects.count() == 2
    left = Response.objects.get(pk=kept.pk)
    assert (left.type_key, left.outcome) == (kept.type_key, kept.outcome)
    assert left.is_redacted
    assert set(left.answers.values_list("question_key", flat=True)) == {"scene", "roast"}
    assert not Response.objects.filter(result_hash=tokens.hash_token(link)).exists()


def test_erase_keeps_the_evidence_without_an_identifier():
    profile = make_full_profile()
    subject = profile.subject

    profiles.erase(profile, now=timezone.now())

    states = Consent.objects.of(subject).values_list("purpose", "state")
    assert list(states) == [
        *((purpose, "granted") for purpose in ("keep", "recommend", "mail", "treatment")),
        *((purpose, "withdrawn") for purpose in ("keep", "recommend", "mail", "treatment")),
    ]
    assert Consent.objects.granted(subject, on=timezone.now()) == {}


def test_erase_keeps_the_hash_of_the_address_so_that_nothing_is_mailed_unasked():
    profile = make_full_profile()

    profiles.erase(profile, now=timezone.now())

    suppression = Suppression.objects.get()
    assert (suppression.email_hash, suppression.reason) == (tokens.contact_hash(EMAIL, "komorebi"), "erased")


def test_erase_leaves_no_canary_in_any_table():
    address = "canary-7f3k+tag@secret-host.example.jp"
    profile = keep(finish(make_keepable()), email=address).profile
    ask(finish(make_keepable()), email=address.upper())
    subject, email_hash = profile.subject, profile.email_hash
    token = profiles.link_token(profile)
    assert dump().count("canary-7f3k") > 1

    profiles.erase(profile, now=timezone.now())

    left = dump().lower()
    assert "canary-7f3k" not in left
    assert "secret-host" not in left
    assert token not in left
    assert left.count(email_hash) == Suppression.objects.count() == 1
    assert left.count(str(subject)) == Consent.objects.of(subject).count()


def test_erase_spares_everybody_else():
    version = make_keepable()
    other = keep(finish(version), email="taro@example.jp").profile
    before = profiles.export(other)

    profiles.erase(keep(finish(version)).profile, now=timezone.now())

    assert profiles.export(other) == before


def test_erase_twice_changes_nothing_more():
    profile = make_full_profile()
    profiles.erase(Profile.objects.get(), now=timezone.now())
    before = dump()

    profiles.erase(profile, now=timezone.now())
    withdraw(profile, "keep")

    assert dump() == before


def test_export_holds_everything_about_a_person():
    profile = make_full_profile()

    text = json.dumps(profiles.export(profile), ensure_ascii=False)

    for canary in (
        EMAIL,
        "いつ飲みますか",
        "aです",
        "a-value",
        "治療中ですか",
        "結果と答えを保存することに同意します。",
        "https://quiz.example.jp/q/coffee/",
        "朝ひかりタイプ",
        "KMR-1",
        str(profile.subject),
    ):
        assert canary in text


def test_export_names_every_field_of_the_tables_about_a_person():
    data = profiles.export(make_full_profile())

    assert list(data) == [
        "format",
        "brand",
        "email",
        "language",
        "since",
        "subject",
        "traits",
        "consents",
        "results",
        "wishes",
        "mails",
    ]
    assert [trait["trait"] for trait in data["traits"]] == ["scene", "roast"]
    assert [consent["state"] for consent in data["consents"]] == ["granted"] * 4
    assert [answer["question_key"] for answer in data["results"][0]["answers"]] == ["scene", "roast", "care"]
    assert data["results"][0]["coupon"] == {"name": "15%オフ", "code": "KMR-1"}
    assert [mail["kind"] for mail in data["mails"]] == ["confirm", "result", "reminder", "confirm", "link"]
    assert [wish["purposes"] for wish in data["wishes"]] == [["keep"]]


def test_export_costs_the_same_for_one_result_and_for_three(django_assert_num_queries):
    version = make_keepable()
    profile = keep(finish(version)).profile

    with django_assert_num_queries(7):
        profiles.export(Profile.objects.select_related("brand").get())
    for _ in range(2):
        keep(finish(version))
    with django_assert_num_queries(7):
        profiles.export(Profile.objects.select_related("brand").get(pk=profile.pk))


def test_lapse_ends_a_purpose_whose_time_is_over():
    now = timezone.now()
    profile = keep(now=now).profile

    profiles.lapse(profile, now=now + timedelta(days=200))

    assert list(profile.traits.values_list("key", flat=True)) == ["roast"]
    assert profile.participations.count() == 1


def test_lapse_erases_a_person_of_whom_nothing_may_be_kept():
    now = timezone.now()
    profile = keep(now=now, purposes=["keep"]).profile

    profiles.lapse(profile, now=now + timedelta(days=367))

    assert not Profile.objects.exists()
    assert not Suppression.objects.exists()
