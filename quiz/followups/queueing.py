"""Queue mails in the outbox, at most one per kind and response, within the caller's transaction."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet

from catalog.models import Brand
from quiz import profiles, tokens
from quiz.followups.letters import Letter, confirm_letter, result_letter
from quiz.models import Claim, Consent, Message, Participation, PendingKeep, Profile, Role

REMIND_BEFORE = timedelta(days=3)


def ask_to_confirm(pending: PendingKeep, *, token: str, now: datetime) -> None:
    """Queue the mail that asks to confirm an address."""
    message = _new_message(Message.Kind.CONFIRM, pending.response.uid, now=now)
    Message.objects.filter(dedupe_key=message.dedupe_key).replace()  # it has the old token, and maybe a wrong address
    message.brand, message.language = pending.response.version.quiz.brand, pending.language
    message.to, message.to_hash = pending.email, pending.email_hash
    _queue(message, confirm_letter(pending, token=token))


def send_result(participation: Participation, *, now: datetime) -> None:
    """Queue the mail with the result after confirmation; blank the content of the confirmation mail."""
    profile, response = participation.profile, participation.response
    confirmation = Message.Kind.CONFIRM
    Message.objects.filter(dedupe_key=Message.key(confirmation, response.uid)).over().blank_content()
    message = _new_message(Message.Kind.RESULT, response.uid, now=now)
    _queue(_address_to(message, profile), result_letter(profile, response, now=now))


def schedule_reminder(participation: Participation, *, now: datetime) -> None:
    """Queue a reminder of the coupon if the person consents to mail; its content is composed when it is due."""
    profile, response = participation.profile, participation.response
    claim = Claim.objects.select_related("offer").filter(response=response).first()
    if claim is None or claim.offer.ends_at is None or claim.offer.ends_at - REMIND_BEFORE <= now:
        return
    if not Consent.objects.agreed(profile.subject, Role.MAIL, on=now):
        return
    message = _new_message(Message.Kind.REMINDER, response.uid, now=now)
    message.due_at = claim.offer.ends_at - REMIND_BEFORE
    _queue(_address_to(message, profile))


@transaction.atomic
def request_link(brand: Brand, *, email: str, language: str, now: datetime) -> None:
    """Queue a mail with a new link to one's data; raise TooManyError at the rate limit.

    Known and unknown addresses are handled the same; only the worker looks up the profile.
    """
    to_hash = tokens.contact_hash(email, brand.key)
    profiles.check_rate(brand, to_hash, Message.Kind.LINK, now=now)
    message = _new_message(Message.Kind.LINK, uuid.uuid4(), now=now)
    message.brand, message.language, message.to, message.to_hash = brand, language, email, to_hash
    _queue(message)


def retry(messages: QuerySet[Message], *, now: datetime) -> int:
    """Queue failed mails again; return their number.

    Mails without an address are excluded, and interrupted ones, which may have been sent.
    """
    failed = messages.filter(state=Message.State.FAILED).exclude(to="").exclude(reason=Message.Reason.INTERRUPTED)
    return failed.update(state=Message.State.QUEUED, due_at=now, tries=0, reason="")


def _new_message(kind: Message.Kind, about: uuid.UUID, *, now: datetime) -> Message:
    return Message(kind=kind, dedupe_key=Message.key(kind, about), created_at=now, due_at=now)


def _address_to(message: Message, profile: Profile) -> Message:
    message.profile, message.brand, message.language = profile, profile.brand, profile.language
    message.to, message.to_hash = profile.email, profile.email_hash
    return message


def _queue(message: Message, letter: Letter | None = None) -> None:
    """Insert the row unless one with its key exists. Without a letter, the content is composed when the mail is due."""
    if letter is not None:
        message.subject, message.text, message.html = letter.subject, letter.text, letter.html
    Message.objects.bulk_create([message], ignore_conflicts=True)
