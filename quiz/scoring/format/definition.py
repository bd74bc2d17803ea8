"""What a quiz is, whole, in the order of the quiz file.

Definition ── types · scales · bands · codes · gates · purposes
    └── questions ── choices ── weights on scales
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from quiz.scoring.format.parts import (
    BY_ORDER,
    END,
    TIE,
    Band,
    Code,
    Gate,
    Logic,
    Normalise,
    Purpose,
    Question,
    Scale,
    TieBreak,
    Type,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Definition:
    """A whole quiz. `deciding_scales` are those that the type depends on; `scale_keys` adds those of gates."""

    slug: str
    language: str
    title: str
    lead: str = ""
    brand: str = ""
    logic: Logic
    normalise: Normalise = "none"
    tie_break: TieBreak = BY_ORDER
    types: tuple[Type, ...] = ()
    scales: tuple[Scale, ...] = ()
    bands: tuple[Band, ...] = ()
    codes: tuple[Code, ...] = ()
    gates: tuple[Gate, ...] = ()
    purposes: tuple[Purpose, ...] = ()
    questions: tuple[Question, ...] = ()

    type_keys: tuple[str, ...] = field(init=False, repr=False, compare=False)
    deciding_scales: tuple[str, ...] = field(init=False, repr=False, compare=False)
    scale_keys: tuple[str, ...] = field(init=False, repr=False, compare=False)
    _types: Mapping[str, Type] = field(init=False, repr=False, compare=False)
    _indices: Mapping[str, int] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        type_keys = tuple(result.key for result in self.types)
        axes = tuple(scale.key for scale in self.scales)
        deciding = {"points": type_keys, "bands": ("total",), "axes": axes, "flow": ()}.get(self.logic, ())
        derived = {
            "type_keys": type_keys,
            "deciding_scales": deciding,
            "scale_keys": tuple(dict.fromkeys([*deciding, *(gate.scale for gate in self.gates)])),
            "_types": {result.key: result for result in self.types},
            "_indices": {question.key: index for index, question in enumerate(self.questions)},
        }
        for name, value in derived.items():
            object.__setattr__(self, name, value)

    @property
    def all_questions(self) -> tuple[Question, ...]:
        """The questions in the authored order, and the one that is asked on a tie, if there is one."""
        return (*self.questions, self.tie_question) if self.tie_question else self.questions

    @property
    def tie_question(self) -> Question | None:
        """The question of its own that is asked on a tie, if the rule is `ask`."""
        question = self.tie_break.question
        return question if self.tie_break.rule == "ask" and isinstance(question, Question) else None

    def question(self, key: str) -> Question:
        """Return the question of this key, the tie question under `tie`; KeyError when there is none."""
        if key == TIE and self.tie_question:
            return self.tie_question
        return self.questions[self._indices[key]]

    def type(self, key: str) -> Type:
        """Return the type of this key; KeyError when there is none."""
        return self._types[key]

    def purpose(self, key: str) -> Purpose | None:
        """Return the purpose of this key, or None when there is none."""
        return next((purpose for purpose in self.purposes if purpose.key == key), None)

    def scale_names(self) -> dict[str, str]:
        """Return key → name of the scales that have one: types, and axes by their two poles."""
        names = {result.key: result.name for result in self.types}
        return names | {scale.key: f"{scale.low} – {scale.high}" for scale in self.scales}

    def gate_titles(self) -> dict[str, str]:
        """Return scale key → title of the first gate that watches the scale."""
        return {gate.scale: gate.title for gate in reversed(self.gates)}

    def index_of(self, key: str) -> int:
        """Return the index of an ordinary question in the authored order; that of `end` is their number."""
        return len(self.questions) if key == END else self._indices[key]
