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
    held_besides,
)
from quiz.profiles.links import LINK_DAYS, GoneError, InvalidLinkError, get_profile, link_token
from quiz.profiles.overview import Decision, Fact, KeptResult, decisions, facts, last_kept, results
from quiz.profiles.purposes import DEFAULT_MONTHS, consent_text, main_first, main_purpose, purposes_for
from quiz.profiles.rights import end_purpose, erase, lapse, withdraw

__all__ = [
    "DEFAULT_MONTHS",
    "LINK_DAYS",
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
    "end_purpose",
    "erase",
    "export",
    "facts",
    "find_pending",
    "get_profile",
    "held_besides",
    "lapse",
    "last_kept",
    "link_token",
    "main_first",
    "main_purpose",
    "purposes_for",
    "results",
    "withdraw",
]
