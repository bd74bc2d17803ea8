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
    profile: Profile, shown: Iterable[Purpose], *, granted: Collection[str], language: str, place: str, now: datetime
) -> dict[str, Consent]:
    """Append a decision for every purpose that was shown; return the rows by purpose."""
    rows = [_decision(purpose, is_granted=purpose.key in granted, now=now) for purpose in shown]
    _update_lapse_date(profile, rows)
    return _append(profile, rows, language=language, place=place, now=now)


def _decision(purpose: Purpose, *, is_granted: bool, now: datetime) -> Consent:
    text = consent_text(purpose)
    if is_granted:
        return Consent(purpose=purpose.key, text=text, state=Consent.State.GRANTED, until=expiry(purpose, now))
    return Consent(purpose=purpose.key, text=text, state=Consent.State.REFUSED)


def _update_lapse_date(profile: Profile, rows: Iterable[Consent]) -> None:
    """Set `lapses_at` to the earliest end of the grants, for `rights.lapse`; an earlier value is kept."""
    first = min(filter(None, [profile.lapses_at, *(row.until for row in rows)]), default=None)
    if first != profile.lapses_at:
        profile.lapses_at = first
        profile.save(update_fields=["lapses_at"])


def withdraw(profile: Profile, rows: Iterable[Consent], *, language: str, place: str, now: datetime) -> None:
    """Append withdrawals of granted rows, with the text that was agreed to."""
    ended = [Consent(purpose=row.purpose, text=row.text, state=Consent.State.WITHDRAWN) for row in rows]
    _append(profile, ended, language=language, place=place, now=now)


def _append(profile: Profile, rows: list[Consent], *, language: str, place: str, now: datetime) -> dict[str, Consent]:
    for row in rows:
        row.subject, row.brand_key = profile.subject, profile.brand.key
        row.text_version = text_version(row.text)
        row.language, row.place, row.at = language, place, now
    return {row.purpose: row for row in Consent.objects.bulk_create(rows)}
