"""Keep a result: request it with an address and consents; confirming the address creates the profile.

The request alone links the response to nobody. `quiz.moments` queues the mail in the same transaction.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

from django.db import transaction

from catalog.models import Brand
from quiz import tokens
from quiz.embedding import customers
from quiz.models import (
    Consent,
    Event,
    Kind,
    Message,
    Participation,
    PendingKeep,
    Profile,
    Response,
    Role,
    Suppression,
)
from quiz.profiles import consents, traits
from quiz.profiles.purposes import purposes_for
from quiz.profiles.sensitive import redact

ASK_WITHIN = timedelta(hours=24)
CONFIRM_WITHIN = timedelta(hours=24)
MAILS_A_DAY = 3
MAILS_PER_REQUEST = 4  # to correct a slip in the address, or to send the mail again
SEND_AGAIN_AFTER = timedelta(minutes=1)  # a double tap sends nothing twice


class KeepingError(Exception):
    """A result that can't be kept. A subclass is one reason; `quiz.views.profiles` has the message for people."""


class NotFinishedError(KeepingError):
    """The response is not finished."""


class TooLateError(KeepingError):
    """The response was finished more than 24 hours ago."""


class AlreadyKeptError(KeepingError):
    """The result is kept already."""


class NotAgreedError(KeepingError):
    """The main purpose, which is required to keep a result, was not agreed to."""


class TooManyError(KeepingError):
    """The address or the request has reached its rate limit of mails (MAILS_A_DAY, MAILS_PER_REQUEST)."""


class ExpiredError(KeepingError):
    """The confirmation link was used or has expired."""


def can_keep(response: Response, *, now: datetime) -> bool:
    """Return whether the result page offers to keep the result."""
    try:
        check_keepable(response, now=now)
    except KeepingError:
        return False
    return not hasattr(response, "pending_keep")


def check_keepable(response: Response, *, now: datetime) -> None:
    """Raise the KeepingError for which this result can't be kept any more."""
    if response.finished_at is None:
        raise NotFinishedError
    if response.kept_at is not None:
        raise AlreadyKeptError
    if response.finished_at + ASK_WITHIN <= now:
        raise TooLateError


@transaction.atomic
def ask_to_keep(
    response: Response,
    *,
    email: str,
    purposes: Collection[str],
    language: str,
    place: str,
    now: datetime,
    send_again: bool = False,
) -> tuple[PendingKeep, str]:
    """Store a request to keep a result; return it with its confirmation token, which is stored as a hash only.

    Until it is confirmed, another address or other purposes replace the stored request, which gets a new token. A
    repeated request returns the stored one and an empty token, because its mail is already queued, unless `send_again`.
    """
    locked = Response.objects.locked().get(pk=response.pk)
    shown = [purpose.key for purpose in purposes_for(locked)]
    granted = [key for key in shown if key in purposes]
    brand = response.version.quiz.brand
    email_hash = tokens.contact_hash(email, brand.key)
    check_keepable(locked, now=now)
    pending = PendingKeep.objects.locked().filter(response=locked).first() or PendingKeep(response=response)
    if _is_queued(pending, email_hash, granted, send_again=send_again, now=now):
        return pending, ""
    if not granted or granted[0] != shown[0]:
        raise NotAgreedError
    if pending.mails >= MAILS_PER_REQUEST:
        raise TooManyError
    check_rate(brand, email_hash, Message.Kind.CONFIRM, now=now)
    pending.email, pending.email_hash, pending.purposes = email, email_hash, granted
    pending.language, pending.place = language, place
    return pending, _store_request(pending, now=now)


def _is_queued(pending: PendingKeep, email_hash: str, granted: list[str], *, send_again: bool, now: datetime) -> bool:
    """Return whether the mail of exactly this request is queued already and is not to be sent again."""
    is_same = (pending.email_hash, pending.purposes) == (email_hash, granted)
    return is_same and not (send_again and pending.asked_at + SEND_AGAIN_AFTER <= now)


