"""Reasons not to send a queued mail, checked at the time of sending."""

from __future__ import annotations

from datetime import datetime, timedelta

from quiz.models import Claim, Consent, Message, PendingKeep, Profile, Role, Suppression

MONTH = timedelta(days=30)
MAX_OPTIONAL_PER_MONTH = 2


def find_refusal(message: Message, *, now: datetime) -> Message.Reason | None:
    """Return the reason not to send a mail, or None. Only optional mails need the consent to mail."""
    if not message.to:
        return Message.Reason.OVER
    if message.kind == Message.Kind.CONFIRM:
        return None if _is_pending(message) else Message.Reason.OVER
    if message.profile is None:
        return Message.Reason.UNKNOWN
    return _optional_refusal(message, message.profile, now=now) if message.is_optional else None


def _is_pending(message: Message) -> bool:
    return PendingKeep.objects.filter(response__uid=message.about).exists()


def _optional_refusal(message: Message, profile: Profile, *, now: datetime) -> Message.Reason | None:
    if Suppression.objects.filter(brand=message.brand_id, email_hash=message.to_hash).exists():
        return Message.Reason.SUPPRESSED
    if not Consent.objects.agreed(profile.subject, Role.MAIL, on=now):
        return Message.Reason.NOT_AGREED
    if _is_at_limit(message, now=now):
        return Message.Reason.ENOUGH
    return None if coupon_of(message, now=now) else Message.Reason.OVER


def _is_at_limit(message: Message, *, now: datetime) -> bool:
    """Return whether the address has reached the monthly limit of optional mails, without this mail."""
    others = Message.objects.to_address(message.brand, message.to_hash).optional().exclude(pk=message.pk)
    return others.sent_since(now - MONTH).count() >= MAX_OPTIONAL_PER_MONTH


def coupon_of(message: Message, *, now: datetime) -> Claim | None:
    """Return the coupon of a reminder; None if it is redeemed or expired, or the result is no longer kept."""
    claims = Claim.objects.select_related("offer", "response").filter(
        response__uid=message.about, response__participation__profile=message.profile, redeemed_at=None
    )
    claim = claims.first()
    return claim if claim and claim.offer.is_on and claim.offer.ends_at and claim.offer.ends_at > now else None
