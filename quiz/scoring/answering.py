"""What may be answered to one question."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

from quiz.scoring.format.parts import Choice, Question


def check_answer(question: Question, keys: Sequence[str]) -> str | None:
    """Return the code of what is wrong with an answer, or None.

    The codes are `required` `repeated` `unknown_choice` `exclusive` `too_few` `too_many`. No keys at all is a blank,
    which only an optional question takes. `single` and `scale` take exactly one choice; `multiple` takes `min` to
    `max`, and an exclusive choice only alone.
    """
    if not keys:
        return None if question.may_be_blank else "required"
    if len(set(keys)) < len(keys):
        return "repeated"
    chosen = question.chosen(keys)
    if len(chosen) < len(keys):
        return "unknown_choice"
    return _check_size(question, chosen)


def _check_size(question: Question, chosen: Sequence[Choice]) -> str | None:
    fewest, most = size_limits(question)
    if len(chosen) > 1 and most > 1 and any(choice.exclusive for choice in chosen):
        return "exclusive"
    if len(chosen) > most:
        return "too_many"
    return "too_few" if len(chosen) < fewest else None


def size_limits(question: Question) -> tuple[int, int]:
    """Return the fewest and the most choices of an answer that is not blank."""
    return (max(question.min, 1), question.max) if question.kind == "multiple" else (1, 1)


def admissible(question: Question) -> Iterator[tuple[str, ...]]:
    """Yield every answer that `check_answer` accepts: by size, then in the authored order; a blank comes first."""
    fewest, most = size_limits(question)
    if question.may_be_blank:
        yield ()
    for size in range(fewest, most + 1):
        for chosen in combinations(question.choices, size):
            if size == 1 or not any(choice.exclusive for choice in chosen):
                yield tuple(choice.key for choice in chosen)


def is_neutral(chosen: Sequence[Choice]) -> bool:
    """Tell whether an answer leaves the denominators: something was chosen, and every choice of it is neutral."""
    return bool(chosen) and all(choice.neutral for choice in chosen)
