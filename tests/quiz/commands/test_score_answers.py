from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

from tests.factories import make_document, make_quiz

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.fixture
def score(tmp_path: Path, capsys):
    """Score answers by a quiz file, and return the lines of standard output and of standard error."""

    def run(answers: str | bytes, **details: Any) -> tuple[list[str], list[str]]:
        quiz, table = tmp_path / "quiz.json", tmp_path / "answers.csv"
        quiz.write_text(json.dumps(make_document(**details)))
        table.write_bytes(answers if isinstance(answers, bytes) else answers.encode())
        call_command("score_answers", quiz, table)
        output = capsys.readouterr()
        return output.out.splitlines(), output.err.splitlines()

    return run


def test_score_answers_writes_outcome_tie_and_sums_in_the_order_of_the_file(score):
    out, err = score("q3,q1,q2\na,a,b\nb,b,b\n")

    assert (out, err) == (["outcome,tie,morning,forest", "morning,0,2,1", "forest,0,0,3"], [])


def test_score_answers_keeps_the_place_of_a_bad_row_and_gives_the_reason(score):
    out, err = score("q1,q2,q3\na,a,\nb,b,b\nz,a|a,b\na,a,a,a\na,a,a\n")

    assert out[1:] == ["error,,,", "forest,0,0,3", "error,,,", "error,,,", "morning,0,3,0"]
    assert err == [
        "line 2: q3: no answer",
        "line 4: q1: no such choice, q2: the same choice twice",
        "line 5: more cells than columns",
    ]


def test_score_answers_reads_several_choices_and_blanks(score):
    choices = [{"key": key, "text": key, "weights": {"morning": 1}} for key in ("a", "b", "c")]
    several = {"key": "q1", "text": "?", "kind": "multiple", "max": 2, "required": False, "choices": choices}
    gate = {"scale": "care", "at_least": 1, "title": "t", "text": "t"}

    out, err = score("q1\na|c\na | b\n\na|b|c\n", questions=[several], gates=[gate])

    assert out == [
        "outcome,tie,morning,forest,care",
        "morning,0,2,0,0",
        "morning,0,2,0,0",
        "morning,1,0,0,0",
        "error,,,,",
    ]
    assert err == ["line 5: q1: too many choices"]


def test_score_answers_takes_the_answer_to_the_question_asked_on_a_tie(score):
    choices = [
        {"key": "m", "text": "m", "weights": {"morning": 1}},
        {"key": "f", "text": "f", "weights": {"forest": 1}},
    ]
    asked = {"rule": "ask", "question": {"text": "?", "kind": "single", "choices": choices}}
    even = [{"key": key, "text": "?", "kind": "single", "choices": choices} for key in ("q1", "q2")]

    out, _err = score("q1,tie,q2\nm,f,f\nm,m,f\nm,,f\nf,m,f\n", questions=even, tie_break=asked)

    assert out[1:] == ["forest,1,1,1", "morning,1,1,1", "morning,1,1,1", "forest,0,0,2"]


@pytest.mark.parametrize(
    ("logic", "header", "row"),
    [("bands", "total", "forest,0,2"), ("axes", "acidity", "forest,0,-1"), ("flow", "", "morning,0")],
)
def test_score_answers_knows_every_logic(score, logic, header, row):
    out, _err = score("q1,q2,q3\nb,b,a\n", logic=logic)

    assert out == [",".join(filter(None, ["outcome,tie", header])), row]


def test_score_answers_reads_spreadsheet_files(score):
    out, _err = score(b"\xef\xbb\xbfq1,q2,q3\r\na,a,a\r\n")

    assert out[1:] == ["morning,0,3,0"]


@pytest.mark.parametrize(
    ("answers", "message"),
    [
        ("q1,q9\n", "The quiz has no question “q9”."),
        ("q1,tie\n", "The quiz has no question “tie”."),
        ("q1,q1\n", "The column “q1” comes twice."),
        ("", "The first line must name the questions, by their keys."),
        (b"q1\n\xff", "The file is not UTF-8 text. Save it as UTF-8."),
    ],
)
def test_score_answers_refuses_a_table_that_cannot_be_read(score, answers, message, capsys):
    with pytest.raises(CommandError) as refusal:
        score(answers)

    assert (str(refusal.value), capsys.readouterr().out) == (message, "")


def test_score_answers_scores_by_the_draft_of_a_slug(tmp_path, capsys):
    quiz = make_quiz(questions=1)
    table = tmp_path / "answers.csv"
    table.write_text("q1\nb\n")

    call_command("score_answers", quiz.slug, table)

    assert capsys.readouterr().out == "outcome,tie,morning,forest\nforest,0,0,1\n"


def test_score_answers_names_the_problems_of_a_quiz_file(tmp_path):
    quiz, table = tmp_path / "quiz.json", tmp_path / "answers.csv"
    quiz.write_text(json.dumps(make_document(title="")))
    table.write_text("q1\n")

    with pytest.raises(CommandError, match=r"\Atitle: This may not be empty\.\Z"):
        call_command("score_answers", quiz, table)
