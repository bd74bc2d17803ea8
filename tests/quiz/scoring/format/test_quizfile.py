from __future__ import annotations

import copy
import dataclasses
import json
from pathlib import Path

import pytest

from quiz.scoring import Definition, DefinitionError, Question, dump, load
from quiz.scoring.format import parts
from quiz.scoring.format.quizfile import READERS
from tests.quiz.scoring.builders import make_document

SCHEMA_FILE = Path(__file__).parents[4] / "quiz" / "authoring" / "quiz-file.schema.json"
PARTS = {"TieBreak": "tie_break"}


def changed(path: str, value: object) -> dict:
    """The small document with one value set, at a dotted path; ``...`` removes the key."""
    document = copy.deepcopy(make_document())
    *parents, last = [int(part) if part.isdigit() else part for part in path.split(".")]
    target = document
    for part in parents:
        target = target[part]
    if value is ...:
        del target[last]
    elif isinstance(target, list) and last == len(target):
        target.append(value)
    else:
        target[last] = value
    return document


def test_load_applies_the_defaults():
    definition = load(make_document())

    assert (definition.normalise, definition.tie_break.rule, definition.brand) == ("none", "order", "")
    question = definition.question("one")
    assert (question.required, question.min, question.max, question.choices[1].weights) == (True, 1, 1, {})


def test_load_takes_null_for_the_default():
    assert load(changed("questions.0.choices.0.next", None)) == load(make_document())


def test_dump_gives_back_the_file_without_its_defaults():
    document = make_document(normalise="none", tie_break={"rule": "order"}, gates=[], lead="")

    assert json.dumps(dump(load(document))) == json.dumps(make_document())


def test_dump_keeps_the_key_order_and_puts_weights_in_the_order_of_the_scales():
    document = make_document(types=[{"name": "B", "key": "b"}, {"key": "a", "name": "A"}])
    document["questions"][0]["choices"][0] = {"weights": {"a": 1, "b": 2}, "text": "Yes", "key": "yes"}

    dumped = dump(load(document))

    assert list(dumped["types"][0]) == ["key", "name"]
    assert list(dumped["questions"][0]["choices"][0]) == ["key", "text", "weights"]
    assert list(dumped["questions"][0]["choices"][0]["weights"]) == ["b", "a"]


def test_load_gives_the_tie_question_its_reserved_key():
    question = {"text": "Last?", "kind": "single", "choices": [{"key": "x", "text": "X"}]}

    definition = load(make_document(tie_break={"rule": "ask", "question": question}))

    assert isinstance(definition.tie_break.question, Question)
    assert definition.question("tie").text == "Last?"
    assert dump(definition)["tie_break"]["question"]["key"] == "tie"
    assert load(dump(definition)) == definition


@pytest.mark.parametrize(
    ("path", "value", "where", "code"),
    [
        ("format", "pittari/2", "format", "not_allowed"),
        ("logic", "magic", "logic", "not_allowed"),
        ("logic", ..., "logic", "missing"),
        ("colour", "red", "colour", "unknown_entry"),
        ("types", {}, "types", "wrong_kind"),
        ("types.0", "a", "types[0]", "wrong_kind"),
        ("types.1", {"key": "a", "name": "A again"}, "types[1].key", "key_used_twice"),
        ("types.0.key", "other", "questions[0].choices[0].weights.a", "unknown_scale"),
        ("questions.0.text", 3, "questions[0].text", "wrong_kind"),
        ("questions.0.min", True, "questions[0].min", "wrong_kind"),
        ("questions.0.required", "yes", "questions[0].required", "wrong_kind"),
        ("questions.0.kind", ["single"], "questions[0].kind", "not_allowed"),
        ("questions.0.key", "tie", "questions[0].key", "reserved_key"),
        ("questions.0.purpose", "mail", "questions[0].purpose", "unknown_purpose"),
        ("questions.0.choices.0.weights", [1], "questions[0].choices[0].weights", "wrong_kind"),
        ("questions.0.choices.0.weights.a", 0.5, "questions[0].choices[0].weights.a", "wrong_kind"),
        ("questions.0.choices.0.weights.z", 0, "questions[0].choices[0].weights.z", "unknown_scale"),
        ("questions.0.choices.0.wieghts", {}, "questions[0].choices[0].wieghts", "unknown_entry"),
        ("questions.0.choices.1.key", "yes", "questions[0].choices[1].key", "key_used_twice"),
        ("questions.0.choices.0.next", "one", "questions[0].choices[0].next", "jump_backward"),
        ("questions.0.choices.0.next", "two", "questions[0].choices[0].next", "jump_nowhere"),
        ("questions.0.choices.0.type", "z", "questions[0].choices[0].type", "unknown_type"),
        ("bands", [{"from": 0, "type": "a"}], "bands[0].to", "missing"),
        ("bands", [{"from": 0, "to": 1, "type": "z"}], "bands[0].type", "unknown_type"),
        ("codes", [{"code": "+", "type": "a"}], "codes[0].code", "code_length"),
        ("codes", [{"code": "", "type": "z"}], "codes[0].type", "unknown_type"),
        ("tie_break", {"rule": "question", "question": "two"}, "tie_break.question", "tie_question_missing"),
        ("tie_break", {"rule": "question"}, "tie_break.question", "tie_question_missing"),
        ("tie_break", {"rule": "ask", "question": "one"}, "tie_break.question", "tie_question_missing"),
        ("tie_break", {"rule": "ask", "question": {"text": "?"}}, "tie_break.question.kind", "missing"),
    ],
)
def test_load_says_where_a_document_is_broken_and_how(path, value, where, code):
    with pytest.raises(DefinitionError) as caught:
        load(changed(path, value))

    assert (caught.value.fault.path, caught.value.fault.code) == (where, code)


@pytest.mark.parametrize("document", [None, [], "quiz", {}])
def test_load_refuses_what_is_no_quiz_file(document):
    with pytest.raises(DefinitionError):
        load(document)


def test_question_and_type_raise_on_an_unknown_key():
    definition = load(make_document())

    assert isinstance(definition, Definition)
    for lookup in (definition.question, definition.type):
        with pytest.raises(KeyError):
            lookup("nothing")
    with pytest.raises(KeyError):
        definition.question("tie")


def dataclasses_of_a_quiz() -> list[type]:
    found = [kind for kind in vars(parts).values() if isinstance(kind, type) and dataclasses.is_dataclass(kind)]
    return [*found, Definition]


def entries(part: type) -> list[dataclasses.Field]:
    return [field for field in dataclasses.fields(part) if field.init]


@pytest.mark.parametrize("part", dataclasses_of_a_quiz(), ids=lambda part: part.__name__)
def test_every_field_of_a_quiz_file_has_a_reader(part):
    assert [field.name for field in entries(part) if field.type not in READERS] == []


@pytest.mark.parametrize("part", dataclasses_of_a_quiz(), ids=lambda part: part.__name__)
def test_the_published_schema_has_the_same_entries(part):
    schema = json.loads(SCHEMA_FILE.read_text(encoding="utf-8"))
    described = schema if part is Definition else schema["$defs"][PARTS.get(part.__name__, part.__name__.lower())]

    named = {field.metadata.get("name", field.name): field for field in entries(part)}

    assert set(described["properties"]) - {"format"} == set(named)
    unset = {name for name, field in named.items() if field.default is dataclasses.MISSING}
    # The key of the question on a tie is reserved, so a file may leave it out.
    assert unset - {"key"} <= set(described["required"])
