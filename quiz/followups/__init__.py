"""Mail: each is a row in the outbox, queued in the transaction that gave rise to it and sent by a worker later.

    letters    what a mail says          queueing   put a mail into the outbox, once
    sending    claim, check, send        refusing   why a mail is not sent after all
    addressing the envelope and headers  stopping   the link that ends mail

A row is claimed by a conditional update under a lease, so any number of workers may run, on either database. Mail that
somebody asked for is never lost: when a worker is killed over it, it goes out again, under the same Message-ID. Mail
that nobody asked for is never sent twice: in that case it is given up.
"""

from __future__ import annotations

from quiz.followups.queueing import ask_to_confirm, request_link, retry, schedule_reminder, send_result
from quiz.followups.sending import Pass, send_due
from quiz.followups.stopping import profile_to_stop, stop_token, unsubscribe

__all__ = [
    "Pass",
    "ask_to_confirm",
    "profile_to_stop",
    "request_link",
    "retry",
    "schedule_reminder",
    "send_due",
    "send_result",
    "stop_token",
    "unsubscribe",
]
