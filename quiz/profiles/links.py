"""The link to わたしのデータ: only ever mailed, signed, and void once the profile is gone or its version moved on."""

from __future__ import annotations

import uuid

from quiz import tokens
from quiz.models import Profile

LINK_DAYS = 30
MANAGE = "manage"


class InvalidLinkError(Exception):
    """The link is forged, of another purpose, cut short or too old."""


class GoneError(Exception):
    """The link was good once; what it led to was erased, or the link was revoked."""


def link_token(profile: Profile) -> str:
    return tokens.sign(MANAGE, [str(profile.subject), profile.link_version])


def profile_of(token: str) -> Profile:
    """Return the profile that a link leads to; raise InvalidLinkError or GoneError."""
    data = tokens.unsign(MANAGE, token, max_age=LINK_DAYS * 24 * 60 * 60)
    if data is None:
        raise InvalidLinkError
    subject, version = data
    profile = Profile.objects.select_related("brand").filter(subject=uuid.UUID(subject), link_version=version).first()
    if profile is None:
        raise GoneError
    return profile