def _store_request(pending: PendingKeep, *, now: datetime) -> str:
    """Store a request with the hash of a new token; return the token."""
    token = tokens.new_token()
    pending.token_hash = tokens.hash_token(token)
    pending.asked_at, pending.expires_at, pending.mails = now, now + CONFIRM_WITHIN, pending.mails + 1
    pending.save()
    return token


def check_rate(brand: Brand, email_hash: str, kind: Message.Kind, *, now: datetime) -> None:
    """Raise TooManyError if the address has reached the daily rate limit, which protects other people's addresses.

    The brand's row is locked, so that concurrent requests are counted one by one.
    """
    Brand.objects.select_for_update(no_key=True).get(pk=brand.pk)
    today = Message.objects.to_address(brand, email_hash).since(now - timedelta(days=1))
    if today.filter(kind=kind).count() >= MAILS_A_DAY:
        raise TooManyError


def find_pending(token: str, *, now: datetime) -> PendingKeep:
    """Return the request of a mailed token; raise ExpiredError if it was confirmed before or has expired."""
    wishes = PendingKeep.objects.with_response().filter(token_hash=tokens.hash_token(token), expires_at__gt=now)
    pending = wishes.first()
    if pending is None:
        raise ExpiredError
    return pending


@transaction.atomic
def confirm(pending: PendingKeep, *, now: datetime) -> Participation:
    """Turn a request into a profile with consents, a participation and traits, in one transaction."""
    requests = PendingKeep.objects.with_response().locked().filter(expires_at__gt=now)
    # By the token as well: the address may have been corrected since the link was opened.
    locked = requests.filter(pk=pending.pk, token_hash=pending.token_hash).first()
    if locked is None:
        raise ExpiredError
    profile, response = _get_profile(locked, now=now), locked.response
    rows = _record_decisions(locked, profile, now=now)
    participation = Participation.objects.create(profile=profile, response=response, created_at=now)
    traits.record(profile, response, rows, now=now)
    _store_customer(profile, response, now=now)
    response.kept_at, response.customer = now, ""
    response.save(update_fields=["kept_at", "customer"])
    Event.objects.record(Event.of_response(response, Kind.KEPT, on=now))
    locked.delete()
    return participation


def _store_customer(profile: Profile, response: Response, *, now: datetime) -> None:
    """Store the brand's customer id of the profile if the response has one."""
    if customer := customers.customer_of(response, now=now):
        profile.customer_id = customer
        profile.save(update_fields=["customer_id"])


def _record_decisions(pending: PendingKeep, profile: Profile, *, now: datetime) -> dict[str, Consent]:
    """Append the decisions to the ledger; delete sensitive answers whose purpose was refused."""
    shown = purposes_for(pending.response)
    redact(pending.response, purposes=[purpose.key for purpose in shown if purpose.key not in pending.purposes])
    decision = {"granted": pending.purposes, "language": pending.language, "place": pending.place}
    return consents.decide(profile, shown, **decision, now=now)


def _get_profile(pending: PendingKeep, *, now: datetime) -> Profile:
    """Return the locked profile of the address, created if new; a consent to mail deletes an older suppression."""
    brand = pending.response.version.quiz.brand
    new = {"email": pending.email, "language": pending.language, "created_at": now}
    profiles = Profile.objects.locked()
    profile, is_new = profiles.get_or_create(brand=brand, email_hash=pending.email_hash, defaults=new)
    if not is_new and profile.language != pending.language:
        profile.language = pending.language
        profile.save(update_fields=["language"])
    if _agrees_to_mail(pending):
        Suppression.objects.filter(brand=brand, email_hash=pending.email_hash).delete()
    return profile


def _agrees_to_mail(pending: PendingKeep) -> bool:
    asked = pending.response.definition.purposes
    return any(purpose.key in pending.purposes and purpose.acts_as == Role.MAIL for purpose in asked)


def held_besides(pending: PendingKeep, *, now: datetime) -> list[Consent]:
    """Return the consents of a known person that a request does not ask for, and that stay as they are."""
    brand = pending.response.version.quiz.brand
    known = Profile.objects.by_address(brand, pending.email_hash).first()
    held = Consent.objects.granted(known.subject, on=now) if known else {}
    return [consent for purpose, consent in held.items() if purpose not in pending.purposes]
