"""The link that ends mail. It never grows old, needs no cookie, and acts on POST only."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.db import transaction

from quiz import profiles, tokens
from quiz.models import Profile, Suppression

STOP = "unsubscribe"
UNSUBSCRIBED = "unsubscribed"


def stop_token(profile: Profile) -> str:
    return tokens.sign(STOP, str(profile.subject))


def profile_to_stop(token: str) -> Profile | None:
    """Return whose mail a link ends: None when they are gone already. A forged link raises InvalidLinkError."""
    subject = tokens.unsign(STOP, token, max_age=None)
    if subject is None:
        raise profiles.InvalidLinkError
    return Profile.objects.select_related("brand").filter(subject=uuid.UUID(subject)).first()


@transaction.atomic
def unsubscribe(profile: Profile, *, place: str, language: str, now: datetime) -> None:
    """End mail that was not asked for at that moment. Doing so again changes nothing."""
    profiles.withdraw(profile, profiles.MAIL, place=place, language=language, now=now)
    Suppression.objects.get_or_create(
        brand=profile.brand, email_hash=profile.email_hash, defaults={"reason": UNSUBSCRIBED, "at": now}
    )
