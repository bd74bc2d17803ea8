"""The funnel report of a quiz, from the tallies: one query, whatever the number of responses."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

from django.db.models import Sum
from django.utils.translation import gettext

from quiz import publishing, scoring
from quiz.insights.rows import ChoiceRow, Funnel, QuestionRow, StepRow, TypeRow
from quiz.models import Kind, Quiz, QuizVersion, Tally

type Counts = Mapping[str, Mapping[str, int]]
"""Kind → key → count."""


def funnel(quiz: Quiz, *, version: QuizVersion | None = None) -> Funnel | None:
    """Return the report of a version, or of all versions with the texts of the current one.

    None if the quiz was never published.
    """
    shown = version or quiz.version
    if shown is None:
        return None
    counts = _counts(quiz, version)
    definition = shown.definition
    expected = publishing.odds(definition)
    finished, ties = _total(counts, Kind.FINISHED), _total(counts, Kind.TIED)
    return Funnel(
        version=shown,
        steps=tuple(_steps(counts)),
        questions=tuple(_questions(definition, counts)),
        types=tuple(_types(definition, counts, expected)),
        suited=_count(counts, Kind.SUITED, "yes"),
        not_suited=_count(counts, Kind.SUITED, "no"),
        ties=ties,
        ties_share=_share(ties, finished),
        ties_expected=float(expected.ties),
        is_exact=expected.exact,
    )


def _counts(quiz: Quiz, version: QuizVersion | None) -> Counts:
    tallies = Tally.objects.filter(version__quiz=quiz)
    if version:
        tallies = tallies.filter(version=version)
    counts: dict[str, dict[str, int]] = defaultdict(dict)
    for kind, key, total in tallies.values_list("kind", "key").annotate(total=Sum("count")).order_by("kind", "key"):
        counts[kind][key] = total
    return counts


def _steps(counts: Counts) -> Iterator[StepRow]:
    starts = _total(counts, Kind.STARTED)
    steps = [
        (gettext("Start page viewed"), Kind.VIEWED),
        (gettext("Started"), Kind.STARTED),
        (gettext("Finished"), Kind.FINISHED),
        (gettext("Result kept"), Kind.KEPT),
        (gettext("Coupon given"), Kind.CLAIMED),
    ]
    for label, kind in steps:
        count = _total(counts, kind)
        yield StepRow(label=label, count=count, share=None if kind == Kind.VIEWED else _share(count, starts))


def _questions(definition: scoring.Definition, counts: Counts) -> Iterator[QuestionRow]:
    for question in definition.questions:
        reached, answered = (_count(counts, kind, question.key) for kind in (Kind.REACHED, Kind.ANSWERED))
        yield QuestionRow(
            key=question.key,
            text=question.text,
            reached=reached,
            answered=answered,
            lost=reached - answered,
            share=_share(reached - answered, reached),
            choices=tuple(_choices(question, counts, answered)),
        )


def _choices(question: scoring.Question, counts: Counts, answered: int) -> Iterator[ChoiceRow]:
    for choice in question.choices:
        count = _count(counts, Kind.CHOSEN, f"{question.key}/{choice.key}")
        yield ChoiceRow(text=choice.text, count=count, share=_share(count, answered))


def _types(definition: scoring.Definition, counts: Counts, expected: scoring.Distribution) -> Iterator[TypeRow]:
    finished = _total(counts, Kind.FINISHED)
    names = {each.key: each.name for each in definition.types}
    earlier = {key: key for key in counts.get(Kind.FINISHED, {}) if key not in names}
    for key, name in (names | earlier).items():
        count = _count(counts, Kind.FINISHED, key)
        odds = float(expected.types[key].share) if key in expected.types else 0.0
        yield TypeRow(key=key, name=name, count=count, share=_share(count, finished), expected=odds)


def _count(counts: Counts, kind: Kind, key: str) -> int:
    return counts.get(kind, {}).get(key, 0)


def _total(counts: Counts, kind: Kind) -> int:
    return sum(counts.get(kind, {}).values())


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 0.0
