"""Keep what must not stand in the database as it is: encrypted with keys derived from SECRET_KEY and its fallbacks."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.conf import settings

if TYPE_CHECKING:
    from cryptography.fernet import Fernet, MultiFernet


def seal(text: str, *, now: datetime | None = None) -> str:
    """Return a text encrypted, with the moment of it, so that `unseal_fresh` can refuse an old one."""
    first = _keys()[0]
    sealed = first.encrypt_at_time(text.encode(), int(now.timestamp())) if now else first.encrypt(text.encode())
    return sealed.decode()


def unseal(sealed: str) -> str | None:
    """Return the text, or None when the key that sealed it is gone."""
    return _open(lambda keys: keys.decrypt(sealed.encode()))


def unseal_fresh(sealed: str, *, max_age: timedelta, now: datetime) -> str | None:
    """Return a text that was sealed at most so long ago, else None."""
    seconds = int(max_age.total_seconds())
    return _open(lambda keys: keys.decrypt_at_time(sealed.encode(), seconds, int(now.timestamp())))


def _open(decrypt: Callable[[MultiFernet], bytes]) -> str | None:
    from cryptography.fernet import InvalidToken, MultiFernet  # heavy, as below

    try:
        return decrypt(MultiFernet(_keys())).decode()
    except InvalidToken:
        return None


def _keys() -> list[Fernet]:
    # Six megabytes in every process, of which many never need them: few brands know their customers.
    from cryptography.fernet import Fernet

    return [Fernet(_derive(secret)) for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)]


def _derive(secret: str) -> bytes:
    return base64.urlsafe_b64encode(hashlib.sha256(b"pittari.sealing.v1" + secret.encode()).digest())
