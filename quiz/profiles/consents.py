"""The append-only ledger of consent. A row has the opaque subject of a person."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable
from datetime import datetime

from quiz.models import Consent, Profile
from quiz.profiles.purposes import consent_text, expiry
from quiz.scoring import Purpose


def text_version(text: str) -> str:
    """Return the version of a text, which is its SHA-256."""
    return hashlib.sha256(text.encode()).hexdigest()


def decide(
    profile: Profile, shown: Collection[Purpose], *, granted: Collection[str], language: str, place: str, now: datetime
) -> dict[str, Consent]:
    """Append what a person said to the purposes they were shown; return the newest row of each of these purposes.

    A box that is left empty says no to somebody who has not agreed. To somebody who agreed before it says nothing new:
    the earlier consent goes on, until it is withdrawn or its time is over.
    """
    held = Consent.objects.granted(profile.subject, on=now)
    said = [purpose for purpose in shown if purpose.key in granted or purpose.key not in held]
    rows = [_decision(purpose, is_granted=purpose.key in granted, now=now) for purpose in said]
    unsaid = {purpose.key: held[purpose.key] for purpose in shown if purpose not in said}
    _update_lapse_date(profile, rows)
    return unsaid | _append(profile, rows, language=language, place=place, now=now)


def _decision(purpose: Purpose, *, is_granted: bool, now: datetime) -> Consent:
    row = Consent(purpose=purpose.key, role=purpose.acts_as, text=consent_text(purpose), state=Consent.State.REFUSED)
    if is_granted:
        row.state, row.until = Consent.State.GRANTED, expiry(purpose, now)
    return row


def _update_lapse_date(profile: Profile, rows: Iterable[Consent]) -> None:
    """Set `lapses_at` to the earliest end of the grants, for `rights.lapse`; an earlier value is kept."""
    first = min(filter(None, [profile.lapses_at, *(row.until for row in rows)]), default=None)
    if first != profile.lapses_at:
        profile.lapses_at = first
        profile.save(update_fields=["lapses_at"])


def withdraw(profile: Profile, rows: Iterable[Consent], *, language: str, place: str, now: datetime) -> None:
    """Append withdrawals of granted rows, with the text that was agreed to."""
    ended = [Consent(purpose=row.purpose, role=row.role, text=row.text, state=Consent.State.WITHDRAWN) for row in rows]
    _append(profile, ended, language=language, place=place, now=now)


def _append(profile: Profile, rows: list[Consent], *, language: str, place: str, now: datetime) -> dict[str, Consent]:
    for row in rows:
        row.subject, row.brand_key = profile.subject, profile.brand.key
        row.text_version = text_version(row.text)
        row.language, row.place, row.at = language, place, now
    return {row.purpose: row for row in Consent.objects.bulk_create(rows)}
