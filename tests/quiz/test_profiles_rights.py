from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from quiz import profiles
from quiz.models import Answer, Consent, Message, Participation, Profile, Response, Suppression
from tests.quiz.keeping import dump, finish, keep, make_full_profile, make_keepable

pytestmark = pytest.mark.django_db

PLACE = {"place": "here", "language": "ja"}


def withdraw(profile: Profile, purpose: str) -> None:
    profiles.withdraw(profile, purpose, now=timezone.now(), **PLACE)


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
    before = list(Consent.objects.of_subject(profile.subject).values())

    version.quiz.brand.purposes.update(text="まったく別の文")

    assert list(Consent.objects.of_subject(profile.subject).values()) == before


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
