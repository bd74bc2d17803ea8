from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from catalog.models import Brand, Offer
from quiz import followups, profiles, tokens
from quiz.models import Claim, Consent, Message, Participation, Profile, Response, Suppression
from tests.factories import make_brand, make_offer
from tests.quiz.keeping import EMAIL, ask, finish, keep, make_keepable

pytestmark = pytest.mark.django_db


def give_coupon(participation: Participation, *, days: int | None = 20) -> Claim:
    ends_at = timezone.now() + timedelta(days=days) if days else None
    offer = make_offer(ends_at=ends_at, terms="豆に使えます")
    claimed = {"code": "KMR-7F3K", "claimed_at": timezone.now()}
    return Claim.objects.create(offer=offer, response=participation.response, **claimed)


def test_confirm_mail_says_what_will_be_kept_and_how_to_ignore_it():
    _pending, token = ask(finish(), purposes=["keep", "mail"])

    message = Message.objects.get()
    assert "\n" not in message.subject
    assert len(message.subject) <= 60
    for body in (message.text, message.html):
        assert f"http://127.0.0.1:8000/confirm/{token}" in body
        assert "結果と答えを保存することに同意します。" in body
        assert "メールを受け取ることに同意します。" in body
        assert "答えをおすすめに使うことに同意します。" not in body
        assert "こもれび珈琲株式会社" in body
        assert "hello@komorebi.example" in body


def test_result_mail_tells_the_type_the_coupon_and_the_ways_on():
    response = finish()
    participation = Participation(response=response)
    give_coupon(participation)
    Offer.objects.update(ends_at=timezone.make_aware(datetime(2027, 1, 1)))

    profile = keep(response).profile

    message = Message.objects.get(kind=Message.Kind.RESULT)
    assert (message.to, message.profile) == (EMAIL, profile)
    assert "朝ひかりタイプ" in message.subject
    for body in (message.text, message.html):
        assert f"/r/{tokens.result_token(response.uid)}" in body
        assert "/t/morning" in body
        assert "KMR-7F3K" in body
        assert "2026年12月31日" in body
        assert "/me/" in body
        assert "/unsubscribe/" in body


def test_result_mail_has_no_way_out_for_who_never_agreed_to_mail():
    keep(purposes=["keep"])

    message = Message.objects.get(kind=Message.Kind.RESULT)
    assert "/unsubscribe/" not in message.text + message.html
    assert "/me/" in message.text


def test_result_mail_is_queued_once():
    participation = keep()

    followups.send_result(participation, now=timezone.now())

    assert Message.objects.filter(kind=Message.Kind.RESULT).count() == 1


def test_html_mail_has_its_styles_on_the_elements():
    keep()

    html = Message.objects.get(kind=Message.Kind.RESULT).html
    assert "<style" not in html
    assert 'style="' in html


def test_hostile_words_stay_words_in_a_mail():
    words = "<script>alert(1)</script>{{ 7|add:7 }}"
    response = finish(make_keepable(title=words))
    Brand.objects.update(owner=words)
    ask(Response.objects.with_quiz().get(pk=response.pk))

    message = Message.objects.get()
    assert "<script>" not in message.html
    assert "&lt;script&gt;" in message.html
    assert message.text.count(words) == 2


def test_mail_speaks_the_language_of_the_response():
    pending, token = ask(finish())
    pending.language = "en"
    Message.objects.all().delete()

    followups.ask_to_confirm(pending, token=token, now=timezone.now())

    assert Message.objects.get().subject == "Please confirm to keep your result"


def test_a_wish_and_its_mail_are_stored_both_or_neither(monkeypatch):
    def fail(*args, **kwargs):
        raise RuntimeError

    monkeypatch.setattr("quiz.followups.queueing.confirm_letter", fail)

    with pytest.raises(RuntimeError), transaction.atomic():
        ask(finish())

    assert not Message.objects.exists()
    assert not Profile.objects.exists()


def test_mail_that_asked_is_blanked_once_confirmed():
    response = finish()
    ask(response)
    Message.objects.update(state=Message.State.SENT)

    participation = profiles.confirm(response.pending_keep, now=timezone.now())
    followups.send_result(participation, now=timezone.now())

    asked = Message.objects.get(kind=Message.Kind.CONFIRM)
    assert (asked.to, asked.text, asked.html) == ("", "", "")


def test_schedule_reminder_waits_until_three_days_before_the_end():
    participation = keep()
    claim = give_coupon(participation)

    followups.schedule_reminder(participation, now=timezone.now())
    followups.schedule_reminder(participation, now=timezone.now())

    message = Message.objects.get(kind=Message.Kind.REMINDER)
    assert message.due_at == claim.offer.ends_at - timedelta(days=3)
    assert message.text == ""


@pytest.mark.parametrize(("days", "purposes"), [(20, ["keep"]), (None, ["keep", "mail"]), (2, ["keep", "mail"])])
def test_schedule_reminder_needs_consent_and_an_end_to_come(days, purposes):
    participation = keep(purposes=purposes)
    give_coupon(participation, days=days)

    followups.schedule_reminder(participation, now=timezone.now())

    assert not Message.objects.filter(kind=Message.Kind.REMINDER).exists()


def test_request_link_queues_the_same_for_the_known_and_the_unknown():
    profile = keep().profile
    Message.objects.all().delete()

    for email in (EMAIL, "nobody@example.jp"):
        followups.request_link(profile.brand, email=email, language="ja", now=timezone.now())

    known, unknown = Message.objects.order_by("pk")
    for row in (known, unknown):
        assert (row.profile, row.subject, row.text, row.state) == (None, "", "", Message.State.QUEUED)


def test_request_link_mails_an_address_three_times_a_day_at_most():
    brand = make_brand()
    for _ in range(3):
        followups.request_link(brand, email=EMAIL, language="ja", now=timezone.now())

    with pytest.raises(profiles.TooManyError):
        followups.request_link(brand, email=EMAIL, language="ja", now=timezone.now())

    assert Message.objects.count() == 3


def test_unsubscribe_ends_mail_and_nothing_else():
    profile = keep().profile

    for _ in range(2):
        followups.unsubscribe(profile, place="mail", language="ja", now=timezone.now())

    assert set(Consent.objects.granted(profile.subject, on=timezone.now())) == {"keep", "recommend"}
    assert Consent.objects.filter(state=Consent.State.WITHDRAWN).count() == 1
    assert Suppression.objects.get().reason == "unsubscribed"
    assert profile.traits.current().count() == 2


def test_stop_links_never_grow_old_and_serve_no_other_purpose(time_machine):
    profile = keep().profile
    token = followups.unsubscribe_token(profile)
    time_machine.move_to(timezone.now() + timedelta(days=3000))

    assert followups.get_unsubscribing(token) == profile
    with pytest.raises(profiles.InvalidLinkError):
        profiles.get_profile(token)
    with pytest.raises(profiles.InvalidLinkError):
        followups.get_unsubscribing(profiles.link_token(profile))


def test_stop_link_of_an_erased_person_finds_nobody():
    profile = keep().profile
    token = followups.unsubscribe_token(profile)

    profiles.erase(profile, now=timezone.now())

    assert followups.get_unsubscribing(token) is None
