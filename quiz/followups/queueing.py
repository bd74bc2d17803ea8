"""Put mail into the outbox, once for each thing that it is about. The caller's transaction decides whether it stays."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet

from catalog.models import Brand
from quiz import profiles, tokens
from quiz.followups.letters import Letter, confirm_letter, result_letter
from quiz.models import Claim, Consent, Message, Participation, PendingKeep, Profile

REMIND_BEFORE = timedelta(days=3)


def ask_to_confirm(pending: PendingKeep, *, token: str, now: datetime) -> None:
    """Queue the mail that asks whether the address is right."""
    message = _message(Message.Kind.CONFIRM, pending.response.uid, now=now)
    message.brand, message.language = pending.response.version.quiz.brand, pending.language
    message.to, message.to_hash = pending.email, pending.email_hash
    _queue(message, confirm_letter(pending, token=token))


def send_result(participation: Participation, *, now: datetime) -> None:
    """Queue the result of a person who has just confirmed; the mail that asked has had its day."""
    profile, response = participation.profile, participation.response
    asked = Message.Kind.CONFIRM
    Message.objects.filter(dedupe_key=Message.key(asked, response.uid)).over().blank_content()
    message = _message(Message.Kind.RESULT, response.uid, now=now)
    _queue(_to(message, profile), result_letter(profile, response, now=now))


def schedule_reminder(participation: Participation, *, now: datetime) -> None:
    """Queue a reminder of the coupon, for those who agreed to mail; it is written when it is due."""
    profile, response = participation.profile, participation.response
    claim = Claim.objects.select_related("offer").filter(response=response).first()
    if claim is None or claim.offer.ends_at is None or claim.offer.ends_at - REMIND_BEFORE <= now:
        return
    if profiles.MAIL not in Consent.objects.granted(profile.subject, on=now):
        return
    message = _message(Message.Kind.REMINDER, response.uid, now=now)
    message.due_at = claim.offer.ends_at - REMIND_BEFORE
    _queue(_to(message, profile))


@transaction.atomic
def request_link(brand: Brand, *, email: str, language: str, now: datetime) -> None:
    """Queue a new link to one's data, for any address alike: only the worker finds out whether it is known.

    Raises TooManyError, for any address alike as well.
    """
    to_hash = tokens.contact_hash(email, brand.key)
    profiles.check_rate(brand, to_hash, Message.Kind.LINK, now=now)
    message = _message(Message.Kind.LINK, uuid.uuid4(), now=now)
    message.brand, message.language, message.to, message.to_hash = brand, language, email, to_hash
    _queue(message)


def retry(messages: QuerySet[Message], *, now: datetime) -> int:
    """Queue failed mail anew and return how many there were.

    Not mail whose address is gone, nor mail that a worker was interrupted over: it may have been sent.
    """
    failed = messages.filter(state=Message.State.FAILED).exclude(to="").exclude(reason=Message.Reason.INTERRUPTED)
    return failed.update(state=Message.State.QUEUED, due_at=now, tries=0, reason="")


def _message(kind: Message.Kind, about: uuid.UUID, *, now: datetime) -> Message:
    return Message(kind=kind, dedupe_key=Message.key(kind, about), created_at=now, due_at=now)


def _to(message: Message, profile: Profile) -> Message:
    message.profile, message.brand, message.language = profile, profile.brand, profile.language
    message.to, message.to_hash = profile.email, profile.email_hash
    return message


def _queue(message: Message, letter: Letter | None = None) -> None:
    """Write the row, unless there is one about the same thing already. Without a letter it is written when due."""
    if letter is not None:
        message.subject, message.text, message.html = letter.subject, letter.text, letter.html
    Message.objects.bulk_create([message], ignore_conflicts=True)
