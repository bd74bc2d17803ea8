"""Mail: a row in the outbox, queued in the transaction that triggers the mail, and sent by a worker later.

    letters    subject and body          queueing   queue a mail, at most once
    sending    claim, check, send        refusing   reasons not to send a queued mail
    addressing the envelope and headers  stopping   the unsubscribe link

A worker claims a row by a conditional update with a lease, so several workers can run on either database. A requested
mail is delivered at least once: if its worker is killed, it is sent again with the same Message-ID. An optional mail is
delivered at most once: in that case it is marked as failed.
"""

from __future__ import annotations

from quiz.followups.queueing import ask_to_confirm, request_link, retry, schedule_reminder, send_result
from quiz.followups.sending import Counts, send_due
from quiz.followups.stopping import get_unsubscribing, unsubscribe, unsubscribe_token

__all__ = [
    "Counts",
    "ask_to_confirm",
    "get_unsubscribing",
    "request_link",
    "retry",
    "schedule_reminder",
    "send_due",
    "send_result",
    "unsubscribe",
    "unsubscribe_token",
]
