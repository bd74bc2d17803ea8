"""Send what is due: claim a row, read anew whether it may go, send it, note what came of it."""

from __future__ import annotations

import logging
import smtplib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from time import monotonic

from django.db import transaction
from django.db.models import F, QuerySet

from quiz import profiles
from quiz.followups.addressing import make_mail
from quiz.followups.letters import Letter, link_letter, reminder_letter
from quiz.followups.refusing import coupon_of, refusal
from quiz.models import Consent, Message, Profile

LEASE = timedelta(minutes=5)
WAITS = [
    timedelta(seconds=5),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=5),
    timedelta(hours=10),
    timedelta(hours=14),
]
MAX_TRIES = len(WAITS) + 1

logger = logging.getLogger("quiz.followups")


@dataclass(slots=True)
class Pass:
    """What one pass over the outbox did."""

    sent: int = 0
    skipped: int = 0
    put_off: int = 0
    failed: int = 0

    def __str__(self) -> str:
        return f"{self.sent} sent, {self.skipped} not sent, {self.put_off} put off, {self.failed} failed for good"


def send_due(*, now: datetime, limit: int = 100, goes_on: Callable[[], bool] = lambda: True) -> Pass:
    """Send up to `limit` mails that are due, as long as the worker goes on.

    The clock goes on from `now` while they are sent, as leases need it.
    """
    started, done = monotonic(), Pass()
    done.failed += Message.objects.interrupted(on=now).give_up()
    for pk in list(Message.objects.due(on=now).values_list("pk", flat=True)[:limit]):
        if not goes_on():
            break
        _send_one(pk, done, now=now + timedelta(seconds=monotonic() - started))
    return done


def _send_one(pk: int, done: Pass, *, now: datetime) -> None:
    message = claim(pk, now=now)
    if message is None:
        return
    if message.state == Message.State.SKIPPED:
        done.skipped += 1
        return
    try:
        _write(message, now=now)
        make_mail(message, may_stop=_may_stop(message, now=now)).send()
    except Exception as error:  # whatever goes wrong with one mail, the others are still to be sent
        put_off(message, error, done, now=now)
    else:
        done.sent += 1
        _mine(message).update(state=Message.State.SENT, reason="", sent_at=now, lease_until=None)


@transaction.atomic
def claim(pk: int, *, now: datetime) -> Message | None:
    """Take a due row, or None when another worker has it.

    The conditional update is the lock. In the same transaction consent and suppression are read anew: a row that may
    not go comes back as skipped.
    """
    lease = {"state": Message.State.SENDING, "lease_until": now + LEASE, "tries": F("tries") + 1}
    if not Message.objects.due(on=now).filter(pk=pk).order_by().update(**lease):
        return None
    message = Message.objects.select_related("brand", "profile").get(pk=pk)
    _find_profile(message)
    if reason := refusal(message, now=now):
        return _skip(message, reason)
    return message


def _find_profile(message: Message) -> None:
    """Find out whose address a link was asked for; for others nothing of it is kept."""
    if message.kind == Message.Kind.LINK and message.profile is None:
        message.profile = Profile.objects.by_address(message.brand, message.to_hash).first()


def _skip(message: Message, reason: Message.Reason) -> Message:
    message.state, message.reason, message.lease_until = Message.State.SKIPPED, reason, None
    message.to = message.text = message.html = ""
    message.save()
    return message


def _write(message: Message, *, now: datetime) -> None:
    """Write the letter of a row that was queued without one, because it tells what holds when it is sent."""
    if message.text:
        return
    letter = _late_letter(message, now=now)
    message.subject, message.text, message.html = letter.subject, letter.text, letter.html
    message.save(update_fields=["subject", "text", "html"])


def _late_letter(message: Message, *, now: datetime) -> Letter:
    """Return the letter; raise LookupError when what it tells of is gone."""
    if message.profile is None:
        raise LookupError("The profile is gone.")
    if message.kind == Message.Kind.LINK:
        return link_letter(message.profile, now=now)
    coupon = coupon_of(message, now=now)
    if coupon is None:
        raise LookupError("The coupon is gone.")
    return reminder_letter(message.profile, coupon, now=now)


def _may_stop(message: Message, *, now: datetime) -> bool:
    profile = message.profile
    return profile is not None and profiles.MAIL in Consent.objects.granted(profile.subject, on=now)


def put_off(message: Message, error: Exception, done: Pass, *, now: datetime) -> None:
    """Note why a mail could not be sent, and try again later; not when it was the last try or is refused for ever."""
    reason = describe(error)
    logger.warning("mail %s could not be sent: %s", message.uid, reason)
    rows = _mine(message).filter(state=Message.State.SENDING)
    if message.tries >= MAX_TRIES or is_final(error):
        done.failed += 1
        rows.update(state=Message.State.FAILED, reason=reason, lease_until=None)
    else:
        done.put_off += 1
        due_at = now + WAITS[message.tries - 1]
        rows.update(state=Message.State.QUEUED, reason=reason, due_at=due_at, lease_until=None)


def _mine(message: Message) -> QuerySet[Message]:
    """Return the row as this worker claimed it: one that lost its lease to another worker finds nothing."""
    return Message.objects.filter(pk=message.pk, tries=message.tries)


def describe(error: Exception) -> str:
    """Return the kind of an error and its SMTP codes; its words may hold the address."""
    codes = sorted({code for code, _words in _recipients(error)} | {getattr(error, "smtp_code", 0)} - {0})
    return " ".join([type(error).__name__, *map(str, codes)])


def is_final(error: Exception) -> bool:
    """Tell whether the other side refused the address for good (a 5xx for every recipient)."""
    codes = [code for code, _words in _recipients(error)]
    return bool(codes) and all(code >= 500 for code in codes)


def _recipients(error: Exception) -> list[tuple[int, bytes]]:
    return list(error.recipients.values()) if isinstance(error, smtplib.SMTPRecipientsRefused) else []
