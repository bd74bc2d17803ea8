"""What happens at once happens one after the other. Run on both databases: each has its own way to hold a row."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from django.utils import timezone

from quiz import profiles
from quiz.models import Consent, Message, Participation, PendingKeep, Profile, Trait
from tests.quiz.at_once import at_once
from tests.quiz.keeping import ask, finish, keep, make_keepable

pytestmark = pytest.mark.django_db(transaction=True)


def kinds(given: Sequence[object]) -> list[str]:
    return sorted(type(each).__name__ for each in given)


def test_the_same_wish_five_times_at_once_is_one():
    response = finish()

    given = at_once(*[lambda: ask(response)] * 5)

    assert kinds(given) == ["tuple"] * 5
    assert sorted(bool(token) for _pending, token in given) == [False] * 4 + [True]
    assert PendingKeep.objects.count() == Message.objects.count() == 1


def test_two_wishes_for_one_result_at_once_leave_one():
    response = finish()

    given = at_once(lambda: ask(response), lambda: ask(response, email="taro@example.jp"))

    assert kinds(given) == ["tuple", "tuple"]
    wish = PendingKeep.objects.get()
    assert [message.to for message in Message.objects.filter(state="queued")] == [wish.email]


def test_an_address_gets_no_fourth_mail_when_asked_for_at_once():
    version = make_keepable()
    responses = [finish(version) for _ in range(6)]

    given = at_once(*[lambda response=response: ask(response) for response in responses])

    assert kinds(given) == ["TooManyError"] * 3 + ["tuple"] * 3
    assert Message.objects.count() == 3


def test_confirming_five_times_at_once_keeps_once():
    pending, _token = ask(finish())

    given = at_once(*[lambda: profiles.confirm(pending, now=timezone.now())] * 5)

    assert kinds(given) == ["ExpiredError"] * 4 + ["Participation"]
    assert Consent.objects.count() == 3


def test_two_results_of_one_person_at_once_make_one_profile():
    version = make_keepable()
    wishes = [ask(finish(version))[0] for _ in range(3)]

    given = at_once(*[lambda wish=wish: profiles.confirm(wish, now=timezone.now()) for wish in wishes])

    assert kinds(given) == ["Participation"] * 3
    assert Profile.objects.count() == 1
    assert Participation.objects.count() == 3
    assert Trait.objects.current().count() == 2


def test_erasing_while_another_result_is_confirmed_leaves_all_or_nothing():
    version = make_keepable()
    profile = keep(finish(version)).profile
    pending, _token = ask(finish(version))

    given = at_once(
        lambda: profiles.erase(profile, now=timezone.now()), lambda: profiles.confirm(pending, now=timezone.now())
    )

    assert kinds(given) in (["ExpiredError", "NoneType"], ["NoneType", "Participation"])
    assert Profile.objects.count() == Participation.objects.count() <= 1
    assert not PendingKeep.objects.exists()


def test_withdrawing_five_times_at_once_writes_one_row():
    profile = keep().profile
    details = {"place": "here", "language": "ja"}

    at_once(*[lambda: profiles.withdraw(profile, "recommend", now=timezone.now(), **details)] * 5)

    assert Consent.objects.filter(state=Consent.State.WITHDRAWN).count() == 1
