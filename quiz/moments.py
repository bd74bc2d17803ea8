"""What happens together: each moment of a response or a person with all its effects, in one transaction.

Views, commands and the demo call these functions, so that a new effect of a moment is written once.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from quiz import followups, offers, profiles, taking
from quiz.models import Participation, PendingKeep, Profile, Response


def answered(found: taking.FoundResponse, submit: taking.Submit, *, now: datetime) -> taking.Step:
    """Take an answer of a locked response, in the caller's transaction; the last answer also finishes it."""
    step = taking.answer(found, submit, now=now)
    if step.has_finished:
        finished(found.response, now=now)
    return step


def passed_over(found: taking.FoundResponse, submit: taking.Submit, *, now: datetime) -> taking.Step:
    """Go on with the answer that a question has, in the caller's transaction; this may finish the response."""
    step = taking.pass_over(found, submit, now=now)
    if step.has_finished:
        finished(found.response, now=now)
    return step


@transaction.atomic(savepoint=False)
def finished(response: Response, *, now: datetime) -> None:
    """Give what comes with a response that was just finished. It is scored and counted by then."""
    offers.reward(response, now=now)
    response.mark_unasked()


@transaction.atomic
def asked_to_keep(
    response: Response, *, email: str, purposes: Collection[str], language: str, place: str, now: datetime
) -> PendingKeep:
    """Note the wish to keep a result and queue the mail that confirms it, both or neither.

    Raises `profiles.KeepingError`. The same wish again queues nothing.
    """
    pending, token = profiles.ask_to_keep(
        response, email=email, purposes=purposes, language=language, place=place, now=now
    )
    if token:
        followups.ask_to_confirm(pending, token=token, now=now)
    return pending


@transaction.atomic
def confirmed(pending: PendingKeep, *, now: datetime) -> Participation:
    """Make a confirmed wish a profile, and queue the result's mail and the coupon's reminder.

    Raises `profiles.ExpiredError` when the wish was confirmed before or is too old.
    """
    participation = profiles.confirm(pending, now=now)
    followups.send_result(participation, now=now)
    followups.schedule_reminder(participation, now=now)
    return participation


def withdrawn(profile: Profile, purpose: str, *, place: str, language: str, now: datetime) -> None:
    """End a person's consent to one purpose, with all that was stored or queued under it."""
    profiles.withdraw(profile, purpose, place=place, language=language, now=now)


@transaction.atomic
def unsubscribed(profile: Profile, *, place: str, language: str, now: datetime) -> None:
    """End the mail of a person: the consent to it, what is queued, and any address that is the same."""
    followups.unsubscribe(profile, place=place, language=language, now=now)


def erased(profile: Profile, *, place: str, now: datetime) -> None:
    """Delete a person with everything that leads to them."""
    profiles.erase(profile, now=now, place=place)
