"""What is wrong inside a quiz, as data: every rule about its keys, references and limits is written here, once.

A fault has no words. `load` raises the first one that scoring cannot work with; authoring puts all of them into words.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from quiz.scoring.format.definition import Definition
from quiz.scoring.format.parts import END, TIE, Choice, Question

MAX_TAGS = 400
"""The most characters that the tags of one list have together, with a space between two."""

UNUSABLE = frozenset(
    {
        "code_length",
        "jump_backward",
        "jump_nowhere",
        "key_used_twice",
        "reserved_key",
        "tie_question_missing",
        "unknown_purpose",
        "unknown_scale",
        "unknown_type",
    }
)
"""The codes of what scoring cannot work with. A rule that is added later stays out of it, whatever it refuses to
authors: the versions that were published before must load for ever."""


@dataclass(frozen=True, slots=True)
class Fault:
    """Something wrong at `path`, such as `questions[2].choices[0].next`, which is empty for the quiz as a whole.

    `code` names the rule and never changes its meaning; `values` are what a sentence about it has to quote.
    """

    path: str
    code: str
    values: Mapping[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        quoted = ", ".join(f"{name} {value}" for name, value in self.values.items())
        return ": ".join(filter(None, [self.path, self.code, quoted]))


class DefinitionError(ValueError):
    """A quiz that cannot be worked with, for the reason that `fault` gives."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(str(fault))
        self.fault = fault


def find_faults(definition: Definition) -> Iterator[Fault]:
    """Yield every rule that the quiz breaks. Balance and reachability are not judged."""
    yield from _key_faults(definition)
    yield from _table_faults(definition)
    yield from _tie_faults(definition)
    keys = [question.key for question in definition.questions]
    for index, question in enumerate(definition.questions):
        yield from _question_faults(definition, question, f"questions[{index}]", keys[: index + 1], keys[index + 1 :])


def _key_faults(definition: Definition) -> Iterator[Fault]:
    for name in ("types", "scales", "purposes", "questions"):
        yield from _repeated_keys((part.key for part in getattr(definition, name)), name, ".key")
    yield from _repeated_keys((code.code for code in definition.codes), "codes", ".code")
    for index, result in enumerate(definition.types):
        yield from _repeated_keys(result.products, f"types[{index}].products")
        yield from _repeated_keys(result.safety_net, f"types[{index}].safety_net")
    for index, question in enumerate(definition.questions):
        if question.key in (TIE, END):
            yield Fault(f"questions[{index}].key", "reserved_key", {"key": question.key})


def _repeated_keys(keys: Iterable[str], path: str, ending: str = "") -> Iterator[Fault]:
    seen: set[str] = set()
    for index, key in enumerate(keys):
        if key in seen:
            yield Fault(f"{path}[{index}]{ending}", "key_used_twice", {"key": key})
        seen.add(key)


def _table_faults(definition: Definition) -> Iterator[Fault]:
    for index, band in enumerate(definition.bands):
        yield from _unknown_key("type", band.type, definition.type_keys, f"bands[{index}].type")
        if band.high < band.low:
            yield Fault(f"bands[{index}].to", "band_reversed")
    for index, code in enumerate(definition.codes):
        yield from _unknown_key("type", code.type, definition.type_keys, f"codes[{index}].type")
        if len(code.code) != len(definition.scales) or not set(code.code) <= {"+", "-"}:
            yield Fault(f"codes[{index}].code", "code_length")


def _unknown_key(noun: str, key: str | None, known: Collection[str], path: str) -> Iterator[Fault]:
    if key is not None and key not in known:
        yield Fault(path, f"unknown_{noun}", {"key": key})


def _tie_faults(definition: Definition) -> Iterator[Fault]:
    rule, question = definition.tie_break.rule, definition.tie_break.question
    path = "tie_break.question"
    if rule == "question" and question not in [asked.key for asked in definition.questions]:
        yield Fault(path, "tie_question_missing", {"rule": rule})
    elif rule == "ask" and not isinstance(question, Question):
        yield Fault(path, "tie_question_missing", {"rule": rule})
    elif rule == "order" and question is not None:
        yield Fault(path, "tie_question_unused")
    elif isinstance(question, Question):
        yield from _question_faults(definition, question, path, (), ())


def _question_faults(
    definition: Definition, question: Question, path: str, earlier: Sequence[str], later: Sequence[str]
) -> Iterator[Fault]:
    purposes = [purpose.key for purpose in definition.purposes]
    yield from _unknown_key("purpose", question.purpose or None, purposes, f"{path}.purpose")
    if question.max < question.min:
        yield Fault(f"{path}.max", "choice_limits")
    yield from _repeated_keys((choice.key for choice in question.choices), f"{path}.choices", ".key")
    for index, choice in enumerate(question.choices):
        where = f"{path}.choices[{index}]"
        for scale in choice.weighed_scales:
            yield from _unknown_key("scale", scale, definition.scale_keys, f"{where}.weights.{scale}")
        yield from _unknown_key("type", choice.type, definition.type_keys, f"{where}.type")
        yield from _jump_faults(choice.next, earlier, later, f"{where}.next")
        yield from _tag_faults(choice, where)


def _jump_faults(target: str | None, earlier: Sequence[str], later: Sequence[str], path: str) -> Iterator[Fault]:
    if target is not None and target != END and target not in later:
        yield Fault(path, "jump_backward" if target in earlier else "jump_nowhere", {"key": target})


def _tag_faults(choice: Choice, path: str) -> Iterator[Fault]:
    for name, tags in (("require", choice.require), ("avoid", choice.avoid)):
        if len(" ".join(tags)) > MAX_TAGS:
            yield Fault(f"{path}.{name}", "tags_too_long")
