"""Read the customer id that a brand's server signed, and hold it until the person agrees: encrypted, for a day at most.

A token is `base64url(id).expires.hex(HMAC-SHA256(key, brand.base64url(id).expires))`; docs/embedding.md tells how to
make one. What is wrong with a token is logged, the token and the id never are.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import logging
import re
from datetime import datetime, timedelta

from catalog import sealing
from catalog.models import Brand
from quiz.models import Response

TOKEN = re.compile(r"([A-Za-z0-9_-]{1,400})\.([0-9]{9,11})\.([0-9a-f]{64})")
LONGEST = 200
LIFE = timedelta(hours=24)

logger = logging.getLogger("quiz.embedding")


class CustomerError(Exception):
    """A token that is ignored; its text is the reason, as it is logged."""


def sign(customer: str, *, key: str, brand: str, expires: datetime) -> str:
    """Return a token as a brand's server makes it."""
    text = f"{base64.urlsafe_b64encode(customer.encode()).decode().rstrip('=')}.{int(expires.timestamp())}"
    return f"{text}.{_mac(key, brand, text)}"


def receive(token: str, brand: Brand, *, now: datetime) -> str:
    """Return the id of a token, sealed to be stored; empty when there is none or it is not to be believed."""
    if not token:
        return ""
    try:
        return sealing.seal(read(token, brand, now=now), now=now)
    except CustomerError as error:
        logger.warning("customer id for brand %s ignored: %s", brand.key, error)
        return ""


def read(token: str, brand: Brand, *, now: datetime) -> str:
    """Return the id of a token; raise CustomerError when the brand did not sign it, or not for this moment."""
    found = TOKEN.fullmatch(token)
    if not found:
        raise CustomerError("malformed")
    key = brand.customer_key
    if not key:
        raise CustomerError("the brand has no key")
    if not hmac.compare_digest(_mac(key, brand.key, f"{found[1]}.{found[2]}"), found[3]):
        raise CustomerError("forged, or signed with another key")
    left = int(found[2]) - now.timestamp()
    if left <= 0:
        raise CustomerError("expired")
    if left > LIFE.total_seconds():
        raise CustomerError("expires more than 24 hours ahead")
    return _decode(found[1])


def opened(response: Response, *, now: datetime) -> str:
    """Return the id that came with a response, while it may still be read."""
    return sealing.unseal_fresh(response.customer, max_age=LIFE, now=now) or "" if response.customer else ""


def _decode(text: str) -> str:
    try:
        customer = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)).decode()
    except (binascii.Error, UnicodeDecodeError) as error:
        raise CustomerError("malformed") from error
    if not customer.isprintable() or len(customer) > LONGEST:
        raise CustomerError("malformed")
    return customer


def _mac(key: str, brand: str, text: str) -> str:
    return hmac.new(key.encode(), f"{brand}.{text}".encode(), hashlib.sha256).hexdigest()
