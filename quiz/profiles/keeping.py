"""Keep a result: ask with an address and consents; when the address is confirmed, it becomes a profile.

Asking links nothing to anybody. The door that asks also queues the mail, in the same transaction.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

from django.db import transaction

from catalog.models import Brand
from quiz import tokens
from quiz.embedding import customers
from quiz.models import Consent, Event, Kind, Message, Participation, PendingKeep, Profile, Response, Suppression
from quiz.profiles import consents, traits
from quiz.profiles.purposes import MAIL, purposes_for
from quiz.profiles.sensitive import redact

ASK_WITHIN = timedelta(hours=24)
CONFIRM_WITHIN = timedelta(hours=24)
MAILS_A_DAY = 3


class KeepingError(Exception):
    """A result that can't be kept. Each subclass is one reason, shown to people in their words."""


class NotFinishedError(KeepingError):
    """There is no result yet."""


class TooLateError(KeepingError):
    """The response was finished more than a day ago."""


class AlreadyKeptError(KeepingError):
    """The result was kept already, or another address or other purposes were given for it before."""


class NotAgreedError(KeepingError):
    """The purpose without which nothing is kept was not agreed to."""


class TooManyError(KeepingError):
    """The address has been sent as many confirmations today as it may get."""


class ExpiredError(KeepingError):
    """The link to confirm was used before, or is too old."""


def can_keep(response: Response, *, now: datetime) -> bool:
    """Tell whether the result page may offer to keep this result."""
    try:
        check_open(response, now=now)
    except KeepingError:
        return False
    return not hasattr(response, "pending_keep")


def check_open(response: Response, *, now: datetime) -> None:
    """Raise the reason for which this result can't be kept any more."""
    if response.finished_at is None:
        raise NotFinishedError
    if response.kept_at is not None:
        raise AlreadyKeptError
    if response.finished_at + ASK_WITHIN <= now:
        raise TooLateError


@transaction.atomic
def ask_to_keep(
    response: Response, *, email: str, purposes: Collection[str], language: str, place: str, now: datetime
) -> tuple[PendingKeep, str]:
    """Note the wish to keep a result; return it with the token to confirm it by, which is never stored.

    The same wish again returns the first with an empty token: its mail is on the way already.
    """
    locked = Response.objects.locked().get(pk=response.pk)
    shown = [purpose.key for purpose in purposes_for(locked)]
    granted = [key for key in shown if key in purposes]
    brand = response.version.quiz.brand
    email_hash = tokens.contact_hash(email, brand.key)
    check_open(locked, now=now)
    if pending := PendingKeep.objects.filter(response=locked).first():
        return _again(pending, email_hash, granted), ""
    if not granted or granted[0] != shown[0]:
        raise NotAgreedError
    check_rate(brand, email_hash, Message.Kind.CONFIRM, now=now)
    wish = PendingKeep(response=response, email=email, email_hash=email_hash, purposes=granted)
    wish.language, wish.place = language, place
    return wish, _store(wish, now=now)


def _store(wish: PendingKeep, *, now: datetime) -> str:
    """Store a wish with the hash of a new token, and return the token."""
    token = tokens.new_token()
    wish.token_hash = tokens.hash_token(token)
    wish.asked_at, wish.expires_at = now, now + CONFIRM_WITHIN
    wish.save()
    return token


def _again(pending: PendingKeep, email_hash: str, granted: list[str]) -> PendingKeep:
    if (pending.email_hash, pending.purposes) != (email_hash, granted):
        raise AlreadyKeptError
    return pending


def check_rate(brand: Brand, email_hash: str, kind: Message.Kind, *, now: datetime) -> None:
    """Refuse to mail an address that got its share today: somebody may be playing with another's address.

    The brand's row is held, so that requests at once are counted one after the other.
    """
    Brand.objects.select_for_update(no_key=True).get(pk=brand.pk)
    today = Message.objects.to_address(brand, email_hash).since(now - timedelta(days=1))
    if today.filter(kind=kind).count() >= MAILS_A_DAY:
        raise TooManyError


def find_pending(token: str, *, now: datetime) -> PendingKeep:
    """Return the wish that a mailed token confirms; raise ExpiredError when there is none (any more)."""
    wishes = PendingKeep.objects.with_response().filter(token_hash=tokens.hash_token(token), expires_at__gt=now)
    pending = wishes.first()
    if pending is None:
        raise ExpiredError
    return pending


@transaction.atomic
def confirm(pending: PendingKeep, *, now: datetime) -> Participation:
    """Make a confirmed wish a profile: its consents, its link to the response and its traits, all or nothing."""
    held = PendingKeep.objects.with_response().locked().filter(pk=pending.pk, expires_at__gt=now).first()
    if held is None:
        raise ExpiredError
    profile, response = _profile(held, now=now), held.response
    rows = _decide(held, profile, now=now)
    participation = Participation.objects.create(profile=profile, response=response, created_at=now)
    traits.record(profile, response, rows, now=now)
    _know(profile, response, now=now)
    response.kept_at, response.customer = now, ""
    response.save(update_fields=["kept_at", "customer"])
    Event.objects.record(Event.of_response(response, Kind.KEPT, on=now))
    held.delete()
    return participation


def _know(profile: Profile, response: Response, *, now: datetime) -> None:
    """Note which customer of the brand this is, when its page said so with the brand's signature."""
    if customer := customers.customer_of(response, now=now):
        profile.customer_id = customer
        profile.save(update_fields=["customer_id"])


def _decide(pending: PendingKeep, profile: Profile, *, now: datetime) -> dict[str, Consent]:
    """Write what was said to each purpose; sensitive answers whose purpose was refused are not linked, but deleted."""
    shown = purposes_for(pending.response)
    redact(pending.response, purposes=[purpose.key for purpose in shown if purpose.key not in pending.purposes])
    said = {"granted": pending.purposes, "language": pending.language, "place": pending.place}
    return consents.decide(profile, shown, **said, now=now)


def _profile(pending: PendingKeep, *, now: datetime) -> Profile:
    """Return the profile of the address, new or known, held; agreeing to mail anew ends an older refusal of it."""
    brand = pending.response.version.quiz.brand
    new = {"email": pending.email, "language": pending.language, "created_at": now}
    profiles = Profile.objects.locked()
    profile, is_new = profiles.get_or_create(brand=brand, email_hash=pending.email_hash, defaults=new)
    if not is_new and profile.language != pending.language:
        profile.language = pending.language
        profile.save(update_fields=["language"])
    if MAIL in pending.purposes:
        Suppression.objects.filter(brand=brand, email_hash=pending.email_hash).delete()
    return profile
