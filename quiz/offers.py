"""Offers: choose the offer of a result, and claim one of its coupons exactly once."""

from __future__ import annotations

import secrets
from datetime import datetime

from django.db.models import F, QuerySet

from catalog.models import Offer
from quiz.caching import cached_for_a_second
from quiz.models import Claim, Event, Kind, Response
from quiz.scoring import Definition, Outcome, read_outcome

# Without I, O, 0 and 1, which people confuse. 16 of these 32 characters are 80 bits, too many to guess a code.
ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
CODE_LENGTH = 16


def give_coupon(response: Response, *, now: datetime) -> Claim | None:
    """Give a coupon to a response that was just finished, within the transaction that finished it."""
    definition = response.definition
    key = choose_offer(definition, read_outcome(response.outcome))
    return claim(response, key, now=now) if key else None


def choose_offer(definition: Definition, outcome: Outcome) -> str | None:
    """Return the key of the offer of the outcome's type; None if there is none or a gate gives advice instead."""
    return None if outcome.gates else definition.type(outcome.type).offer


def claim(response: Response, key: str, *, now: datetime) -> Claim | None:
    """Create a coupon of an offer for the response; return None if the offer is not active or used up.

    The conditional update is the lock: on both databases it increments `used` only while coupons are left.
    """
    offer = _get_offer(response.version.quiz.brand_id, key)
    if offer is None or not Offer.objects.active(on=now).filter(pk=offer.pk).update(used=F("used") + 1):
        return None
    Event.objects.record(Event.of_response(response, Kind.CLAIMED, offer.key, on=now))
    return Claim.objects.create(offer=offer, response=response, code=new_code(offer.code_prefix), claimed_at=now)


@cached_for_a_second()
def _get_offer(brand_id: int, key: str) -> Offer | None:
    """Return an offer from the one-second cache; its number of used coupons may be stale."""
    return Offer.objects.filter(brand_id=brand_id, key=key).first()


def redeem(claims: QuerySet[Claim], *, now: datetime) -> int:
    """Mark unused coupons as redeemed and return their number."""
    return claims.filter(redeemed_at=None).update(redeemed_at=now)


def new_code(prefix: str) -> str:
    """Return a code such as KMR-7F3K-29AB-QXYZ-M4NP."""
    letters = "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH))
    groups = [letters[start : start + 4] for start in range(0, CODE_LENGTH, 4)]
    return "-".join([prefix, *groups] if prefix else groups)
