"""The signed, mailed link to one's own data. It is invalid once the profile is erased or `link_version` increases."""

from __future__ import annotations

import uuid

from quiz import tokens
from quiz.models import Profile

LINK_DAYS = 30
MANAGE = "manage"


class InvalidLinkError(Exception):
    """The link is forged, for another purpose, truncated or expired."""


class GoneError(Exception):
    """The link was valid, but the profile was erased or the link revoked."""


def link_token(profile: Profile) -> str:
    return tokens.sign(MANAGE, [str(profile.subject), profile.link_version])


def get_profile(token: str) -> Profile:
    """Return the profile of a link; raise InvalidLinkError or GoneError."""
    data = tokens.unsign(MANAGE, token, max_age=LINK_DAYS * 24 * 60 * 60)
    if data is None:
        raise InvalidLinkError
    subject, version = data
    profile = Profile.objects.select_related("brand").filter(subject=uuid.UUID(subject), link_version=version).first()
    if profile is None:
        raise GoneError
    return profile
