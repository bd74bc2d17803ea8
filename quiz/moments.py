"""Moments of a response or a profile: one event with all its effects on several stages, in one transaction.

Views, commands and the demo call these functions, so that a new effect of a moment is added in one function.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from quiz import followups, offers, profiles, taking
from quiz.models import Participation, PendingKeep, Profile, Response


def answered(found: taking.FoundResponse, submit: taking.Submit, *, now: datetime) -> taking.Step:
    """Store an answer to a locked response, within the caller's transaction; the last answer also finishes it."""
    step = taking.answer(found, submit, now=now)
    if step.has_finished:
        finished(found.response, now=now)
    return step


def advanced(found: taking.FoundResponse, submit: taking.Submit, *, now: datetime) -> taking.Step:
    """Go on without a change of the answer, within the caller's transaction; this may finish the response."""
    step = taking.advance(found, submit, now=now)
    if step.has_finished:
        finished(found.response, now=now)
    return step


@transaction.atomic(savepoint=False)
def finished(response: Response, *, now: datetime) -> None:
    """Give the coupon of a response that `taking` has just finished, scored and counted."""
    offers.give_coupon(response, now=now)
    response.mark_unasked()


@transaction.atomic
def asked_to_keep(
    response: Response,
    *,
    email: str,
    purposes: Collection[str],
    language: str,
    place: str,
    now: datetime,
    send_again: bool = False,
) -> PendingKeep:
    """Store a request to keep a result and queue its confirmation mail; raise `profiles.KeepingError` if refused.

    A repeated request queues no second mail, unless `send_again` asks for it.
    """
    pending, token = profiles.ask_to_keep(
        response, email=email, purposes=purposes, language=language, place=place, now=now, send_again=send_again
    )
    if token:
        followups.ask_to_confirm(pending, token=token, now=now)
    return pending


@transaction.atomic
def confirmed(pending: PendingKeep, *, now: datetime) -> Participation:
    """Turn a confirmed request into a profile, and queue the mail with the result and the coupon's reminder.

    Raise `profiles.ExpiredError` if the request was confirmed before or is too old.
    """
    participation = profiles.confirm(pending, now=now)
    followups.send_result(participation, now=now)
    followups.schedule_reminder(participation, now=now)
    return participation


def withdrawn(profile: Profile, purpose: str, *, place: str, language: str, now: datetime) -> None:
    """Withdraw the consent to one purpose, and delete the data and mails that depend on it."""
    profiles.withdraw(profile, purpose, place=place, language=language, now=now)


@transaction.atomic
def unsubscribed(profile: Profile, *, place: str, language: str, now: datetime) -> None:
    """Withdraw the consent to mail, cancel queued mails, and suppress the address."""
    followups.unsubscribe(profile, place=place, language=language, now=now)


def erased(profile: Profile, *, place: str, now: datetime) -> None:
    """Delete a profile with all data that identifies the person."""
    profiles.erase(profile, now=now, place=place)
