"""Keep results with consent, and the rights of a person to their data.

    purposes   the purposes and texts of consent        consents   the append-only consent ledger
    keeping    request to keep a result, confirm it     traits     facts from answers, with an expiry
    rights     withdraw, lapse, erase                   exporting  export the data of a person
    overview   the page of one's own data               links      the mailed link to that page
    sensitive  deletion of sensitive answers

A response never points to a person: `Participation` is the only link, and `rights` can delete it.
"""

from __future__ import annotations

from quiz.profiles.exporting import export
from quiz.profiles.keeping import (
    AlreadyKeptError,
    ExpiredError,
    KeepingError,
    NotAgreedError,
    NotFinishedError,
    TooLateError,
    TooManyError,
    ask_to_keep,
    can_keep,
    check_rate,
    confirm,
    find_pending,
)
from quiz.profiles.links import LINK_DAYS, GoneError, InvalidLinkError, get_profile, link_token
from quiz.profiles.overview import Decision, Fact, KeptResult, decisions, facts, last_kept, results
from quiz.profiles.purposes import DEFAULT_MONTHS, KEEP, MAIL, consent_text, main_first, main_purpose, purposes_for
from quiz.profiles.rights import erase, lapse, withdraw

__all__ = [
    "DEFAULT_MONTHS",
    "KEEP",
    "LINK_DAYS",
    "MAIL",
    "AlreadyKeptError",
    "Decision",
    "ExpiredError",
    "Fact",
    "GoneError",
    "InvalidLinkError",
    "KeepingError",
    "KeptResult",
    "NotAgreedError",
    "NotFinishedError",
    "TooLateError",
    "TooManyError",
    "ask_to_keep",
    "can_keep",
    "check_rate",
    "confirm",
    "consent_text",
    "decisions",
    "erase",
    "export",
    "facts",
    "find_pending",
    "get_profile",
    "lapse",
    "last_kept",
    "link_token",
    "main_first",
    "main_purpose",
    "purposes_for",
    "results",
    "withdraw",
]
