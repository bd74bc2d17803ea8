"""What must hold over a whole database, whatever happened: facts and purposes, paths and rows, claims and tallies.

Each invariant finds the rows that break it. Where there is one right value, it can also repair them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Count, F, Model, Sum

from catalog.models import Offer
from quiz import scoring, taking
from quiz.models import Answer, Claim, Consent, Event, Kind, Message, QuizVersion, Response, Role, Tally, Trait

CHUNK = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Invariant:
    """A rule, the rows that break it at a moment, and what repairs a chunk of them, if anything can."""

    name: str
    broken: Callable[[datetime], Iterable[Model]]
    repair: Callable[[list], object] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """How many rows break an invariant, the first of them, and how many were repaired."""

    invariant: str
    count: int
    examples: tuple[str, ...]
    repaired: int = 0


def check(*, now: datetime, repair: bool = False) -> list[Finding]:
    """Return what is broken. Rows are read and repaired in chunks, each in a transaction of its own."""
    return [finding for invariant in INVARIANTS if (finding := _check(invariant, now=now, repair=repair))]


def _check(invariant: Invariant, *, now: datetime, repair: bool) -> Finding | None:
    rows = list(invariant.broken(now))
    if not rows:
        return None
    repaired = 0
    if repair and invariant.repair:
        for start in range(0, len(rows), CHUNK):
            with transaction.atomic():
                invariant.repair(rows[start : start + CHUNK])
        repaired = len(rows)
    examples = tuple(f"{type(row).__name__} {row.pk}" for row in rows[:5])
    return Finding(invariant=invariant.name, count=len(rows), examples=examples, repaired=repaired)


def _finished() -> Iterator[tuple[Response, set[str]]]:
    """Yield every finished response with the keys of the questions that led to its outcome."""
    rows = Response.objects.finished().with_version().prefetch_related("answers").order_by("pk")
    for response in rows.iterator(chunk_size=CHUNK):
        outcome = scoring.read_outcome(response.outcome)
        yield response, taking.answered_on_way(response.definition, outcome)


def _answers_off_way(now: datetime) -> Iterator[Answer]:
    for response, on_way in _finished():
        yield from (answer for answer in response.answers.all() if answer.question_key not in on_way)


def _sensitive_answers(now: datetime) -> Iterator[Answer]:
    """Yield stored answers to sensitive questions that nobody agreed to keep."""
    for response, _on_way in _finished():
        sensitive = {question.key for question in response.definition.questions if question.sensitive}
        for answer in response.answers.all():
            if answer.question_key in sensitive and answer.choices and not answer.may_keep:
                yield answer


def _facts_without_purpose(now: datetime) -> Iterator[Trait]:
    """Yield facts, past ones included, whose purpose does not hold at present."""
    held: dict[UUID, set[str]] = {}
    rows = Trait.objects.select_related("profile", "consent").order_by("pk")
    for trait in rows.iterator(chunk_size=CHUNK):
        subject = trait.profile.subject
        if subject not in held:
            held[subject] = set(Consent.objects.granted(subject, on=now))
        if trait.consent.purpose not in held[subject]:
            yield trait


def _facts_off_way(now: datetime) -> Iterator[Trait]:
    """Yield facts from answers that no kept result of their version came from."""
    rows = Trait.objects.select_related("profile").order_by("pk")
    for trait in rows.iterator(chunk_size=CHUNK):
        kept = Response.objects.filter(participation__profile=trait.profile, version=trait.version_id)
        outcomes = [(each.definition, scoring.read_outcome(each.outcome)) for each in kept]
        if outcomes and not any(trait.question_key in taking.answered_on_way(*pair) for pair in outcomes):
            yield trait


def _miscounted_offers(now: datetime) -> Iterable[Offer]:
    return Offer.objects.annotate(given=Count("claims")).exclude(used=F("given"))


def _claims_of_nothing(now: datetime) -> Iterable[Claim]:
    return Claim.objects.exclude(response__state=Response.State.FINISHED)


def _mail_without_consent(now: datetime) -> Iterator[Message]:
    for message in Message.objects.optional().waiting().select_related("profile"):
        person = message.profile
        if person is None or not Consent.objects.agreed(person.subject, Role.MAIL, on=now):
            yield message


def _miscounted_versions(now: datetime) -> Iterator[Model]:
    """Yield versions whose tallies and waiting events count other than their finished responses."""
    counted: Counter[int] = Counter()
    for rows in (Tally.objects, Event.objects):
        sums = rows.filter(kind=Kind.FINISHED).order_by().values_list("version").annotate(Sum("count"))
        counted.update(dict(sums))
    finished = Response.objects.finished().filter(is_test=False).order_by().values_list("version").annotate(Count("pk"))
    there = Counter(dict(finished))
    wrong = {version for version in counted.keys() | there.keys() if counted[version] != there[version]}
    yield from QuizVersion.objects.filter(pk__in=wrong).defer("snapshot")


def _delete_answers(answers: list[Answer]) -> None:
    Answer.objects.filter(pk__in=[answer.pk for answer in answers]).delete()


def _redact(answers: list[Answer]) -> None:
    """Delete sensitive answers, and the reasons of their outcomes that would tell them."""
    _delete_answers(answers)
    for response in Response.objects.locked().filter(pk__in={answer.response_id for answer in answers}):
        questions = {answer.question_key for answer in answers if answer.response_id == response.pk}
        response.explanation = taking.hide_answers(response.explanation, questions)
        response.is_redacted = True
        response.save(update_fields=["explanation", "is_redacted"])


def _delete_traits(traits: list[Trait]) -> None:
    Trait.objects.filter(pk__in=[trait.pk for trait in traits]).delete()


def _count_claims(offers: list[Offer]) -> None:
    for offer in Offer.objects.select_for_update().filter(pk__in=[offer.pk for offer in offers]):
        Offer.objects.filter(pk=offer.pk).update(used=offer.claims.count())


INVARIANTS = [
    Invariant(name="answers lie on the way that counted", broken=_answers_off_way, repair=_delete_answers),
    Invariant(name="sensitive answers were agreed to", broken=_sensitive_answers, repair=_redact),
    Invariant(name="the purpose of every fact holds", broken=_facts_without_purpose, repair=_delete_traits),
    Invariant(name="facts come from answers that counted", broken=_facts_off_way, repair=_delete_traits),
    Invariant(name="offers count their coupons", broken=_miscounted_offers, repair=_count_claims),
    Invariant(name="coupons belong to finished responses", broken=_claims_of_nothing),
    Invariant(name="waiting mail that needs consent has it", broken=_mail_without_consent),
    Invariant(name="tallies count finished responses", broken=_miscounted_versions),
]
