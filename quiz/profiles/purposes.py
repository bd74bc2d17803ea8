"""The purposes that a version asks consent for, and their exact texts."""

from __future__ import annotations

import calendar
from collections.abc import Iterable
from datetime import datetime

from quiz.models import Response
from quiz.scoring import Definition, Purpose, Question

KEEP = "keep"  # the purpose of keeping the result; in a version without it, the first purpose is the main one
MAIL = "mail"  # the purpose of optional mail
DEFAULT_MONTHS = 12


def main_first(purposes: Iterable[Purpose]) -> tuple[Purpose, ...]:
    """Return the purposes with the main purpose first."""
    return tuple(sorted(purposes, key=lambda purpose: purpose.key != KEEP))


def main_purpose(definition: Definition) -> Purpose | None:
    """Return the main purpose, which is required to keep a result; None if the version has no purposes."""
    return next(iter(main_first(definition.purposes)), None)


def purposes_for(response: Response) -> tuple[Purpose, ...]:
    """Return the purposes to ask for after this response, the main purpose first.

    A purpose that only sensitive questions have is left out if their answers are deleted or blank.
    """
    definition = response.definition
    unanswered = _unanswered_purposes(response, definition)
    return main_first(purpose for purpose in definition.purposes if purpose.key not in unanswered)


def _unanswered_purposes(response: Response, definition: Definition) -> set[str]:
    ordinary = {question.purpose for question in definition.questions if not question.sensitive}
    secret = {question.key: question.purpose for question in definition.questions if question.sensitive}
    secret = {key: purpose for key, purpose in secret.items() if purpose not in ordinary}
    if not secret:
        return set()
    stored = response.answers.filter(question_key__in=secret).exclude(choices=[])
    return set(secret.values()) - {secret[key] for key in stored.values_list("question_key", flat=True)}


def purpose_of(definition: Definition, question: Question) -> Purpose | None:
    """Return the purpose of keeping an answer: the question's own, or the main purpose unless it is sensitive."""
    if not question.purpose and not question.sensitive:
        return main_purpose(definition)
    return definition.purpose(question.purpose)


def consent_text(purpose: Purpose) -> str:
    """Return the exact text that is shown beside the checkbox and stored in the ledger."""
    return "\n".join(filter(None, [purpose.title, purpose.text]))


def expiry(purpose: Purpose, since: datetime) -> datetime:
    """Return the time at which data kept for a purpose since `since` expires."""
    return add_months(since, purpose.months or DEFAULT_MONTHS)


def add_months(moment: datetime, months: int) -> datetime:
    """Return the same day `months` later, or the last day of a shorter month."""
    years, month = divmod(moment.month - 1 + months, 12)
    year, month = moment.year + years, month + 1
    return moment.replace(year=year, month=month, day=min(moment.day, calendar.monthrange(year, month)[1]))
