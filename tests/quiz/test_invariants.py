"""Each rule that must hold over a database finds what breaks it, and repairs what has one right value."""

from __future__ import annotations

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from catalog.models import Offer
from quiz import freezing, invariants
from quiz.models import Answer, Claim, Consent, Event, Message, Response, Trait
from tests.factories import make_answer, make_offer, make_response
from tests.quiz.keeping import finish, keep, make_full_profile, make_keepable, make_reminder

pytestmark = pytest.mark.django_db


def broken() -> list[str]:
    return [finding.invariant for finding in invariants.check(now=timezone.now())]


def repair() -> None:
    invariants.check(now=timezone.now(), repair=True)


def test_nothing_is_broken_by_what_people_do():
    make_full_profile()
    finish(make_keepable())
    Offer.objects.filter(key="autumn").update(used=1)  # its coupon was written by hand

    assert broken() == []


def test_an_answer_off_the_way_is_found_and_deleted():
    response = finish()
    make_answer(response, "gone", "a")

    assert broken() == ["answers lie on the way that counted"]
    repair()
    assert broken() == []
    assert sorted(response.answers.values_list("question_key", flat=True)) == ["roast", "scene"]


def test_a_sensitive_answer_that_nobody_agreed_to_keep_is_found_and_deleted():
    response = finish(make_keepable(is_sensitive=True))
    Answer.objects.filter(question_key="care").update(may_keep=False)

    assert broken() == ["sensitive answers were agreed to"]
    repair()
    assert broken() == []
    assert Response.objects.get(pk=response.pk).is_redacted


def test_a_fact_whose_purpose_was_refused_since_is_found_and_deleted():
    profile = keep().profile
    newest = Consent.objects.of_subject(profile.subject).filter(purpose="recommend").latest("pk")
    Consent.objects.create(
        subject=newest.subject,
        brand_key=newest.brand_key,
        purpose="recommend",
        role=newest.role,
        state=Consent.State.REFUSED,
        text=newest.text,
        text_version=newest.text_version,
        language="ja",
        place=newest.place,
        at=timezone.now(),
    )

    assert broken() == ["the purpose of every fact holds"]
    repair()
    assert list(profile.traits.values_list("key", flat=True)) == ["roast"]


def test_a_fact_whose_time_is_over_is_found():
    keep()

    found = invariants.check(now=timezone.now() + timedelta(days=400))

    assert [(finding.invariant, finding.count) for finding in found] == [("the purpose of every fact holds", 2)]


def test_a_fact_off_the_way_is_found_and_deleted():
    profile = keep().profile
    Trait.objects.filter(key="scene").update(question_key="gone")

    assert broken() == ["facts come from answers that counted"]
    repair()
    assert list(profile.traits.values_list("key", flat=True)) == ["roast"]


def test_a_miscounted_offer_is_found_and_counted_anew():
    offer = make_offer(used=3)
    Claim.objects.create(offer=offer, response=finish(), code="KMR-1", claimed_at=timezone.now())

    assert broken() == ["offers count their coupons"]
    repair()
    assert Offer.objects.get(pk=offer.pk).used == 1


def test_a_coupon_of_an_unfinished_response_is_found_and_left_to_people():
    Claim.objects.create(offer=make_offer(used=1), response=make_response(), code="KMR-1", claimed_at=timezone.now())

    assert broken() == ["coupons belong to finished responses"]
    repair()
    assert Claim.objects.count() == 1


def test_mail_that_waits_without_consent_is_found():
    _participation, message = make_reminder()
    Offer.objects.filter(key="autumn").update(used=1)
    with freezing.permit():
        Consent.objects.filter(purpose="mail").update(state=Consent.State.REFUSED)

    assert broken() == ["waiting mail that needs consent has it"]
    assert Message.objects.get() == message


def test_tallies_that_miss_a_response_are_found():
    finish()
    Event.objects.filter(kind="finished").delete()

    assert broken() == ["tallies count finished responses"]


def test_the_command_says_what_is_broken_and_how_much_was_repaired():
    make_answer(finish(), "gone", "a")
    printed = StringIO()

    with pytest.raises(CommandError):
        call_command("check_data", stdout=printed)
    call_command("check_data", repair=True, stdout=printed)
    call_command("check_data", stdout=printed)

    lines = printed.getvalue().splitlines()
    assert lines[0].startswith("Broken: answers lie on the way that counted. Rows: 1 (Answer ")
    assert lines[1].endswith(", repaired: 1")
    assert lines[2:] == ["All other rules hold.", "All rules hold."]
