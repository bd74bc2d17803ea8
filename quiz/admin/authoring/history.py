"""What happens to a question happens to its quiz: the quiz's history tells it too, with both their words."""

from __future__ import annotations

from typing import Any

from catalog.admin.history import Told
from quiz.forms.weighing import WeightsForm, describe_change
from quiz.models import Question


def of_question(question: Question, message: Told | str) -> Told:
    """Return what was done to a question, for the history of its quiz."""
    if isinstance(message, str):
        return []
    return [{kind: _named(question, told) for kind, told in entry.items()} for entry in message]


def of_weights(form: WeightsForm) -> Told:
    """Return which weights of which choices changed, from what to what."""
    found: Told = []
    for question, rows in form.tables():
        for row in rows:
            if fields := [describe_change(form, cell.name) for cell in row.cells if cell.name in form.changed_data]:
                named = {"name": "choice", "object": f"{question.text} / {row.choice.text}"}
                found.append({"changed": {**named, "fields": fields}})
    return found


def _named(question: Question, told: dict[str, Any]) -> dict[str, Any]:
    if "name" in told:
        return {**told, "object": f"{question.text} / {told['object']}"}
    return {"name": "question", "object": question.text, **told}
