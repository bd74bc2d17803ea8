"""What a framed page tells the page around it: docs/embedding.md has the contract, and a JSON Schema.

No message holds an answer, a token, a score or anything about a person; not even a question's key, because on a branch
it would tell the answer before. The type is told only when the author allows it.
"""

from __future__ import annotations

type Message = dict[str, str | int]


def ready() -> list[Message]:
    return [{"type": "quiz.ready"}]


def viewed(number: int, total: int, *, is_first: bool) -> list[Message]:
    """Tell that a question is on the screen; the first one, with nothing answered yet, is also the start."""
    started: list[Message] = [{"type": "quiz.started"}] if is_first else []
    return [*started, {"type": "quiz.question_viewed", "number": number, "total": total}]


def completed(type_key: str, *, may_tell_type: bool) -> list[Message]:
    told: Message = {"type": "quiz.completed"}
    return [told | {"type_key": type_key} if may_tell_type else told]
