"""What a person may ask for at any time: that a consent ends, or that everything about them does.

A consent also ends by itself when its time is over; `lapse` then does what a withdrawal would have done.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from quiz import tokens
from quiz.models import Consent, Message, Participation, PendingKeep, Profile, Response, Suppression
from quiz.profiles import consents
from quiz.profiles.purposes import MAIL, main_purpose
from quiz.profiles.sensitive import redact

ERASED = "erased"
NONE_LEFT = "nothing left to keep"


@transaction.atomic
def withdraw(profile: Profile, purpose: str, *, place: str, language: str, now: datetime) -> None:
    """End one purpose: what was known under it is deleted, and mail that needs it is called off.

    Withdrawing again changes nothing. Without the purpose that results are kept under, results are unlinked too.
    """
    held = _hold(profile)
    consent = Consent.objects.granted(held.subject, on=now).get(purpose) if held is not None else None
    if held is None or consent is None:
        return
    consents.withdraw(held, [consent], language=language, place=place, now=now)
    _end(held, purpose)


@transaction.atomic
def lapse(profile: Profile, *, now: datetime) -> None:
    """End the purposes whose time is over; a person of whom nothing is kept any more is erased.

    The person is due again when the next of their grants ends, so that nobody is looked at twice for the same one.
    """
    held = _hold(profile)
    if held is None:
        return
    rows = list(Consent.objects.of_subject(held.subject))
    newest = {row.purpose: row for row in rows}
    holding = {purpose for purpose, row in newest.items() if row.is_granted(on=now)}
    if not holding:
        _remove(held, now=now, place=NONE_LEFT)
        return
    for purpose in {row.purpose for row in rows if row.state == Consent.State.GRANTED} - holding:
        _end(held, purpose)
    held.lapses_at = Consent.objects.next_end(held.subject, after=now)
    held.save(update_fields=["lapses_at"])


def _hold(profile: Profile) -> Profile | None:
    """Return the profile with its row held, or None when it was erased meanwhile.

    Its wishes are held first, in the order that confirming one takes, so that the two never wait for each other.
    """
    list(PendingKeep.objects.of_address(profile.brand, profile.email_hash).order_by("pk").locked())
    return Profile.objects.locked().select_related("brand").filter(pk=profile.pk).first()


def _end(profile: Profile, purpose: str) -> None:
    profile.traits.filter(consent__purpose=purpose).delete()
    if purpose == MAIL:
        profile.messages.optional().skip(Message.Reason.WITHDRAWN)
    for participation in profile.participations.select_related("response"):
        redact(participation.response, purposes=[purpose])
        _unlink(participation, purpose)


def _unlink(participation: Participation, purpose: str) -> None:
    """Cut a result off its person when this is the purpose that it was kept under."""
    main = main_purpose(participation.response.definition)
    if main is None or main.key != purpose:
        return
    mails = participation.profile.messages.about(participation.response)
    mails.skip(Message.Reason.WITHDRAWN)
    mails.anonymise()
    participation.delete()


@transaction.atomic
def erase(profile: Profile, *, now: datetime, place: str = ERASED) -> None:
    """Delete a person: profile, links, traits, wishes and mail. Their responses stay, without a way back to them.

    The ledger keeps its rows under a subject that nothing refers to any more, closed by withdrawals. The keyed hash of
    the address stays as a suppression, so that nothing is mailed to it unasked. Erasing again changes nothing.
    """
    held = _hold(profile)
    if held is not None:
        _suppress(held, now=now)
        _remove(held, now=now, place=place)


def _remove(profile: Profile, *, now: datetime, place: str) -> None:
    granted = Consent.objects.granted(profile.subject, on=now).values()
    consents.withdraw(profile, granted, language=profile.language, place=place, now=now)
    for participation in profile.participations.select_related("response"):
        _orphan(participation.response)
    PendingKeep.objects.of_address(profile.brand, profile.email_hash).delete()
    Message.objects.to_address(profile.brand, profile.email_hash).delete()
    profile.delete()


def _orphan(response: Response) -> None:
    """Leave a response anonymous: sensitive answers and own words go, and the link that its owner had opens nothing."""
    redact(response)
    response.suits_word = ""
    response.result_hash = tokens.hash_token(tokens.new_token())
    response.save(update_fields=["suits_word", "result_hash"])


def _suppress(profile: Profile, *, now: datetime) -> None:
    Suppression.objects.get_or_create(
        brand=profile.brand, email_hash=profile.email_hash, defaults={"reason": ERASED, "at": now}
    )
