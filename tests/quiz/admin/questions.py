"""Questions of quiz files, and what is stored of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from quiz.models import Quiz, Weight
from tests.quiz.admin.filling import address


def question_page(quiz: Quiz, key: str = "q1") -> str:
    return address("question", "change", quiz.questions.get(key=key).pk)


def weights(quiz: Quiz, key: str = "q1") -> dict[tuple[str, str], int]:
    rows = Weight.objects.filter(choice__question__quiz=quiz, choice__question__key=key)
    return {(row.choice.key, row.scale): row.value for row in rows.select_related("choice")}


def question(key: str = "q1", *, choices: int = 2, scales: Sequence[str] = ("morning", "forest")) -> dict[str, Any]:
    """Return a question of a quiz file whose choices weigh on all scales."""
    rows = [{"key": f"c{n}", "text": f"選択肢{n}", "weights": {s: 1 for s in scales}} for n in range(choices)]
    return {"key": key, "text": f"質問 {key}", "kind": "single", "choices": rows}
