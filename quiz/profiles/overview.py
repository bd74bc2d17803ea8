"""The content of the page of one's own data: facts, results and decisions, in the texts of their versions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from quiz import taking, tokens
from quiz.models import Claim, Consent, Participation, Profile, Trait


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """A current trait: the question, the answers, the quiz, and the dates from and until which it is kept."""

    question: str
    answers: tuple[str, ...]
    quiz: str
    language: str
    slug: str
    since: datetime
    until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptResult:
    """A kept result: its quiz, type and coupon; `token` is "" once the result page is no longer shown."""

    quiz: str
    language: str
    slug: str
    type: str
    finished_at: datetime
    claim: Claim | None
    token: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """The newest decision on a purpose; `holds` if it is granted and can be withdrawn."""

    consent: Consent
    holds: bool


def facts(profile: Profile, *, now: datetime) -> list[Fact]:
    """Return the current facts about a person, grouped by quiz."""
    current = profile.traits.current().filter(expires_at__gt=now)
    return sorted(map(_fact, current.order_by("-since", "pk")), key=lambda fact: fact.slug)


def _fact(trait: Trait) -> Fact:
    definition = trait.definition
    question = definition.question(trait.question_key)
    return Fact(
        question=question.text,
        answers=tuple(choice.text for choice in question.chosen(trait.choice_keys)),
        quiz=definition.title,
        language=definition.language,
        slug=definition.slug,
        since=trait.since,
        until=trait.expires_at,
    )


def results(profile: Profile, *, now: datetime) -> list[KeptResult]:
    """Return the kept results of a person, newest first."""
    rows = profile.participations.select_related("response__claim__offer")
    return [_result(row, now=now) for row in rows.order_by("-response__finished_at", "-pk")]


def last_kept(profile: Profile) -> tuple[str, int] | None:
    """Return the slug of the quiz and the version number of the result that was kept last."""
    version = "response__version"
    return profile.participations.order_by("-pk").values_list(f"{version}__quiz__slug", f"{version}__number").first()


def _result(participation: Participation, *, now: datetime) -> KeptResult:
    response = participation.response
    definition = response.definition
    is_shown = response.finish_time + taking.RESULT_LIFE > now
    return KeptResult(
        quiz=definition.title,
        language=definition.language,
        slug=definition.slug,
        type=definition.type(response.type_key).name,
        finished_at=response.finish_time,
        claim=getattr(response, "claim", None),
        token=tokens.result_token(response.uid, result_hash=response.result_hash) if is_shown else "",
    )


def decisions(profile: Profile, *, now: datetime) -> list[Decision]:
    """Return the newest decision on every purpose, in the order in which the purposes were first shown."""
    current = Consent.objects.current(profile.subject).values()
    return [Decision(consent=consent, holds=consent.is_granted(on=now)) for consent in current]
