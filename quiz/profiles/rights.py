"""The rights of a person: withdraw a consent, and erase all data about oneself.

A consent also ends by itself at its expiry; `lapse` then does the same as a withdrawal.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from quiz import tokens
from quiz.models import Consent, Message, Participation, PendingKeep, Profile, Response, Role, Suppression
from quiz.profiles import consents
from quiz.profiles.purposes import main_purpose
from quiz.profiles.sensitive import redact

ERASED = "erased"
NONE_LEFT = "nothing left to keep"


@transaction.atomic
def withdraw(profile: Profile, purpose: str, *, place: str, language: str, now: datetime) -> None:
    """Withdraw the consent to a purpose: delete the data kept for it and cancel mails that need it.

    Idempotent. Withdrawing the main purpose also unlinks the results.
    """
    locked = _lock(profile)
    consent = Consent.objects.granted(locked.subject, on=now).get(purpose) if locked is not None else None
    if locked is None or consent is None:
        return
    consents.withdraw(locked, [consent], language=language, place=place, now=now)
    end_purpose(locked, consent)


@transaction.atomic
def lapse(profile: Profile, *, now: datetime) -> None:
    """Close the expired consents of a profile; delete the profile if no consent is left.

    The profile is due again at the end of its next grant, so that an expired grant is handled once.
    """
    locked = _lock(profile)
    if locked is None:
        return
    rows = list(Consent.objects.of_subject(locked.subject))
    newest = {row.purpose: row for row in rows}
    granted = {purpose for purpose, row in newest.items() if row.is_granted(on=now)}
    if not granted:
        _delete(locked, now=now, place=NONE_LEFT)
        return
    for purpose in {row.purpose for row in rows if row.state == Consent.State.GRANTED} - granted:
        end_purpose(locked, newest[purpose])
    locked.lapses_at = Consent.objects.next_end(locked.subject, after=now)
    locked.save(update_fields=["lapses_at"])


def _lock(profile: Profile) -> Profile | None:
    """Return the profile with its row locked, or None if it was erased meanwhile.

    The pending requests are locked first, in the same order as in `keeping.confirm`, to prevent deadlocks.
    """
    list(PendingKeep.objects.of_address(profile.brand, profile.email_hash).order_by("pk").locked())
    return Profile.objects.locked().select_related("brand").filter(pk=profile.pk).first()


def end_purpose(profile: Profile, consent: Consent) -> None:
    """End what a purpose allowed, for a consent that was withdrawn, refused or whose time is over.

    Facts go with it, sensitive answers, mail that needs it, and, when it is what results are kept under, their links.
    """
    profile.traits.filter(consent__purpose=consent.purpose).delete()
    if consent.role == Role.MAIL:
        profile.messages.optional().skip(Message.Reason.WITHDRAWN)
    for participation in profile.participations.select_related("response"):
        redact(participation.response, purposes=[consent.purpose])
        _unlink(participation, consent.purpose)


def _unlink(participation: Participation, purpose: str) -> None:
    """Delete the participation if the purpose is the one that its result was kept for."""
    main = main_purpose(participation.response.definition)
    if main is None or main.key != purpose:
        return
    mails = participation.profile.messages.about(participation.response)
    mails.skip(Message.Reason.WITHDRAWN)
    mails.anonymise()
    participation.delete()


@transaction.atomic
def erase(profile: Profile, *, now: datetime, place: str = ERASED) -> None:
    """Delete a profile with its participations, traits, pending requests and mails; responses stay, anonymous.

    The ledger keeps its rows under a subject that no other row has, closed by withdrawals. The keyed hash of the
    address stays as a suppression, so that it gets no optional mail. Idempotent.
    """
    locked = _lock(profile)
    if locked is not None:
        _suppress(locked, now=now)
        _delete(locked, now=now, place=place)


def _delete(profile: Profile, *, now: datetime, place: str) -> None:
    granted = Consent.objects.granted(profile.subject, on=now).values()
    consents.withdraw(profile, granted, language=profile.language, place=place, now=now)
    for participation in profile.participations.select_related("response"):
        _anonymise(participation.response)
    PendingKeep.objects.of_address(profile.brand, profile.email_hash).delete()
    Message.objects.to_address(profile.brand, profile.email_hash).delete()
    profile.delete()


def _anonymise(response: Response) -> None:
    """Make a response anonymous: delete its sensitive answers and its comment, and invalidate its result link."""
    redact(response)
    response.suits_word = ""
    response.result_hash = tokens.hash_token(tokens.new_token())
    response.save(update_fields=["suits_word", "result_hash"])


def _suppress(profile: Profile, *, now: datetime) -> None:
    Suppression.objects.get_or_create(
        brand=profile.brand, email_hash=profile.email_hash, defaults={"reason": ERASED, "at": now}
    )
