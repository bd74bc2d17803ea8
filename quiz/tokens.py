"""The single-purpose tokens of consumer pages; docs/decisions/0002-tokens-in-the-path.md gives the reasons.

Handles and result tokens are stored as SHA-256 only. A result token is derived from the response, so that a retry of
the finishing POST leads to the same page. Mailed links are signed with a salt for their purpose.
"""

from __future__ import annotations

import base64
import hashlib
import secrets
import unicodedata
import uuid
from typing import Any

from django.conf import settings
from django.core import signing
from django.core.exceptions import ImproperlyConfigured
from django.utils.crypto import salted_hmac

HANDLE = r"[A-Za-z0-9_-]{32}"
SUBMIT_KEY = r"[A-Za-z0-9_-]{22}"
KEYS = ("SECRET_KEY", "SECRET_KEY_FALLBACKS", "CONTACT_KEY")


def new_token() -> str:
    """Return 192 random bits as 32 URL-safe characters."""
    return secrets.token_urlsafe(24)


def new_submit_key() -> str:
    """Return 128 random bits as 22 URL-safe characters, for one rendered form."""
    return secrets.token_urlsafe(16)


def hash_token(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def result_token(uid: uuid.UUID, *, result_hash: str | None = None) -> str:
    """Return the result token of a response; with its stored hash, the one that a former SECRET_KEY made."""
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    tokens = [_derive(uid, key) for key in keys]
    return next((token for token in tokens if hash_token(token) == result_hash), tokens[0])


def _derive(uid: uuid.UUID, key: str) -> str:
    digest = salted_hmac("quiz.result.v1", str(uid), secret=key, algorithm="sha256").digest()
    return base64.urlsafe_b64encode(digest[:24]).decode()


def sign(purpose: str, data: Any) -> str:
    """Return data as a signed, timestamped token that `unsign` accepts for this purpose only."""
    return signing.dumps(data, salt=f"quiz.{purpose}.v1")


def unsign(purpose: str, token: str, *, max_age: int | None) -> Any | None:
    """Return the data of a token; None if it is forged, for another purpose, or older than `max_age` seconds."""
    try:
        return signing.loads(token, salt=f"quiz.{purpose}.v1", max_age=max_age)
    except signing.BadSignature:
        return None


def normalise_email(email: str) -> str:
    """Return an address in the form in which addresses are compared: NFKC, trimmed, lower case."""
    return unicodedata.normalize("NFKC", email).strip().casefold()


def contact_hash(email: str, brand_key: str) -> str:
    """Return the keyed hash by which a brand recognises an address without storing it."""
    salt, address = f"quiz.contact.v1.{brand_key}", normalise_email(email)
    return salted_hmac(salt, address, secret=settings.CONTACT_KEY, algorithm="sha256").hexdigest()


def require_own_keys() -> None:
    """Raise ImproperlyConfigured when the shipped key signs links; who develops or shows a demo may use it."""
    names = public_keys()
    if names and not (settings.DEBUG or settings.DEMO):
        raise ImproperlyConfigured(
            f"{' and '.join(names)}: the key that Pittari ships is public, so anybody could sign links with it. "
            "Set SECRET_KEY to 50 random characters, or DEBUG=1 to develop. docs/settings.md explains both."
        )


def public_keys() -> list[str]:
    """Return the settings that hold the shipped key."""
    return [name for name in KEYS if settings.INSECURE_SECRET_KEY in _held_by(name)]


def _held_by(name: str) -> list[str]:
    value = getattr(settings, name)
    return value if isinstance(value, list) else [value]
