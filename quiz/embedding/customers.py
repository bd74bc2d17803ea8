"""Signed customer ids: verify a brand's token, and store the id encrypted for at most a day, until consent is given.

A token is `base64url(id).expires.hex(HMAC-SHA256(key, brand.base64url(id).expires))`; docs/embedding.md tells how to
create one. The error of a token is logged, but never the token or the id.
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
    """An invalid token, which is ignored; the message is logged."""


def sign(customer: str, *, key: str, brand: str, expires: datetime) -> str:
    """Return a token for a customer id, as a brand's server creates it."""
    text = f"{base64.urlsafe_b64encode(customer.encode()).decode().rstrip('=')}.{int(expires.timestamp())}"
    return f"{text}.{_mac(key, brand, text)}"


def receive(token: str, brand: Brand, *, now: datetime) -> str:
    """Return the encrypted id of a token, for storage; "" if there is no token or it is invalid."""
    if not token:
        return ""
    try:
        return sealing.seal(read(token, brand, now=now), now=now)
    except CustomerError as error:
        logger.warning("customer id for brand %s ignored: %s", brand.key, error)
        return ""


def read(token: str, brand: Brand, *, now: datetime) -> str:
    """Return the id of a token; raise CustomerError if its signature or its time is invalid."""
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


def customer_of(response: Response, *, now: datetime) -> str:
    """Return the customer id of a response; "" if there is none or it has expired."""
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
