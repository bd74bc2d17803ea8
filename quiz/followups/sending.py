"""Send due mails: claim a row, check again whether it may be sent, send it, and store the result."""

from __future__ import annotations

import logging
import smtplib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from time import monotonic

from django.db import transaction
from django.db.models import F, QuerySet

from quiz.followups.addressing import make_mail
from quiz.followups.letters import Letter, link_letter, reminder_letter
from quiz.followups.refusing import coupon_of, find_refusal
from quiz.models import Consent, Message, Profile, Role

LEASE = timedelta(minutes=5)
RETRY_DELAYS = [
    timedelta(seconds=5),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=5),
    timedelta(hours=10),
    timedelta(hours=14),
]
MAX_TRIES = len(RETRY_DELAYS) + 1

logger = logging.getLogger("quiz.followups")


@dataclass(slots=True)
class Counts:
    """The counts of one run over the outbox."""

    sent: int = 0
    skipped: int = 0
    postponed: int = 0
    failed: int = 0

    def __str__(self) -> str:
        return f"{self.sent} sent, {self.skipped} not sent, {self.postponed} put off, {self.failed} failed for good"


def send_due(*, now: datetime, limit: int = 100, keep_running: Callable[[], bool] = lambda: True) -> Counts:
    """Send up to `limit` due mails while `goes_on` returns True; return the counts.

    Leases start at `now` plus the time that has passed since the call.
    """
    started, counts = monotonic(), Counts()
    counts.failed += Message.objects.interrupted(on=now).give_up()
    for pk in list(Message.objects.due(on=now).values_list("pk", flat=True)[:limit]):
        if not keep_running():
            break
        _send_one(pk, counts, now=now + timedelta(seconds=monotonic() - started))
    return counts


def _send_one(pk: int, counts: Counts, *, now: datetime) -> None:
    message = claim(pk, now=now)
    if message is None:
        return
    if message.state == Message.State.SKIPPED:
        counts.skipped += 1
        return
    try:
        _compose_late(message, now=now)
        make_mail(message, with_unsubscribe=_may_unsubscribe(message, now=now)).send()
    except Exception as error:  # an error of one mail must not stop the others
        postpone(message, error, counts, now=now)
    else:
        counts.sent += 1
        _claimed(message).update(state=Message.State.SENT, reason="", sent_at=now, lease_until=None)


@transaction.atomic
def claim(pk: int, *, now: datetime) -> Message | None:
    """Claim a due row and return it; None if another worker has claimed it.

    The conditional update is the lock. Consent and suppression are checked in the same transaction; a row that must not
    be sent is returned as skipped.
    """
    lease = {"state": Message.State.SENDING, "lease_until": now + LEASE, "tries": F("tries") + 1}
    if not Message.objects.due(on=now).filter(pk=pk).order_by().update(**lease):
        return None
    message = Message.objects.select_related("brand", "profile").get(pk=pk)
    _find_profile(message)
    if reason := find_refusal(message, now=now):
        return _skip(message, reason)
    return message


def _find_profile(message: Message) -> None:
    """Set the profile of a requested link; for an unknown address the mail will be skipped and blanked."""
    if message.kind == Message.Kind.LINK and message.profile is None:
        message.profile = Profile.objects.by_address(message.brand, message.to_hash).first()


def _skip(message: Message, reason: Message.Reason) -> Message:
    message.state, message.reason, message.lease_until = Message.State.SKIPPED, reason, None
    message.to = message.text = message.html = ""
    message.save()
    return message


def _compose_late(message: Message, *, now: datetime) -> None:
    """Compose the content of a row that was queued without it, because it depends on the time of sending."""
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


def _may_unsubscribe(message: Message, *, now: datetime) -> bool:
    profile = message.profile
    return profile is not None and bool(Consent.objects.agreed(profile.subject, Role.MAIL, on=now))


def postpone(message: Message, error: Exception, counts: Counts, *, now: datetime) -> None:
    """Store why a mail could not be sent; schedule a retry unless it was the last try or a permanent error."""
    reason = describe_error(error)
    logger.warning("mail %s could not be sent: %s", message.uid, reason)
    rows = _claimed(message).filter(state=Message.State.SENDING)
    if message.tries >= MAX_TRIES or is_final(error):
        counts.failed += 1
        rows.update(state=Message.State.FAILED, reason=reason, lease_until=None)
    else:
        counts.postponed += 1
        due_at = now + RETRY_DELAYS[message.tries - 1]
        rows.update(state=Message.State.QUEUED, reason=reason, due_at=due_at, lease_until=None)


def _claimed(message: Message) -> QuerySet[Message]:
    """Return the row if this worker's claim is still the latest; empty if another worker has claimed it since."""
    return Message.objects.filter(pk=message.pk, tries=message.tries)


def describe_error(error: Exception) -> str:
    """Return the class of an error and its SMTP codes, without its message, which may contain the address."""
    codes = sorted({code for code, _words in _recipients(error)} | {getattr(error, "smtp_code", 0)} - {0})
    return " ".join([type(error).__name__, *map(str, codes)])


def is_final(error: Exception) -> bool:
    """Return whether the server refused all recipients permanently (5xx)."""
    codes = [code for code, _words in _recipients(error)]
    return bool(codes) and all(code >= 500 for code in codes)


def _recipients(error: Exception) -> list[tuple[int, bytes]]:
    return list(error.recipients.values()) if isinstance(error, smtplib.SMTPRecipientsRefused) else []
