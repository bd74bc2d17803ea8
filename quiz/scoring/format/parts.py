"""The parts of a quiz: frozen data that mirrors the quiz file field by field.

The order of the fields is the key order of the file, and a field's default is the file's default, so `quizfile` can
read and write every class here, and `Definition`, without a second description of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal, cast

from quiz.scoring.format.weights import Weights

SCHEMA = 1
"""The number of the snapshot format and of the scoring rules; stored with every outcome."""

TIE = "tie"
"""The reserved key of the question that is asked on a tie."""

END = "end"
"""What `next` says to leave the quiz."""

type Logic = Literal["points", "bands", "axes", "flow"]
type Normalise = Literal["none", "share", "max"]
type Kind = Literal["single", "multiple", "scale"]
type Rule = Literal["order", "question", "ask"]
type Pole = Literal["+", "-"]

type Answers = Mapping[str, tuple[str, ...]]
"""Question key → chosen choice keys; `()` is an optional question that was left blank."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One answer to pick. `weights` may be any mapping; it is kept as `Weights`."""

    key: str
    text: str
    note: str = ""
    image: str = ""
    alt: str = ""
    value: str = ""
    weights: Mapping[str, int] = Weights()
    next: str | None = None
    type: str | None = None
    exclusive: bool = False
    neutral: bool = False
    require: tuple[str, ...] = ()
    avoid: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not isinstance(self.weights, Weights):
            object.__setattr__(self, "weights", Weights(self.weights))

    @property
    def weighed_scales(self) -> tuple[str, ...]:
        """The scales that the choice names, those with a weight of zero too."""
        return cast(Weights, self.weights).named


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """`min` and `max` matter to `multiple` alone; `low` and `high` label the ends of a `scale`."""

    key: str
    text: str
    help: str = ""
    kind: Kind
    required: bool = True
    sensitive: bool = False
    trait: str = ""
    purpose: str = ""
    min: int = 1
    max: int = 1
    low: str = ""
    high: str = ""
    image: str = ""
    alt: str = ""
    choices: tuple[Choice, ...] = ()

    @property
    def may_be_blank(self) -> bool:
        """Whether it may be passed over. A sensitive question always may: without its tick, it has no answer."""
        return self.sensitive or not self.required

    def chosen(self, keys: Iterable[str]) -> tuple[Choice, ...]:
        """Return the choices with these keys in the authored order, so that the order of tapping never matters."""
        wanted = frozenset(keys)
        return tuple(choice for choice in self.choices if choice.key in wanted)


@dataclass(frozen=True, slots=True, kw_only=True)
class Type:
    key: str
    name: str
    tagline: str = ""
    description: str = ""
    color: str = ""
    image: str = ""
    alt: str = ""
    products: tuple[str, ...] = ()
    safety_net: tuple[str, ...] = ()
    offer: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """An axis with its two poles; a sum of exactly zero falls to the pole that `zero` names."""

    key: str
    low: str = ""
    high: str = ""
    zero: Pole = "+"


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """The sums from `low` to `high`, both included."""

    low: int = field(metadata={"name": "from"})
    high: int = field(metadata={"name": "to"})
    type: str

    def distance(self, total: int) -> int:
        """Return how far `total` lies outside; 0 inside."""
        return max(self.low - total, total - self.high, 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Code:
    """One sign a scale, in the order of the scales: `-` its low pole, `+` its high one."""

    code: str
    type: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Gate:
    """Fires when the raw sum of `scale` is `at_least` this much; any logic may have gates."""

    scale: str
    at_least: int
    title: str = ""
    text: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TieBreak:
    """`question` is the key of an ordinary question for `question`, a question of its own for `ask`.

    A question of its own always gets the key `tie`.
    """

    rule: Rule = "order"
    question: Question | str | None = None

    def __post_init__(self) -> None:
        if isinstance(self.question, Question) and self.question.key != TIE:
            object.__setattr__(self, "question", replace(self.question, key=TIE))


BY_ORDER = TieBreak()
"""The rule that needs no answer: the first tied type in the authored order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Purpose:
    """What consent is asked for, and its role (docs/quiz-file.md): what it is used for. Earlier versions have none."""

    key: str
    title: str
    text: str = ""
    months: int | None = None
    role: str = ""

    @property
    def acts_as(self) -> str:
        return self.role or implied_role(self.key)


def implied_role(key: str) -> str:
    """Return the role of a purpose that names none."""
    return key if key in {"keep", "recommend", "mail"} else "other"
