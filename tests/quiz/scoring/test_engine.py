from __future__ import annotations

from fractions import Fraction

import pytest

from quiz.scoring import (
    Band,
    Code,
    Gate,
    IncompleteError,
    Outcome,
    Scale,
    TieBreak,
    compared_nearness,
    outcome_text,
    read_outcome,
    score,
)
from tests.quiz.scoring.builders import make_ab, make_choice, make_definition, make_duel, make_question


def test_score_takes_the_highest_sum():
    definition = make_duel()

    outcome = score(definition, {"first": ("b",), "second": ("b",)})

    assert outcome == Outcome(
        type="b",
        sums={"a": 0, "b": 2},
        scores={"a": Fraction(0), "b": Fraction(2)},
        nearness={"a": Fraction(0), "b": Fraction(1)},
        path=("first", "second"),
    )


def test_types_beside_each_other_are_measured_by_what_decided():
    wide = make_question("wide", make_choice("x", weights={"a": 3}), make_choice("y", weights={"a": 9}))
    narrow = make_question("narrow", make_choice("z", weights={"b": 2}))
    definition = make_definition(wide, narrow)

    outcome = score(definition, {"wide": ("x",), "narrow": ("z",)})

    assert (outcome.type, outcome.nearness) == ("a", {"a": Fraction(1, 3), "b": Fraction(1)})
    assert compared_nearness(definition, outcome) == {"a": Fraction(1, 3), "b": Fraction(2, 9)}


def test_score_breaks_a_tie_by_the_authored_order():
    outcome = score(make_duel(), {"first": ("b",), "second": ("a",)})

    assert (outcome.type, outcome.tied, outcome.tie) == ("a", ("a", "b"), True)


def test_score_breaks_a_tie_by_the_named_question():
    definition = make_duel(tie_break=TieBreak(rule="question", question="first"))

    assert score(definition, {"first": ("b",), "second": ("a",)}).type == "b"


def test_score_breaks_a_tie_by_the_asked_answer():
    definition = make_duel(tie_break=TieBreak(rule="ask", question=make_ab("last")))
    tied = {"first": ("b",), "second": ("a",)}

    assert score(definition, {**tied, "tie": ("b",)}).type == "b"
    assert score(definition, tied).type == "a"


def test_score_ignores_a_tie_answer_without_a_tie():
    definition = make_duel(tie_break=TieBreak(rule="ask", question=make_ab("last")))

    assert score(definition, {"first": ("a",), "second": ("a",), "tie": ("b",)}).type == "a"


def test_score_falls_back_to_the_order_among_those_still_tied():
    ask = make_question("last", make_choice("not_a", weights={"b": 1, "c": 1}))
    definition = make_definition(types="a c b", tie_break=TieBreak(rule="ask", question=ask))

    assert score(definition, {"tie": ("not_a",)}).type == "c"


def test_score_by_share_divides_by_all_points():
    choice = make_choice("x", weights={"a": 3, "b": 1, "extra": 9})
    gate = Gate(scale="extra", at_least=9)
    definition = make_definition(make_question("q", choice), normalise="share", gates=(gate,))

    outcome = score(definition, {"q": ("x",)})

    assert outcome.scores == {"a": Fraction(3, 4), "b": Fraction(1, 4)}


def test_score_by_share_is_zero_for_everyone_when_no_points_are_left():
    choice = make_choice("x", weights={"a": -3, "b": 1})
    definition = make_definition(make_question("q", choice), types="b a", normalise="share")

    outcome = score(definition, {"q": ("x",)})

    assert (outcome.scores, outcome.tied) == ({"b": Fraction(0), "a": Fraction(0)}, ("b", "a"))


def test_score_by_max_divides_by_what_the_type_could_have_reached():
    rich = make_question("rich", make_choice("x", weights={"a": 2, "b": 1}), make_choice("y", weights={"a": 4}))
    definition = make_definition(rich, normalise="max")

    outcome = score(definition, {"rich": ("x",)})

    assert (outcome.type, outcome.scores) == ("b", {"a": Fraction(1, 2), "b": Fraction(1)})


def test_score_by_max_leaves_neutral_answers_out_of_the_divisor():
    question = make_question("q", make_choice("x", weights={"a": 4}), make_choice("unsure", neutral=True))
    definition = make_definition(make_ab("first"), question, normalise="max")

    outcome = score(definition, {"first": ("a",), "q": ("unsure",)})

    assert outcome.scores == {"a": Fraction(1), "b": Fraction(0)}
    assert outcome.nearness == outcome.scores


def test_score_by_max_keeps_blanks_in_the_divisor():
    definition = make_definition(make_ab("first"), make_ab("second", required=False), normalise="max")

    assert score(definition, {"first": ("a",), "second": ()}).scores == {"a": Fraction(1, 2), "b": Fraction(0)}


