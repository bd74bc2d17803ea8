from __future__ import annotations

from fractions import Fraction

import pytest

from quiz.scoring import (
    AxisSide,
    Band,
    BandPlace,
    Code,
    Contribution,
    Explanation,
    Flip,
    IncompleteError,
    Neighbour,
    Scale,
    TieBreak,
    explain,
)
from tests.quiz.scoring.builders import make_ab, make_choice, make_definition, make_duel, make_question


def contribution(question, choices, amount):
    return Contribution(question=question, choices=tuple(choices.split()), amount=Fraction(amount))


def make_taste(**fields):
    """One axis: ``sour`` pulls down by one, ``sweet`` up by two."""
    choices = (make_choice("sour", weights={"taste": -1}), make_choice("sweet", weights={"taste": 2}))
    questions = [make_question(key, *choices) for key in ("one", "two")]
    codes = (Code(code="-", type="a"), Code(code="+", type="b"))
    return make_definition(*questions, logic="axes", scales=(Scale(key="taste"),), codes=codes, **fields)


def make_ladder():
    """Bands of a total that one question of four notches sets."""
    notches = [make_choice(f"n{value}", weights={"total": value}) for value in range(4)]
    bands = (Band(low=2, high=3, type="b"), Band(low=0, high=0, type="a"), Band(low=1, high=1, type="c"))
    question = make_question("notch", *notches, kind="scale")
    return make_definition(question, types="a b c", logic="bands", bands=bands)


def test_explain_says_what_each_answer_added():
    against = make_question("third", make_choice("x", weights={"a": -1}))
    definition = make_definition(make_ab("first"), make_ab("second"), against, make_ab("last", required=False))
    answers = {"first": ("a",), "second": ("a",), "third": ("x",), "last": ()}

    explanation = explain(definition, answers)

    assert explanation.contributions == (
        contribution("first", "a", 1),
        contribution("second", "a", 1),
        contribution("third", "x", -1),
        contribution("last", "", 0),
    )
    assert (explanation.type, explanation.score) == ("a", 1)
    assert explanation.path == ("first", "second", "third", "last")


def test_explain_divides_what_answers_added_as_the_score_is():
    definition = make_definition(make_ab("first"), make_ab("second"), normalise="max")

    explanation = explain(definition, {"first": ("b",), "second": ("b",)})

    assert explanation.contributions == (contribution("first", "b", "1/2"), contribution("second", "b", "1/2"))


def test_explain_finds_the_smallest_flip():
    definition = make_definition(*(make_ab(key) for key in ("one", "two", "three")))

    explanation = explain(definition, {"one": ("b",), "two": ("a",), "three": ("b",)})

    assert explanation.flip == Flip(question="one", before=("b",), after=("a",), type="a")


def test_explain_prefers_the_flip_that_moves_the_weights_less():
    choices = [
        make_choice("a2", weights={"a": 2}),
        make_choice("b9", weights={"b": 9}),
        make_choice("b3", weights={"b": 3}),
    ]
    definition = make_definition(make_question("q", *choices))

    assert explain(definition, {"q": ("a2",)}).flip == Flip(question="q", before=("a2",), after=("b3",), type="b")


def test_explain_counts_the_notches_of_a_scale():
    assert explain(make_ladder(), {"notch": ("n3",)}).flip == Flip(
        question="notch", before=("n3",), after=("n1",), type="c"
    )


def test_explain_changes_as_few_choices_of_a_multiple_as_it_can():
    weights = [{"a": 3}, {"b": 1}, {"b": 1}, {"b": 4}]
    choices = [make_choice(f"c{place}", weights=each) for place, each in enumerate(weights)]
    definition = make_definition(make_question("q", *choices, kind="multiple", max=3))

    assert explain(definition, {"q": ("c1", "c0")}).flip == Flip(
        question="q", before=("c0", "c1"), after=("c1",), type="b"
    )


