"""Export the data of a person."""

from __future__ import annotations

from typing import Any

from quiz.models import CAMPAIGN_FIELDS, Answer, Consent, Message, Participation, PendingKeep, Profile, Trait
from quiz.scoring import Definition

FORMAT = "pittari-person/1"


def export(profile: Profile) -> dict[str, Any]:
    """Return all data about a person as JSON-serialisable values, with texts beside the keys."""
    return {
        "format": FORMAT,
        "brand": profile.brand.name,
        "email": profile.email,
        "customer_id": profile.customer_id,
        "language": profile.language,
        "since": profile.created_at.isoformat(),
        "subject": str(profile.subject),
        "traits": [_trait(trait) for trait in profile.traits.select_related("consent").order_by("pk")],
        "consents": [_consent(consent) for consent in Consent.objects.of_subject(profile.subject)],
        "results": [_result(participation) for participation in _participations(profile)],
        "wishes": [_pending(pending) for pending in PendingKeep.objects.of_address(profile.brand, profile.email_hash)],
        "mails": [_mail(message) for message in _messages(profile)],
    }


def _messages(profile: Profile) -> list[Message]:
    """Return all mails to the address, including those from before it was confirmed."""
    return list(Message.objects.to_address(profile.brand, profile.email_hash).order_by("pk"))


def _participations(profile: Profile) -> list[Participation]:
    rows = profile.participations.select_related("response__claim__offer").prefetch_related("response__answers")
    return list(rows.order_by("pk"))


def _trait(trait: Trait) -> dict[str, Any]:
    definition = trait.definition
    return {
        "trait": trait.key,
        "values": trait.values,
        **_answer_texts(definition, trait.question_key, trait.choice_keys),
        "quiz": definition.title,
        "purpose": trait.consent.purpose,
        "since": trait.since.isoformat(),
        "until": trait.expires_at.isoformat(),
        "replaced": trait.superseded_at.isoformat() if trait.superseded_at else None,
    }


def _consent(consent: Consent) -> dict[str, Any]:
    return {
        "purpose": consent.purpose,
        "state": consent.state,
        "text": consent.text,
        "text_version": consent.text_version,
        "language": consent.language,
        "place": consent.place,
        "at": consent.at.isoformat(),
    }


def _result(participation: Participation) -> dict[str, Any]:
    response = participation.response
    definition = response.definition
    claim = getattr(response, "claim", None)
    return {
        "quiz": definition.title,
        "type": definition.type(response.type_key).name,
        "finished": response.finish_time.isoformat(),
        "kept": participation.created_at.isoformat(),
        "suits": response.suits,
        "word": response.suits_word,
        "answers": [_answer(definition, answer) for answer in response.answers.all()],
        "coupon": {"name": claim.offer.name, "code": claim.code} if claim else None,
        "came_from": {name: getattr(response, name) for name in ("channel", "embed_origin", *CAMPAIGN_FIELDS)},
    }


def _answer(definition: Definition, answer: Answer) -> dict[str, Any]:
    return {**_answer_texts(definition, answer.question_key, answer.choices), "at": answer.answered_at.isoformat()}


def _answer_texts(definition: Definition, question_key: str, choice_keys: list[str]) -> dict[str, Any]:
    question = definition.question(question_key)
    return {
        "question_key": question_key,
        "question": question.text,
        "choice_keys": choice_keys,
        "answer": [choice.text for choice in question.chosen(choice_keys)],
    }


def _pending(pending: PendingKeep) -> dict[str, Any]:
    return {"purposes": pending.purposes, "place": pending.place, "asked": pending.asked_at.isoformat()}


def _mail(message: Message) -> dict[str, Any]:
    return {
        "kind": message.kind,
        "to": message.to,
        "subject": message.subject,
        "text": message.text,
        "state": message.state,
        "queued": message.created_at.isoformat(),
        "sent": message.sent_at.isoformat() if message.sent_at else None,
    }
