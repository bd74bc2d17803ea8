"""Small quizzes to test with: every part has defaults, and a test names only what it is about."""

from __future__ import annotations

from random import Random
from typing import Any

from quiz.scoring import Choice, Definition, Question, Type


def make_choice(key: str, **fields: Any) -> Choice:
    """A choice; ``weights`` may be a plain dict."""
    return Choice(**{"key": key, "text": key.upper(), **fields})


def make_question(key: str, *choices: Choice, **fields: Any) -> Question:
    """A required question of kind ``single``."""
    return Question(**{"key": key, "text": f"{key}?", "kind": "single", "choices": choices, **fields})


def make_types(*keys: str) -> tuple[Type, ...]:
    return tuple(Type(key=key, name=key.upper()) for key in keys)


def make_definition(*questions: Question, types: str = "a b", **fields: Any) -> Definition:
    """A points quiz with the types ``a`` and ``b``."""
    defaults = {"slug": "quiz", "language": "en", "title": "Quiz", "logic": "points", "questions": questions}
    return Definition(**{**defaults, "types": make_types(*types.split()), **fields})


def make_duel(**fields: Any) -> Definition:
    """Two questions, each between ``a`` and ``b``: agreeing answers win, differing ones tie."""
    return make_definition(*(make_ab(key) for key in ("first", "second")), **fields)


def make_ab(key: str, **fields: Any) -> Question:
    """A question whose choices ``a`` and ``b`` give one point to the type of the same key."""
    return make_question(key, *(make_choice(each, weights={each: 1}) for each in "ab"), **fields)


def make_document(**fields: Any) -> dict[str, Any]:
    """The smallest quiz file that asks something."""
    choices = [{"key": "yes", "text": "Yes", "weights": {"a": 1}}, {"key": "no", "text": "No"}]
    return {
        "format": "pittari/1",
        "slug": "quiz",
        "language": "en",
        "title": "Quiz",
        "logic": "points",
        "types": [{"key": "a", "name": "A"}],
        "questions": [{"key": "one", "text": "One?", "kind": "single", "choices": choices}],
        **fields,
    }


def make_random(
    seed: int, *, questions: int, choices: int, types: str, jumps: bool = False, **fields: Any
) -> Definition:
    """A quiz with random weights: every third question has a neutral choice, and some choices may jump."""
    random = Random(seed)
    keys = [f"q{place}" for place in range(questions)]

    def choice(place: int, number: int) -> Choice:
        is_neutral = place % 3 == 0 and number == 0
        weights = {} if is_neutral else {each: random.randint(-2, 3) for each in types.split()}
        target = random.choice([*keys[place + 1 :], "end"]) if jumps and random.random() < 0.2 else None
        return make_choice(f"c{number}", weights=weights, neutral=is_neutral, next=target)

    asked = [make_question(key, *(choice(place, n) for n in range(choices))) for place, key in enumerate(keys)]
    return make_definition(*asked, types=types, **fields)