def test_explain_passes_over_a_flip_that_leaves_a_question_unanswered():
    fork = make_question(
        "fork", make_choice("stay", weights={"a": 1}), make_choice("go", next="last", weights={"b": 5})
    )
    definition = make_definition(fork, make_question("next", make_choice("end", next="end")), make_ab("last"))

    assert explain(definition, {"fork": ("stay",), "next": ("end",)}).flip is None


def test_explain_may_change_the_answer_to_the_tie_question():
    definition = make_duel(tie_break=TieBreak(rule="ask", question=make_ab("any")))

    explanation = explain(definition, {"first": ("a",), "second": ("b",), "tie": ("a",)})

    assert explanation.flip == Flip(question="first", before=("a",), after=("b",), type="b")
    assert explain(make_definition(tie_break=definition.tie_break), {"tie": ("a",)}).flip == Flip(
        question="tie", before=("a",), after=("b",), type="b"
    )


def test_explain_finds_no_flip_where_nothing_can_change():
    assert explain(make_definition(make_question("q", make_choice("x"))), {"q": ("x",)}).flip is None


@pytest.mark.parametrize(
    ("notch", "below", "above"),
    [
        ("n0", None, Neighbour(type="c", distance=1)),
        ("n1", Neighbour(type="a", distance=1), Neighbour(type="b", distance=1)),
        ("n3", Neighbour(type="c", distance=2), None),
    ],
)
def test_explain_measures_the_way_to_the_next_bands(notch, below, above):
    explanation = explain(make_ladder(), {"notch": (notch,)})

    assert explanation.bands == BandPlace(total=int(notch[1]), below=below, above=above)
    assert explanation.contributions == (contribution("notch", notch, int(notch[1])),)


def test_explain_gives_the_side_and_margin_of_each_axis():
    explanation = explain(make_taste(), {"one": ("sour",), "two": ("sour",)})

    sides = (contribution("one", "sour", -1), contribution("two", "sour", -1))
    assert explanation.axes == (AxisSide(scale="taste", side="-", margin=2, contributions=sides),)
    assert explanation.contributions == (contribution("one", "sour", 1), contribution("two", "sour", 1))
    assert explanation.flip == Flip(question="one", before=("sour",), after=("sweet",), type="b")


def test_explain_gives_the_path_of_a_flow():
    first = make_question("first", make_choice("x"), make_choice("y", type="b"))
    second = make_question("second", make_choice("z", type="a"))

    explanation = explain(make_definition(first, second, logic="flow"), {"first": ("x",), "second": ("z",)})

    assert (explanation.path, explanation.score) == (("first", "second"), 0)
    assert explanation.flip == Flip(question="first", before=("x",), after=("y",), type="b")


def test_explain_refuses_incomplete_answers():
    with pytest.raises(IncompleteError):
        explain(make_duel(), {"first": ("a",)})


@pytest.mark.parametrize(
    ("definition", "answers"),
    [
        (make_duel(normalise="share"), {"first": ("a",), "second": ("b",)}),
        (make_ladder(), {"notch": ("n2",)}),
        (make_taste(), {"one": ("sweet",), "two": ("sour",)}),
        (make_definition(make_question("q", make_choice("x"))), {"q": ("x",)}),
    ],
)
def test_explanation_survives_being_stored(definition, answers):
    explanation = explain(definition, answers)

    assert Explanation.from_data(explanation.to_data()) == explanation


def test_explain_looks_near_by_where_a_multiple_has_too_many_sets():
    choices = [make_choice(f"c{place}", weights={"a": 3**place}) for place in range(13)]
    definition = make_definition(
        make_question("many", *choices, kind="multiple", max=13),
        make_question("rival", make_choice("x", weights={"b": 3**12})),
    )

    flip = explain(definition, {"many": ("c0", "c1"), "rival": ("x",)}).flip

    assert flip == Flip(question="many", before=("c0", "c1"), after=("c0", "c1", "c12"), type="a")
