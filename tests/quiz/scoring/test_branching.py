from __future__ import annotations

import pytest

from quiz.scoring import TieBreak, next_question, path, position
from tests.quiz.scoring.builders import make_ab, make_choice, make_definition, make_duel, make_question


def keys(questions):
    return tuple(question.key for question in questions)


def make_fork(**fields):
    """``fork`` leads to ``two`` (stay), ``three`` (skip) or the end (leave)."""
    choices = [make_choice("stay"), make_choice("skip", next="three"), make_choice("leave", next="end")]
    return make_definition(make_question("fork", *choices), make_ab("two"), make_ab("three"), **fields)


@pytest.mark.parametrize(
    ("choice", "expected"), [("stay", ("fork", "two")), ("skip", ("fork", "three")), ("leave", ("fork",))]
)
def test_path_follows_the_jump(choice, expected):
    assert keys(path(make_fork(), {"fork": (choice,), "gone": ("x",)})) == expected


def test_path_stops_at_an_answer_that_is_not_valid():
    assert keys(path(make_duel(), {"first": ("z",), "second": ("a",)})) == ("first",)


def test_path_goes_on_from_a_blank_in_the_authored_order():
    jumping = make_question("one", make_choice("x", next="end"), required=False)

    assert keys(path(make_definition(jumping, make_ab("two")), {"one": ()})) == ("one", "two")


@pytest.mark.parametrize("picked", [("far", "near"), ("near", "far"), ("plain", "near", "far")])
def test_path_of_a_multiple_follows_its_first_jump_in_the_authored_order(picked):
    choices = [make_choice("plain"), make_choice("near", next="three"), make_choice("far", next="end")]
    many = make_question("many", *choices, kind="multiple", max=3)
    definition = make_definition(many, make_ab("two"), make_ab("three"))

    assert keys(path(definition, {"many": picked})) == ("many", "three")


def test_next_question_is_the_first_unanswered_one():
    definition = make_duel()

    assert next_question(definition, {}).key == "first"
    assert next_question(definition, {"first": ("a",)}).key == "second"
    assert next_question(definition, {"first": ("a",), "second": ("b",)}) is None


def test_next_question_asks_an_optional_question_until_it_is_seen():
    definition = make_definition(make_ab("one", required=False))

    assert next_question(definition, {}).key == "one"
    assert next_question(definition, {"one": ()}) is None


def test_next_question_asks_the_tie_question_only_on_a_tie():
    ask = make_ab("any")
    definition = make_duel(tie_break=TieBreak(rule="ask", question=ask))
    tied = {"first": ("a",), "second": ("b",)}

    assert next_question(definition, tied) == definition.question("tie")
    assert definition.question("tie").choices == ask.choices
    assert next_question(definition, {**tied, "tie": ("a",)}) is None
    assert next_question(definition, {**tied, "tie": ("z",)}).key == "tie"
    assert next_question(definition, {"first": ("a",), "second": ("a",)}) is None


def test_next_question_never_asks_a_tie_question_without_choices():
    definition = make_duel(tie_break=TieBreak(rule="ask", question=make_question("any")))

    assert next_question(definition, {"first": ("a",), "second": ("b",)}) is None


def test_position_shrinks_as_the_path_gets_shorter():
    definition = make_fork()

    assert position(definition, {}, "fork") == (1, 3)
    assert position(definition, {"fork": ("stay",)}, "two") == (2, 3)
    assert position(definition, {"fork": ("skip",)}, "three") == (2, 2)


def test_position_counts_the_tie_question_from_the_start():
    definition = make_duel(tie_break=TieBreak(rule="ask", question=make_ab("any")))
    answers = {"first": ("a",), "second": ("b",)}

    assert position(definition, answers, "first") == (1, 3)
    assert position(definition, answers, "tie") == (3, 3)


def test_position_knows_when_every_answer_jumps():
    many = [make_choice("x", next="three"), make_choice("y", next="end"), make_choice("z")]
    question = make_question("many", *many, kind="multiple", min=2, max=2)
    definition = make_definition(question, make_ab("two"), make_ab("three"))

    assert position(definition, {}, "many") == (1, 2)


def test_position_refuses_a_question_off_the_path():
    with pytest.raises(KeyError):
        position(make_fork(), {"fork": ("skip",)}, "two")
