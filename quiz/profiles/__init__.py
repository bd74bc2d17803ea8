"""Keep a result with consent, and everything a person may ask for afterwards.

    purposes   what may be asked, in which words        consents   the ledger: rows are only ever added
    keeping    ask with an address, confirm it          traits     what the answers told, until when
    rights     withdraw, lapse, erase                   exporting  everything about one person as data
    overview   what a person sees of themselves         links      the mailed link to わたしのデータ
    sensitive  answers that go with their consent

A response never points to a person: `Participation` is the only link, and `rights` can cut it.
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
from quiz.profiles.links import LINK_DAYS, GoneError, InvalidLinkError, link_token, profile_of
from quiz.profiles.overview import Decision, Fact, KeptResult, decisions, facts, last_taken, results
from quiz.profiles.purposes import DEFAULT_MONTHS, KEEP, MAIL, main_first, main_purpose, purposes_for, wording
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
    "decisions",
    "erase",
    "export",
    "facts",
    "find_pending",
    "lapse",
    "last_taken",
    "link_token",
    "main_first",
    "main_purpose",
    "profile_of",
    "purposes_for",
    "results",
    "withdraw",
    "wording",
]
