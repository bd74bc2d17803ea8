"""The messages that a framed page posts to the embedding page; docs/embedding.md has the contract and a JSON Schema.

A message never contains an answer, a token, a score or personal data, nor a question's key, which would reveal the
previous answer on a branch. It contains the type only if the author allows that.
"""

from __future__ import annotations

type Message = dict[str, str | int]


def ready() -> list[Message]:
    return [{"type": "quiz.ready"}]


def viewed(number: int, total: int, *, is_first: bool) -> list[Message]:
    """Return the messages for a shown question; the first question of a new response is also the start."""
    started: list[Message] = [{"type": "quiz.started"}] if is_first else []
    return [*started, {"type": "quiz.question_viewed", "number": number, "total": total}]


def completed(type_key: str, *, may_tell_type: bool) -> list[Message]:
    told: Message = {"type": "quiz.completed"}
    return [told | {"type_key": type_key} if may_tell_type else told]
