"""The purposes that a version asks consent for, and their exact texts."""

from __future__ import annotations

import calendar
from collections.abc import Iterable
from datetime import datetime

from quiz.models import Response, Role
from quiz.scoring import Definition, Purpose, Question

DEFAULT_MONTHS = 12
OF_ANSWERS = {Role.SENSITIVE, Role.OTHER}  # roles of purposes that exist for the answers to single questions


def main_first(purposes: Iterable[Purpose]) -> tuple[Purpose, ...]:
    """Return the purposes, with the one that keeps results first."""
    return tuple(sorted(purposes, key=lambda purpose: purpose.acts_as != Role.KEEP))


def main_purpose(definition: Definition) -> Purpose | None:
    """Return the main purpose, which is required to keep a result; None if the version has no purposes.

    Versions from before purposes had roles may have none for keeping results; there it is the first one.
    """
    return next(iter(main_first(definition.purposes)), None)


def purposes_for(response: Response) -> tuple[Purpose, ...]:
    """Return the purposes to ask for after this response, the main purpose first.

    A purpose of single questions is left out if none of their answers is stored: blank, off the path or deleted.
    """
    definition = response.definition
    unanswered = _unanswered_purposes(response, definition)
    return main_first(purpose for purpose in definition.purposes if purpose.key not in unanswered)


def _unanswered_purposes(response: Response, definition: Definition) -> set[str]:
    """Return the purposes whose questions left no answer that could be kept under them."""
    by_answers = {purpose.key for purpose in definition.purposes if purpose.acts_as in OF_ANSWERS}
    asking = {question.key: question.purpose for question in definition.questions if question.purpose in by_answers}
    if not asking:
        return set()
    stored = response.answers.filter(question_key__in=asking).exclude(choices=[])
    return set(asking.values()) - {asking[key] for key in stored.values_list("question_key", flat=True)}


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
