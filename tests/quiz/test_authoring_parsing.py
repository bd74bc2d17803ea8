"""A quiz file is read strictly: what is wrong is named, with its place, and nothing hostile gets in."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.utils import translation
from jsonschema import Draft202012Validator

from quiz.authoring import QuizFileError, parse_document
from quiz.authoring.shape import SCHEMA_FILE
from tests.factories import make_document

DEMO = sorted((Path(__file__).parents[2] / "demo").glob("*.json"))

type Change = Callable[[dict[str, Any]], object]


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


def problems(content: bytes | dict[str, Any]) -> list[str]:
    if not isinstance(content, bytes):
        content = json.dumps(content).encode()
    with pytest.raises(QuizFileError) as refusal:
        parse_document(content)
    return str(refusal.value).split("\n")


def changed(change: Change, **details: Any) -> dict[str, Any]:
    document = make_document(**details)
    change(document)
    return document


def choice(document: dict[str, Any], **entries: Any) -> None:
    document["questions"][1]["choices"][0].update(entries)


@pytest.mark.parametrize("logic", ["points", "bands", "axes", "flow"])
def test_parse_returns_a_whole_document(logic):
    document = make_document(logic=logic)

    assert parse_document(json.dumps(document).encode()) == document


@pytest.mark.parametrize("path", DEMO, ids=lambda path: path.stem)
def test_parse_reads_the_demo_files(path):
    assert parse_document(path.read_bytes())["format"] == "pittari/1"


def test_parse_reads_a_file_with_a_byte_order_mark():
    assert parse_document(b"\xef\xbb\xbf" + json.dumps(make_document()).encode())["slug"] == "coffee"


def test_the_published_schema_is_a_schema_and_agrees():
    schema = json.loads(SCHEMA_FILE.read_text())

    Draft202012Validator.check_schema(schema)
    assert Draft202012Validator(schema).is_valid(make_document(logic="axes"))


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"x" * 50_000_000, "The file is larger than 5 MB."),
        ("診断".encode("cp932"), "The file is not UTF-8 text. Save it as UTF-8."),
        (b"[" * 10_000 + b"]" * 10_000, "The file is nested more than 30 levels deep."),
        (b"[" * 1_000_000, "The file is nested more than 30 levels deep."),
        (b"[" * 32 + b"]" * 32, "The file is nested more than 30 levels deep."),
        (b'{"format": "pittari/1",\n "slug": }', "This is not valid JSON at line 2, character 10."),
        (b"", "This is not valid JSON at line 1, character 1."),
        (b'{"title": ' + b"9" * 10_000 + b"}", "The file holds a number that is too long."),
        (b"[]", "Write an object here: { … }."),
        (b"null", "Write an object here: { … }."),
        (b'{"slug": "a", "slug": "b"}', "slug: This is written twice."),
        (b'{"questions": [{"key": "a", "key": "b"}]}', "questions[0].key: This is written twice."),
        (b'{"title": NaN}', "title: Write a whole number."),
        (b'{"bands": [{"from": -Infinity}]}', "bands[0].from: Write a whole number."),
        (b'{"bands": [{"from": 1e999}]}', "bands[0].from: Write a whole number."),
        (b'{"\\u202etitle": 1}', "?title: The name holds characters that cannot be seen."),
    ],
)
def test_parse_refuses_what_is_no_quiz_file(content, message):
    assert problems(content) == [message]


@pytest.mark.parametrize("character", ["\x00", "\x07", "\x1b", "\x7f", "\u202e", "\u2066", "\ud800"])
def test_parse_refuses_characters_that_cannot_be_seen(character):
    expected = ["title: The text holds characters that cannot be seen. Please type it anew."]

    assert problems(make_document(title=f"診断{character}です")) == expected


def test_parse_keeps_lines_and_joined_emoji():
    document = make_document(title="家族👨‍👩‍👧の診断", lead="一行目\n二行目\tと\r\n三行目")

    assert parse_document(json.dumps(document).encode()) == document


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (lambda d: d.update(format="pittari/2"), "format: Write one of these: pittari/1."),
        (lambda d: d.pop("title"), "title: This is missing."),
        (lambda d: d.update(title=""), "title: This may not be empty."),
        (lambda d: d.update(title=5), "title: Write text here."),
        (lambda d: d.update(title="長" * 81), "title: At most 80 characters; there are 81."),
        (lambda d: d.update(titel="x"), "titel: A quiz file has no such entry here. Is “title” meant?"),
        (lambda d: d.update(slug="コーヒー"), "slug: Use letters, digits, hyphens and underscores, at most 50."),
        (lambda d: d.update(slug="a\n"), "slug: Use letters, digits, hyphens and underscores, at most 50."),
        (lambda d: d.update(language="日本語"), "language: Write a language such as ja or en."),
        (lambda d: d.update(logic="magic"), "logic: Write one of these: points, bands, axes, flow."),
        (lambda d: d.update(questions=[]), "questions: At least 1 is needed."),
        (lambda d: d.update(types=[]), "types: At least 1 is needed."),
        (lambda d: d.update(types={}), "types: Write a list here: [ … ]."),
        (lambda d: d.update(questions=[5]), "questions[0]: Write an object here: { … }."),
        (lambda d: choice(d, exclusive="yes"), "questions[1].choices[0].exclusive: Write true or false here."),
        (lambda d: choice(d, weights=[1]), "questions[1].choices[0].weights: Write an object here: { … }."),
        (
            lambda d: choice(d, weights={"forest": "3"}),
            "questions[1].choices[0].weights.forest: Write a whole number here.",
        ),
        (
            lambda d: choice(d, weights={"forest": True}),
            "questions[1].choices[0].weights.forest: Write a whole number here.",
        ),
        (lambda d: choice(d, weights={"forest": 1.5}), "questions[1].choices[0].weights.forest: Write a whole number."),
        (
            lambda d: choice(d, weights={"forest": 10**9}),
            "questions[1].choices[0].weights.forest: Write a whole number from -1000 to 1000.",
        ),
        (
            lambda d: choice(d, image="../../etc/passwd"),
            "questions[1].choices[0].image: Write the plain name of a picture file, such as scene.webp.",
        ),
        (
            lambda d: choice(d, require=["無香料、ナッツ"]),
            "questions[1].choices[0].require[0]: Write one tag of at most 40 characters, without commas.",
        ),
        (
            lambda d: d["types"][0].update(color="red;}body{"),
            "types[0].color: Write the colour as # and six hexadecimal digits.",
        ),
        (
            lambda d: d.update(
                gates=[{"scale": "x", "at_least": 1, "title": "t", "text": "t", "url": "javascript:alert(1)"}]
            ),
            "gates[0].url: Write a web address that begins with https://.",
        ),
        (
            lambda d: d.update(
                gates=[{"scale": "x", "at_least": 1, "title": "t", "text": "t", "url": "//evil.example"}]
            ),
            "gates[0].url: Write a web address that begins with https://.",
        ),
    ],
)
def test_parse_refuses_the_wrong_shape_and_says_where(change, problem):
    assert problems(changed(change)) == [problem]


def test_parse_refuses_too_many_questions_and_types():
    types = [{"key": f"t{number}", "name": "型"} for number in range(60)]

    assert problems(make_document(questions=200)) == ["questions: At most 100; there are 200."]
    assert problems(make_document(types=types)) == ["types: At most 40; there are 60."]


def test_parse_names_every_problem_at_once():
    document = changed(lambda d: choice(d, text="", note=1, colour="x"), title="")

    assert problems(document) == [
        "title: This may not be empty.",
        "questions[1].choices[0].colour: A quiz file has no such entry here.",
        "questions[1].choices[0].text: This may not be empty.",
        "questions[1].choices[0].note: Write text here.",
    ]


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (
            lambda d: choice(d, weights={"moon": 1}),
            "questions[1].choices[0].weights.moon: There is no scale “moon” to weigh on.",
        ),
        (lambda d: choice(d, next="q9"), "questions[1].choices[0].next: There is no question “q9” to go on with."),
        (
            lambda d: choice(d, next="q1"),
            "questions[1].choices[0].next: “q1” does not come later. A jump only goes forward.",
        ),
        (
            lambda d: choice(d, next="q2"),
            "questions[1].choices[0].next: “q2” does not come later. A jump only goes forward.",
        ),
        (lambda d: choice(d, type="moon"), "questions[1].choices[0].type: The quiz has no type “moon”."),
        (lambda d: choice(d, key="b"), "questions[1].choices[1].key: “b” is used twice."),
        (lambda d: d["questions"][2].update(key="q1"), "questions[2].key: “q1” is used twice."),
        (
            lambda d: d["questions"][2].update(key="tie"),
            "questions[2].key: “tie” has a meaning of its own. Choose another key.",
        ),
        (lambda d: d["questions"][2].update(purpose="mail"), "questions[2].purpose: The quiz has no purpose “mail”."),
        (lambda d: d["questions"][2].update(min=3), "questions[2].max: “At most” may not be less than “at least”."),
        (lambda d: d["types"][1].update(key="morning"), "types[1].key: “morning” is used twice."),
        (lambda d: d["types"][0].update(products=["A", "A"]), "types[0].products[1]: “A” is used twice."),
        (
            lambda d: d.update(tie_break={"rule": "question", "question": "q9"}),
            "tie_break.question: Name the question that decides a tie, by its key.",
        ),
        (
            lambda d: d.update(tie_break={"rule": "ask"}),
            "tie_break.question: Write the question that is asked on a tie.",
        ),
        (
            lambda d: d.update(tie_break={"rule": "order", "question": "q1"}),
            "tie_break.question: The rule “order” takes no question.",
        ),
        (
            lambda d: choice(d, require=[f"tag{number:036}" for number in range(20)]),
            "questions[1].choices[0].require: All tags together may have at most 400 characters.",
        ),
    ],
)
def test_parse_refuses_references_to_nowhere(change, problem):
    assert [line for line in problems(changed(change)) if line.startswith(problem.split(":")[0])] == [problem]


def test_parse_refuses_bands_and_codes_that_decide_nothing():
    bands = make_document(logic="bands", bands=[{"from": 3, "to": 1, "type": "moon"}])
    codes = make_document(logic="axes", codes=[{"code": "+-", "type": "morning"}, {"code": "+-", "type": "morning"}])

    assert problems(bands) == [
        "bands[0].type: The quiz has no type “moon”.",
        "bands[0].to: A band must not end before it begins.",
    ]
    assert problems(codes) == [
        "codes[1].code: “+-” is used twice.",
        "codes[0].code: Write one + or - for each axis.",
        "codes[1].code: Write one + or - for each axis.",
    ]
