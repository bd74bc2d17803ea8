"""Traits: facts from answers, with their origin, consent and expiry."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from quiz.models import Answer, Consent, Profile, Response, Trait
from quiz.profiles.purposes import expiry, purpose_of
from quiz.scoring import Choice, Definition, Purpose, Question


def record(profile: Profile, response: Response, consents: Mapping[str, Consent], *, now: datetime) -> None:
    """Store the traits of a response's answers for granted purposes; older traits of the same keys are superseded."""
    granted = {key: consent for key, consent in consents.items() if consent.is_granted(on=now)}
    definition = response.definition
    found = [_trait(definition, answer, granted) for answer in response.answers.all()]
    traits = {trait.key: trait for trait in found if trait}
    for trait in traits.values():
        trait.profile, trait.version_id = profile, response.version_id
    _supersede(profile, traits, now=now)
    Trait.objects.bulk_create(traits.values())


def _supersede(profile: Profile, traits: Mapping[str, Trait], *, now: datetime) -> None:
    """Mark the older of two traits as superseded; that may be the new one, if a later response was confirmed first."""
    for stored in profile.traits.current().filter(key__in=traits):
        new = traits[stored.key]
        older = stored if stored.since <= new.since else new
        older.superseded_at = now
        stored.save(update_fields=["superseded_at"])


def _trait(definition: Definition, answer: Answer, granted: Mapping[str, Consent]) -> Trait | None:
    question = _find_question(definition, answer.question_key)
    if question is None:
        return None
    choices, purpose = _stated_choices(question, answer), purpose_of(definition, question)
    if not choices or not purpose or purpose.key not in granted:
        return None
    return Trait(
        key=question.trait,
        values=[choice.value or choice.key for choice in choices],
        question_key=question.key,
        choice_keys=[choice.key for choice in choices],
        consent=granted[purpose.key],
        since=answer.answered_at,
        expires_at=_expiry(purpose, granted[purpose.key], answer),
    )


def _find_question(definition: Definition, key: str) -> Question | None:
    return next((question for question in definition.questions if question.key == key), None)


def _stated_choices(question: Question, answer: Answer) -> tuple[Choice, ...]:
    """Return the choices that state a fact: none if the question has no trait; never a neutral choice."""
    if not question.trait:
        return ()
    return tuple(choice for choice in question.chosen(answer.choices) if not choice.neutral)


def _expiry(purpose: Purpose, consent: Consent, answer: Answer) -> datetime:
    """Return until when a fact may be kept: never longer than its consent holds."""
    until = expiry(purpose, answer.answered_at)
    return min(until, consent.until) if consent.until else until
