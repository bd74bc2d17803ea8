"""Retention of personal data: the rules of docs/privacy.md as data, and `apply`, which enforces them.

To *delete* is to remove the row. To *blank* is to empty the personal fields of a row that stays for statistics. To
*close* is to delete the data of an expired consent.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import QuerySet

from quiz import freezing, profiles, scoring, taking
from quiz.embedding import customers
from quiz.models import (
    Answer,
    Claim,
    Consent,
    Event,
    Knock,
    Message,
    Participation,
    PendingKeep,
    Profile,
    Response,
    Suppression,
    Trait,
)

CHUNK = 500
PEOPLE_CHUNK = 20  # a profile takes about ten statements, and on SQLite other writers wait for the whole chunk
KNOCKS_STAY = timedelta(hours=24)
MAIL_STAYS = timedelta(days=30)
WORDS_STAY = timedelta(days=365)
EVIDENCE_STAYS = timedelta(days=3 * 365)
# The models with personal data. A test checks that docs/privacy.md lists all of their fields.
PERSONAL = (Profile, Participation, Trait, Consent, PendingKeep, Message, Suppression, Response, Answer, Claim)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A retention rule: the rows due at a time, and the function that handles a chunk of them."""

    name: str
    due: Callable[[datetime], QuerySet]
    apply: Callable[[list, datetime], None]
    chunk: int | None = None  # the number of rows in a transaction; None for CHUNK


def apply(*, now: datetime, dry_run: bool = False) -> dict[str, int]:
    """Apply all rules, one transaction per chunk; return the number of rows by rule."""
    return {rule.name: _count_rows(rule, now) if dry_run else sum(_apply_rule(rule, now)) for rule in RULES}


def truncate_log() -> None:
    """Truncate SQLite's write-ahead log, which contains deleted data until it is overwritten.

    The truncation blocks writers, so it waits for readers only briefly; a long-running reader prevents it.
    """
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(PASSIVE)")  # most of the work, without blocking writers
        cursor.execute("PRAGMA busy_timeout = 200")
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()  # discards the short timeout


def _count_rows(rule: Rule, now: datetime) -> int:
    return rule.due(now).count()


def _apply_rule(rule: Rule, now: datetime) -> Iterator[int]:
    """Iterate by primary key, so that a row that stays due is handled only once."""
    last = 0
    while True:
        with transaction.atomic():
            rows = list(rule.due(now).filter(pk__gt=last).order_by("pk")[: rule.chunk or CHUNK])
            if not rows:
                return
            rule.apply(rows, now)
        last = rows[-1].pk
        yield len(rows)


def _pks(rows: list) -> list[int]:
    return [row.pk for row in rows]


def _unfinished(now: datetime) -> QuerySet[Response]:
    return Response.objects.expired(on=now)


def _delete_unfinished(rows: list[Response], now: datetime) -> None:
    """Count the questions that were reached, then delete the responses."""
    locked = Response.objects.locked().expired(on=now).filter(pk__in=_pks(rows)).prefetch_related("answers")
    expired = list(locked)
    Event.objects.record(*(event for response in expired if not response.is_test for event in _events(response)))
    Response.objects.filter(pk__in=_pks(expired)).delete()


def _events(response: Response) -> Iterator[Event]:
    """Yield the events of an abandoned response, on the day it started."""
    definition = response.definition
    answers = taking.current_answers(response.answers.all())
    asked = [question.key for question in scoring.path(definition, answers)]
    following = scoring.next_question(definition, answers)
    for key in dict.fromkeys([*asked, *([following.key] if following else [])]):
        yield from taking.answer_events(response, key, answers.get(key), response.started_at)


def _expired_pending(now: datetime) -> QuerySet[PendingKeep]:
    return PendingKeep.objects.select_related("response").expired(on=now)


def _delete_pending(rows: list[PendingKeep], now: datetime) -> None:
    keys = [Message.key(Message.Kind.CONFIRM, pending.response.uid) for pending in rows]
    mails = Message.objects.filter(dedupe_key__in=keys)
    mails.skip(Message.Reason.OVER)
    mails.blank_content()
    PendingKeep.objects.filter(pk__in=_pks(rows)).delete()


def _stale_traits(now: datetime) -> QuerySet[Trait]:
    return Trait.objects.stale(on=now)


def _delete_traits(rows: list[Trait], now: datetime) -> None:
    Trait.objects.filter(pk__in=_pks(rows)).delete()


def _lapsed_profiles(now: datetime) -> QuerySet[Profile]:
    return Profile.objects.select_related("brand").lapsed(on=now)


def _close_consents(rows: list[Profile], now: datetime) -> None:
    for profile in rows:
        profiles.lapse(profile, now=now)


def _with_customer(now: datetime) -> QuerySet[Response]:
    return Response.objects.exclude(customer="").filter(started_at__lte=now - customers.LIFE)


def _blank_customers(rows: list[Response], now: datetime) -> None:
    Response.objects.filter(pk__in=_pks(rows)).update(customer="")


def _old_comments(now: datetime) -> QuerySet[Response]:
    return Response.objects.finished().filter(finished_at__lte=now - WORDS_STAY).exclude(suits_word="")


def _blank_comments(rows: list[Response], now: datetime) -> None:
    Response.objects.filter(pk__in=_pks(rows)).update(suits_word="")


def _old_mail(now: datetime) -> QuerySet[Message]:
    return Message.objects.over().filter(created_at__lte=now - MAIL_STAYS).exclude(to_hash="")


def _blank_mail(rows: list[Message], now: datetime) -> None:
    Message.objects.filter(pk__in=_pks(rows)).anonymise()


def _old_knocks(now: datetime) -> QuerySet[Knock]:
    return Knock.objects.filter(since__lte=(now - KNOCKS_STAY).timestamp())


def _delete_knocks(rows: list[Knock], now: datetime) -> None:
    Knock.objects.filter(pk__in=_pks(rows)).delete()


def _old_evidence(now: datetime) -> QuerySet[Consent]:
    return Consent.objects.unneeded(before=now - EVIDENCE_STAYS)


def _delete_evidence(rows: list[Consent], now: datetime) -> None:
    with freezing.permit():
        Consent.objects.filter(pk__in=_pks(rows)).delete()


RULES = [
    Rule(name="unfinished responses deleted", due=_unfinished, apply=_delete_unfinished),
    Rule(name="unconfirmed wishes deleted", due=_expired_pending, apply=_delete_pending),
    Rule(name="stale traits deleted", due=_stale_traits, apply=_delete_traits),
    Rule(name="lapsed consents closed", due=_lapsed_profiles, apply=_close_consents, chunk=PEOPLE_CHUNK),
    Rule(name="customer ids blanked", due=_with_customer, apply=_blank_customers),
    Rule(name="old words blanked", due=_old_comments, apply=_blank_comments),
    Rule(name="old mails blanked", due=_old_mail, apply=_blank_mail),
    Rule(name="counts of addresses deleted", due=_old_knocks, apply=_delete_knocks),
    Rule(name="consent evidence of the erased deleted", due=_old_evidence, apply=_delete_evidence),
]
