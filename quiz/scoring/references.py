"""What points where inside a quiz: every reference that scoring follows must lead somewhere."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from quiz.scoring.definition import END, TIE, Choice, Definition, DefinitionError, Question


def check_references(definition: Definition) -> None:
    """Raise DefinitionError on the first key used twice, and the first reference that leads nowhere."""
    _check_keys(definition)
    _check_results(definition)
    _check_tie_break(definition)
    for place, question in enumerate(definition.questions):
        _check_question(definition, question, f"questions[{place}]", definition.questions[place + 1 :])


def _check_keys(definition: Definition) -> None:
    _unique((each.key for each in definition.types), "types")
    _unique((each.key for each in definition.scales), "scales")
    _unique((each.key for each in definition.purposes), "purposes")
    _unique((each.key for each in definition.questions), "questions")
    for place, question in enumerate(definition.questions):
        if question.key in (TIE, END):
            raise DefinitionError(f"questions[{place}].key", f'"{question.key}" is reserved')


def _check_results(definition: Definition) -> None:
    for place, band in enumerate(definition.bands):
        _known(band.type, definition.type_keys, f"bands[{place}].type", "type")
    for place, code in enumerate(definition.codes):
        _known(code.type, definition.type_keys, f"codes[{place}].type", "type")
        if len(code.code) != len(definition.scales) or not set(code.code) <= {"+", "-"}:
            raise DefinitionError(f"codes[{place}].code", "must have one sign, + or -, for each scale")


def _check_tie_break(definition: Definition) -> None:
    rule, question = definition.tie_break.rule, definition.tie_break.question
    if rule == "question":
        _known(question, {each.key for each in definition.questions}, "tie_break.question", "question")
    if rule == "ask" and not isinstance(question, Question):
        raise DefinitionError("tie_break.question", "must be a question of its own")
    if isinstance(question, Question):
        _check_question(definition, question, "tie_break.question", ())


def _check_question(definition: Definition, question: Question, path: str, later: Sequence[Question]) -> None:
    _unique((choice.key for choice in question.choices), f"{path}.choices")
    if question.purpose:
        _known(question.purpose, {each.key for each in definition.purposes}, f"{path}.purpose", "purpose")
    targets = {each.key for each in later} | {END}
    for place, choice in enumerate(question.choices):
        _check_choice(definition, choice, f"{path}.choices[{place}]", targets)


def _check_choice(definition: Definition, choice: Choice, path: str, targets: Collection[str]) -> None:
    for scale in choice.weights:
        _known(scale, definition.scale_keys, f"{path}.weights.{scale}", "scale")
    if choice.next is not None:
        _known(choice.next, targets, f"{path}.next", "later question")
    if choice.type is not None:
        _known(choice.type, definition.type_keys, f"{path}.type", "type")


def _unique(keys: Iterable[str], path: str) -> None:
    seen: set[str] = set()
    for place, key in enumerate(keys):
        if key in seen:
            raise DefinitionError(f"{path}[{place}].key", f'"{key}" is used twice')
        seen.add(key)


def _known(key: object, known: Collection[str], path: str, noun: str) -> None:
    if key not in known:
        raise DefinitionError(path, f'no {noun} "{key}"')