@pytest.mark.parametrize(("total", "expected"), [(0, "a"), (1, "a"), (2, "b"), (5, "b"), (9, "b")])
def test_score_finds_the_band_of_the_total(total, expected):
    bands = (Band(low=0, high=1, type="a"), Band(low=2, high=5, type="b"))
    question = make_question("q", make_choice("x", weights={"total": total}))
    definition = make_definition(question, logic="bands", bands=bands)

    assert score(definition, {"q": ("x",)}).type == expected


def test_score_says_how_near_the_other_bands_are():
    bands = (Band(low=0, high=1, type="a"), Band(low=2, high=4, type="b"))
    choices = [make_choice(f"c{value}", weights={"total": value}) for value in range(5)]
    definition = make_definition(make_question("q", *choices), logic="bands", bands=bands)

    assert score(definition, {"q": ("c3",)}).nearness == {"a": Fraction(1, 2), "b": Fraction(1)}


@pytest.mark.parametrize(("weight", "zero", "code"), [(1, "-", "+"), (-1, "+", "-"), (0, "+", "+"), (0, "-", "-")])
def test_score_reads_the_pole_of_an_axis(weight, zero, code):
    question = make_question("q", make_choice("x", weights={"taste": weight}))
    codes = (Code(code="-", type="a"), Code(code="+", type="b"))
    definition = make_definition(question, logic="axes", scales=(Scale(key="taste", zero=zero),), codes=codes)

    outcome = score(definition, {"q": ("x",)})

    assert (outcome.code, outcome.type) == (code, {"-": "a", "+": "b"}[code])


def test_score_falls_to_the_nearest_code():
    question = make_question("q", make_choice("x", weights={"one": 1, "two": 1}))
    scales = (Scale(key="one"), Scale(key="two"))
    codes = (Code(code="--", type="a"), Code(code="-+", type="b"))

    outcome = score(make_definition(question, logic="axes", scales=scales, codes=codes), {"q": ("x",)})

    assert (outcome.code, outcome.type) == ("++", "b")
    assert outcome.nearness == {"a": Fraction(0), "b": Fraction(1, 2)}


def test_score_ends_a_flow_at_the_leaf():
    first = make_question("first", make_choice("x", next="third"), make_choice("y", type="b"))
    third = make_question("third", make_choice("z", type="a"))
    definition = make_definition(first, make_ab("second"), third, logic="flow")

    assert score(definition, {"first": ("y",)}).type == "b"
    assert score(definition, {"first": ("x",), "third": ("z",)}).path == ("first", "third")


def test_score_fires_the_gates_that_are_reached():
    gates = (Gate(scale="a", at_least=2), Gate(scale="care", at_least=3), Gate(scale="b", at_least=0))
    question = make_question("q", make_choice("x", weights={"a": 2, "care": 2}))

    outcome = score(make_definition(question, gates=gates), {"q": ("x",)})

    assert (outcome.gates, outcome.sums) == ((0, 2), {"a": 2, "b": 0, "care": 2})


def test_score_collects_tags_once_in_the_order_of_the_path():
    first = make_question("first", make_choice("x", require=("vegan",), avoid=("scent", "alcohol")))
    second = make_question("second", make_choice("y", avoid=("alcohol", "nuts")))

    outcome = score(make_definition(first, second), {"second": ("y",), "first": ("x",)})

    assert (outcome.require, outcome.avoid) == (("vegan",), ("scent", "alcohol", "nuts"))


def test_score_takes_an_optional_question_without_an_entry_as_blank():
    definition = make_definition(make_ab("first"), make_ab("second", required=False))

    assert score(definition, {"first": ("b",)}) == score(definition, {"first": ("b",), "second": ()})


def test_score_ignores_answers_off_the_path():
    first = make_question("first", make_choice("skip", next="end"))
    definition = make_definition(first, make_ab("second"))

    assert score(definition, {"first": ("skip",), "second": ("b",), "gone": ("x",)}).sums == {"a": 0, "b": 0}


def test_score_names_the_missing_questions():
    definition = make_definition(make_ab("one"), make_ab("two"), make_ab("three", required=False), make_ab("four"))

    with pytest.raises(IncompleteError) as caught:
        score(definition, {"two": ("a",), "three": ("nonsense",)})

    assert caught.value.missing == ("one", "three", "four")


def test_score_names_missing_questions_no_further_than_the_path_is_certain():
    fork = make_question("fork", make_choice("x", next="end"), make_choice("y"))

    with pytest.raises(IncompleteError) as caught:
        score(make_definition(fork, make_ab("two")), {})

    assert caught.value.missing == ("fork",)


def test_score_of_a_quiz_without_types_names_none():
    assert score(make_definition(make_question("q", make_choice("x")), types=""), {"q": ("x",)}).type == ""


def test_outcome_survives_being_stored():
    outcome = score(make_duel(normalise="max"), {"first": ("b",), "second": ("a",)})

    restored = read_outcome(outcome_text(outcome))

    assert (restored, outcome_text(restored)) == (outcome, outcome_text(outcome))
    assert outcome.to_data()["scores"] == {"a": "1/2", "b": "1/2"}
