"""What a person gets in return: choose an offer, and claim one of its coupons exactly once."""

from __future__ import annotations

import secrets
from datetime import datetime

from django.db.models import F, QuerySet

from catalog.models import Offer
from quiz.caching import cached_for_a_second
from quiz.models import Claim, Event, Kind, Response
from quiz.scoring import Definition, Outcome, read_outcome

# Without I, O, 0 and 1, which people mix up. 16 of these 32 characters are 80 bits: nobody guesses a code.
ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
CODE_LENGTH = 16


def reward(response: Response, *, now: datetime) -> Claim | None:
    """Give a response that has just finished its coupon, in the transaction that finished it."""
    definition = response.definition
    key = choose(definition, read_outcome(response.outcome))
    return claim(response, key, now=now) if key else None


def choose(definition: Definition, outcome: Outcome) -> str | None:
    """Return the key of the offer of the outcome's type; where a gate fires, advice is given instead."""
    return None if outcome.gates else definition.type(outcome.type).offer


def claim(response: Response, key: str, *, now: datetime) -> Claim | None:
    """Give the response a coupon of its brand's offer, or None when that does not run or the last one has just gone.

    The conditional update is the lock: it counts only while some are left, on either database.
    """
    offer = _offer(response.version.quiz.brand_id, key)
    if offer is None or not Offer.objects.active(on=now).filter(pk=offer.pk).update(used=F("used") + 1):
        return None
    Event.objects.record(Event.of(response, Kind.CLAIMED, offer.key, on=now))
    return Claim.objects.create(offer=offer, response=response, code=new_code(offer.code_prefix), claimed_at=now)


@cached_for_a_second()
def _offer(brand_id: int, key: str) -> Offer | None:
    """Return the words of an offer as of this second; how many are left, the database alone knows."""
    return Offer.objects.filter(brand_id=brand_id, key=key).first()


def redeem(claims: QuerySet[Claim], *, now: datetime) -> int:
    """Mark coupons as used and return how many there were; one that was used before keeps its moment."""
    return claims.filter(redeemed_at=None).update(redeemed_at=now)


def new_code(prefix: str) -> str:
    """Return a code such as KMR-7F3K-29AB-QXYZ-M4NP."""
    letters = "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH))
    groups = [letters[start : start + 4] for start in range(0, CODE_LENGTH, 4)]
    return "-".join([prefix, *groups] if prefix else groups)
