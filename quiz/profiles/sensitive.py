"""Deletion of sensitive answers when their consent ends."""

from __future__ import annotations

from collections.abc import Collection

from quiz import taking
from quiz.models import Response


def redact(response: Response, *, purposes: Collection[str] | None = None) -> None:
    """Delete the sensitive answers of a response, all or those of some purposes; the outcome stays unchanged."""
    definition = response.definition
    sensitive = [question for question in definition.questions if question.sensitive]
    keys = {question.key for question in sensitive if purposes is None or question.purpose in purposes}
    if keys and response.answers.filter(question_key__in=keys).exclude(choices=[]).delete()[0]:
        response.is_redacted = True
        response.explanation = taking.hide_answers(response.explanation, keys)
        response.save(update_fields=["is_redacted", "explanation"])
