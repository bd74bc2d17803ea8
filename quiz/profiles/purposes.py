"""What a version may ask consent for, and the exact words of it."""

from __future__ import annotations

import calendar
from collections.abc import Iterable
from datetime import datetime

from quiz.models import Response
from quiz.scoring import Definition, Purpose, Question

KEEP = "keep"  # the purpose of keeping the result at all; a version without it keeps under its first purpose
MAIL = "mail"  # the purpose of mail that nobody asked for at that moment
DEFAULT_MONTHS = 12


def main_first(purposes: Iterable[Purpose]) -> tuple[Purpose, ...]:
    """Return purposes with the one first without which nothing is kept."""
    return tuple(sorted(purposes, key=lambda purpose: purpose.key != KEEP))


def main_purpose(definition: Definition) -> Purpose | None:
    """Return the purpose without which nothing is kept; None when the version asks for nothing."""
    return next(iter(main_first(definition.purposes)), None)


def purposes_for(response: Response) -> tuple[Purpose, ...]:
    """Return what this response may ask for, the main purpose first.

    A purpose of sensitive questions only is left out when their answers are gone: there is nothing to agree to.
    """
    definition = response.definition
    dead = _dead_purposes(response, definition)
    return main_first(purpose for purpose in definition.purposes if purpose.key not in dead)


def _dead_purposes(response: Response, definition: Definition) -> set[str]:
    ordinary = {question.purpose for question in definition.questions if not question.sensitive}
    secret = {question.key: question.purpose for question in definition.questions if question.sensitive}
    secret = {key: purpose for key, purpose in secret.items() if purpose not in ordinary}
    if not secret:
        return set()
    stored = response.answers.filter(question_key__in=secret).exclude(choices=[])
    return set(secret.values()) - {secret[key] for key in stored.values_list("question_key", flat=True)}


def purpose_of(definition: Definition, question: Question) -> Purpose | None:
    """Return the purpose that an answer is kept under: the question's own, else the main one; never so if sensitive."""
    if not question.purpose and not question.sensitive:
        return main_purpose(definition)
    return next((purpose for purpose in definition.purposes if purpose.key == question.purpose), None)


def wording(purpose: Purpose) -> str:
    """Return the exact text that is shown beside the box, and that the ledger holds."""
    return "\n".join(filter(None, [purpose.title, purpose.text]))


def ends_at(purpose: Purpose, since: datetime) -> datetime:
    """Return when the time is over for which something may be kept under a purpose."""
    return add_months(since, purpose.months or DEFAULT_MONTHS)


def add_months(moment: datetime, months: int) -> datetime:
    """Return the same day so many months later, or the last day of a shorter month."""
    years, month = divmod(moment.month - 1 + months, 12)
    year, month = moment.year + years, month + 1
    return moment.replace(year=year, month=month, day=min(moment.day, calendar.monthrange(year, month)[1]))
