"""The unsubscribe link. It never expires, needs no cookie, and acts on POST only."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.db import transaction

from quiz import profiles, tokens
from quiz.models import Consent, Profile, Role, Suppression

UNSUBSCRIBE = "unsubscribe"
UNSUBSCRIBED = "unsubscribed"


def unsubscribe_token(profile: Profile) -> str:
    return tokens.sign(UNSUBSCRIBE, str(profile.subject))


def get_unsubscribing(token: str) -> Profile | None:
    """Return the profile of an unsubscribe link; None if it was erased. Raise InvalidLinkError for a forged link."""
    subject = tokens.unsign(UNSUBSCRIBE, token, max_age=None)
    if subject is None:
        raise profiles.InvalidLinkError
    return Profile.objects.select_related("brand").filter(subject=uuid.UUID(subject)).first()


@transaction.atomic
def unsubscribe(profile: Profile, *, place: str, language: str, now: datetime) -> None:
    """Withdraw the consent to mail and suppress the address. Idempotent."""
    for consent in Consent.objects.agreed(profile.subject, Role.MAIL, on=now):
        profiles.withdraw(profile, consent.purpose, place=place, language=language, now=now)
    Suppression.objects.get_or_create(
        brand=profile.brand, email_hash=profile.email_hash, defaults={"reason": UNSUBSCRIBED, "at": now}
    )
