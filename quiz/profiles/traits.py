"""What answers told about a person: each fact with its origin, its consent and its age."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from quiz.models import Answer, Consent, Profile, Response, Trait
from quiz.profiles.purposes import ends_at, purpose_of
from quiz.scoring import Choice, Definition, Question


def record(profile: Profile, response: Response, consents: Mapping[str, Consent], *, now: datetime) -> None:
    """Write the traits that a response's answers tell under granted consents; older traits of that key end."""
    granted = {key: consent for key, consent in consents.items() if consent.is_granted(on=now)}
    definition = response.definition
    found = [_trait(definition, answer, granted) for answer in response.answers.all()]
    traits = {trait.key: trait for trait in found if trait}
    for trait in traits.values():
        trait.profile, trait.version_id = profile, response.version_id
    _supersede(profile, traits, now=now)
    Trait.objects.bulk_create(traits.values())


def _supersede(profile: Profile, traits: Mapping[str, Trait], *, now: datetime) -> None:
    """End the older of each pair: mostly the stored one, but a response may be confirmed after a later one."""
    for stored in profile.traits.current().filter(key__in=traits):
        new = traits[stored.key]
        older = stored if stored.since <= new.since else new
        older.superseded_at = now
        stored.save(update_fields=["superseded_at"])


def _trait(definition: Definition, answer: Answer, granted: Mapping[str, Consent]) -> Trait | None:
    question = _question(definition, answer.question_key)
    if question is None:
        return None
    told, purpose = _told(question, answer), purpose_of(definition, question)
    if not told or not purpose or purpose.key not in granted:
        return None
    return Trait(
        key=question.trait,
        values=[choice.value or choice.key for choice in told],
        question_key=question.key,
        choice_keys=[choice.key for choice in told],
        consent=granted[purpose.key],
        since=answer.answered_at,
        expires_at=ends_at(purpose, answer.answered_at),
    )


def _question(definition: Definition, key: str) -> Question | None:
    return next((question for question in definition.questions if question.key == key), None)


def _told(question: Question, answer: Answer) -> tuple[Choice, ...]:
    """Return the choices that say something about a person: none for a question that is no trait, or “I don't know”."""
    if not question.trait:
        return ()
    return tuple(choice for choice in question.chosen(answer.choices) if not choice.neutral)
