from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.utils import translation

from quiz.authoring.faults import WORDS as FAULT_WORDS
from quiz.models import Weight
from tests.factories import make_document, make_quiz

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "coffee.json"


def products(document: dict[str, Any]) -> dict[str, Any]:
    for each in document["types"]:
        each["products"] = ["A-1"]
    return document


def test_check_quiz_writes_the_distribution_as_json(file, capsys):
    file.write_text(json.dumps(products(make_document(questions=1))))

    call_command("check_quiz", file, "--json")

    assert json.loads(capsys.readouterr().out) == {
        "exact": True,
        "paths": 2,
        "ties": 0.0,
        "types": {
            "morning": {"share": 0.5, "witness": {"q1": ["a"]}},
            "forest": {"share": 0.5, "witness": {"q1": ["b"]}},
        },
        "problems": [],
    }


def test_check_quiz_fails_on_a_blocking_problem_after_writing_it(file, capsys):
    document = products(make_document(questions=1))
    document["questions"][0]["choices"][1]["weights"] = {"morning": 2}
    file.write_text(json.dumps(document))

    with pytest.raises(CommandError) as refusal:
        call_command("check_quiz", file, "--json")

    data = json.loads(capsys.readouterr().out)
    assert data["types"]["forest"] == {"share": 0.0, "witness": None}
    assert data["problems"] == [
        {
            "code": "type_unreachable",
            "where": "types[1]",
            "message": "No way of answering leads to “森ふかタイプ”.",
            "blocking": True,
        }
    ]
    assert (str(refusal.value), refusal.value.returncode) == ("The quiz cannot be published as it is.", 1)


def test_check_quiz_does_not_fail_on_advice(file, capsys):
    file.write_text(json.dumps(make_document()))

    call_command("check_quiz", file, "--json")

    problems = json.loads(capsys.readouterr().out)["problems"]
    assert [(problem["code"], problem["blocking"]) for problem in problems] == [("type_without_products", False)] * 2


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        ("[", ("file", "", "This is not valid JSON at line 1, character 2.")),
        ("[]", ("wrong_kind", "", "Write an object here: { … }.")),
        (
            json.dumps(make_document(tie_break={"rule": "ask"})),
            ("tie_question_missing", "tie_break.question", "Write the question that is asked on a tie."),
        ),
    ],
)
def test_check_quiz_tells_of_a_file_that_is_no_quiz_in_the_same_form(file, capsys, content, problem):
    file.write_text(content)

    with pytest.raises(CommandError):
        call_command("check_quiz", file, "--json")

    code, where, message = problem
    assert json.loads(capsys.readouterr().out) == {
        "exact": False,
        "paths": 0,
        "ties": 0.0,
        "types": {},
        "problems": [{"code": code, "where": where, "message": message, "blocking": True}],
    }


def test_check_quiz_draws_a_page_to_read(capsys):
    quiz = make_quiz(slug="coffee", questions=2)
    Weight.objects.filter(choice__question__key="q2", choice__key="b").update(value=-2)

    call_command("check_quiz", quiz.slug)

    assert capsys.readouterr().out == (
        "あなたにぴったりの一杯 (coffee)\n"
        "4 ways of answering, all of them counted.\n"
        "Ties: 25.0%\n"
        "\n"
        "朝ひかりタイプ   75.0%  ██████████████████████████████\n"
        "  こちら → あちら\n"
        "森ふかタイプ     25.0%  ██████████\n"
        "  あちら → こちら\n"
        "\n"
        "· types[0].products: “朝ひかりタイプ” recommends no product.\n"
        "· types[1].products: “森ふかタイプ” recommends no product.\n"
        "· purposes: Nobody can keep a result, or get mail about it. Add a purpose that people may agree to.\n"
        "· tie_break: 25 % of all ways of answering tie. Let a question decide instead of the order of types.\n"
    )


@pytest.mark.parametrize(
    ("source", "message"),
    [("nothing", "There is no quiz “nothing”."), ("nothing.json", "nothing.json cannot be read.")],
)
def test_check_quiz_refuses_what_is_neither_a_file_nor_a_slug(source, message):
    with pytest.raises(CommandError) as refusal:
        call_command("check_quiz", source)

    assert str(refusal.value) == message


def test_every_code_of_a_problem_is_documented():
    page = (settings.BASE_DIR / "docs" / "quiz-file.md").read_text()
    folders = [settings.BASE_DIR / "quiz" / stage for stage in ("authoring", "publishing/checking")]
    made = re.compile(r'(?:blocking|advice)\(\s*"(\w+)"|return "(\w+)", (?:True|False)|, "(\w+_\w+)"\)$', re.MULTILINE)

    found = {code for folder in folders for path in folder.glob("*.py") for code in made.findall(path.read_text())}
    codes = {code for alternatives in found for code in alternatives if code} | set(FAULT_WORDS)

    assert len(codes) > 30
    assert sorted(code for code in codes if f"`{code}`" not in page) == []
