from __future__ import annotations

import copy
import dataclasses

import pytest

from quiz.scoring import Gate, Purpose, Scale, TieBreak, Weights
from tests.quiz.scoring.builders import make_ab, make_choice, make_definition, make_duel

CARE = (Gate(scale="care", at_least=1), Gate(scale="care", at_least=9))


@pytest.mark.parametrize(
    ("logic", "columns"),
    [("points", ("a", "b", "care")), ("bands", ("total", "care")), ("axes", ("taste", "care")), ("flow", ("care",))],
)
def test_scale_keys_are_the_scales_of_the_logic_and_those_of_gates(logic, columns):
    definition = make_definition(logic=logic, scales=(Scale(key="taste"),), gates=CARE)

    assert definition.scale_keys == columns


def test_choice_keeps_weights_that_nobody_can_change():
    weights = {"a": 1, "b": 0}
    choice = make_choice("x", weights=weights)

    weights["a"] = 5

    assert choice.weights == {"a": 1}
    with pytest.raises(TypeError):
        choice.weights["a"] = 2
    assert choice.weights.get("b", 0) == 0


def test_weights_are_equal_and_hash_alike_whatever_their_order():
    assert hash(Weights({"a": 1, "b": 2})) == hash(Weights({"b": 2, "a": 1, "c": 0}))


def test_definition_can_be_copied():
    definition = make_duel()

    assert copy.deepcopy(definition) == definition


def test_definition_is_frozen_and_replaceable():
    definition = make_duel()

    with pytest.raises(dataclasses.FrozenInstanceError):
        definition.title = "Other"
    assert dataclasses.replace(definition, questions=(make_ab("only"),)).question("only").key == "only"


def test_all_questions_end_with_the_one_that_is_asked_on_a_tie():
    asking = make_duel(tie_break=TieBreak(rule="ask", question=make_ab("any")))

    assert [question.key for question in make_duel().all_questions] == ["first", "second"]
    assert [question.key for question in asking.all_questions] == ["first", "second", "tie"]


def test_a_purpose_is_found_by_its_key():
    mail = Purpose(key="mail", title="Mail")
    definition = make_duel(purposes=(Purpose(key="keep", title="Keep"), mail))

    assert (definition.purpose("mail"), definition.purpose("")) == (mail, None)


def test_scales_are_named_by_type_and_by_poles_and_gates_by_their_first_title():
    gates = (Gate(scale="care", at_least=1, title="First"), Gate(scale="care", at_least=9, title="Second"))
    definition = make_duel(scales=(Scale(key="taste", low="sour", high="sweet"),), gates=gates)

    assert definition.scale_names() == {"a": "A", "b": "B", "taste": "sour – sweet"}
    assert definition.gate_titles() == {"care": "First"}
