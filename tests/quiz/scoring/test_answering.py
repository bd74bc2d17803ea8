from __future__ import annotations

import pytest

from quiz.scoring import admissible, check_answer
from tests.quiz.scoring.builders import make_choice, make_question

ABC = (make_choice("a"), make_choice("b"), make_choice("none", exclusive=True))


@pytest.mark.parametrize(
    ("keys", "problem"),
    [
        (("a",), None),
        ((), "required"),
        (("a", "b"), "too_many"),
        (("a", "a"), "repeated"),
        (("z",), "unknown_choice"),
    ],
)
@pytest.mark.parametrize("kind", ["single", "scale"])
def test_check_answer_wants_exactly_one_choice(kind, keys, problem):
    question = make_question("q", *ABC, kind=kind, min=2, max=3)

    assert check_answer(question, keys) == problem


@pytest.mark.parametrize(
    ("keys", "problem"),
    [
        (("b", "a"), None),
        (("a",), "too_few"),
        (("a", "b", "c"), "too_many"),
        (("a", "none"), "exclusive"),
        (("none",), "too_few"),
        ((), "required"),
    ],
)
def test_check_answer_counts_the_choices_of_a_multiple(keys, problem):
    question = make_question("q", *ABC, make_choice("c"), kind="multiple", min=2, max=2)

    assert check_answer(question, keys) == problem


def test_check_answer_takes_a_blank_for_an_optional_question():
    assert check_answer(make_question("q", *ABC, required=False), ()) is None


def test_check_answer_takes_an_exclusive_choice_alone():
    assert check_answer(make_question("q", *ABC, kind="multiple", max=2), ("none",)) is None


def test_admissible_lists_the_blank_then_by_size():
    question = make_question("q", *ABC, kind="multiple", max=3, required=False)

    assert list(admissible(question)) == [(), ("a",), ("b",), ("none",), ("a", "b")]


def test_admissible_counts_the_blank_of_an_optional_question_once():
    question = make_question("q", *ABC, kind="multiple", min=0, max=1, required=False)

    assert list(admissible(question)) == [(), ("a",), ("b",), ("none",)]


def test_sensitive_question_may_always_be_left_blank():
    question = make_question("care", choices=ABC[:1], sensitive=True)

    assert check_answer(question, ()) is None
    assert list(admissible(question)) == [(), ("a",)]
