from __future__ import annotations

from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quiz.scoring import Code, Scale, TieBreak, distribution, next_question, score
from tests.quiz.scoring import reference
from tests.quiz.scoring.builders import make_ab, make_choice, make_definition, make_duel, make_question, make_random
from tests.quiz.scoring.strategies import quizzes


def shares_of(result):
    return {key: each.share for key, each in result.types.items()}


def check_witnesses(definition, result):
    """Every witness is complete, leads to its type, and wins alone unless the type cannot."""
    for key, each in result.types.items():
        if each.witness is None:
            assert key in result.unreachable
        else:
            outcome = score(definition, each.witness)
            assert (next_question(definition, each.witness), outcome.type) == (None, key)
            assert outcome.tie == (key in result.dominated)


@given(quizzes())
def test_distribution_equals_walking_every_path(definition):
    shares, ties, count, alone, reached = reference.odds_of(definition)

    result = distribution(definition)

    assert (result.exact, result.error_bound, result.paths) == (True, None, count)
    assert (shares_of(result), result.ties) == (shares, ties)
    assert set(result.unreachable) == set(definition.type_keys) - reached
    assert set(result.dominated) == reached - alone
    check_witnesses(definition, result)


@given(quizzes(), st.data())
def test_distribution_weighs_answers_by_their_shares(definition, data):
    shares = {
        question.key: {answer: data.draw(st.integers(0, 3)) for answer in reference.answers_to(question)}
        for question in definition.questions
    }

    result = distribution(definition, shares)

    def weigh(answers):
        mass = Fraction(1)
        for key, answer in answers.items():
            whole = sum(shares[key].values())
            mass *= Fraction(shares[key][answer], whole) if whole else Fraction(1, len(shares[key]))
        return mass

    expected, ties, _, _, reached = reference.odds_of(definition, weigh)
    assert (shares_of(result), result.ties) == (expected, ties)
    assert set(result.unreachable) == set(definition.type_keys) - reached


RULES = (
    TieBreak(rule="order"),
    TieBreak(rule="question", question="q2"),
    TieBreak(rule="ask", question=make_question("any", make_choice("x", weights={"c": 1}), make_choice("y"))),
)


@pytest.mark.parametrize("jumps", [False, True])
@pytest.mark.parametrize(("normalise", "rule"), list(zip(("none", "share", "max"), RULES, strict=True)))
def test_distribution_equals_walking_thousands_of_paths(normalise, rule, jumps):
    definition = make_random(
        4, questions=7, choices=3, types="a b c d", jumps=jumps, normalise=normalise, tie_break=rule
    )
    shares, ties, count, _, _ = reference.odds_of(definition)

    result = distribution(definition)

    assert (result.paths, result.ties, shares_of(result)) == (count, ties, shares)
    check_witnesses(definition, result)


def test_distribution_gives_a_tie_to_the_authored_order():
    result = distribution(make_duel())

    assert (result.paths, result.ties) == (4, Fraction(1, 2))
    assert shares_of(result) == {"a": Fraction(3, 4), "b": Fraction(1, 4)}
    assert result.types["b"].witness == {"first": ("b",), "second": ("b",)}


def test_distribution_gives_a_tie_to_the_answer_of_the_named_question():
    result = distribution(make_duel(tie_break=TieBreak(rule="question", question="second")))

    assert shares_of(result) == {"a": Fraction(1, 2), "b": Fraction(1, 2)}


def test_distribution_takes_the_asked_answer_as_uniform_and_counts_no_paths_for_it():
    ask = make_question("any", make_choice("x", weights={"b": 1}), make_choice("y", weights={"b": 1}), make_choice("z"))

    result = distribution(make_duel(tie_break=TieBreak(rule="ask", question=ask)))

    assert result.paths == 4
    assert shares_of(result) == {"a": Fraction(1, 4) + Fraction(1, 6), "b": Fraction(1, 4) + Fraction(1, 3)}


def test_distribution_asks_nothing_where_the_tie_question_has_no_choices():
    result = distribution(make_duel(tie_break=TieBreak(rule="ask", question=make_question("any"))))

    assert shares_of(result) == {"a": Fraction(3, 4), "b": Fraction(1, 4)}


def test_distribution_finds_a_witness_whose_tie_falls_to_the_type():
    fork = make_question("fork", make_choice("on"), make_choice("skip", next="last"))
    decide = make_question("decide", make_choice("for_b", weights={"b": 1}))
    make_up = make_question("make_up", make_choice("for_a", weights={"a": 1}))
    last = make_question("last", make_choice("b", weights={"b": 1}), make_choice("even", weights={"a": 1, "b": 1}))
    rule = TieBreak(rule="question", question="decide")

    result = distribution(make_definition(fork, decide, make_up, last, tie_break=rule))

    assert result.dominated == ("a",)
    assert result.types["a"].witness == {"fork": ("skip",), "last": ("even",)}


def test_distribution_is_uniform_at_each_question_and_not_over_paths():
    fork = make_question("fork", make_choice("out", weights={"b": 1}, next="end"), make_choice("on"))
    definition = make_definition(fork, make_ab("second"), make_ab("third"))

    result = distribution(definition)

    assert (result.paths, result.types["b"].share) == (5, Fraction(1, 2) + Fraction(1, 8))


def test_distribution_names_the_types_that_never_come_out():
    question = make_question(
        "q", make_choice("x", weights={"a": 2, "b": 2, "c": 1}), make_choice("y", weights={"a": 1})
    )

    result = distribution(make_definition(question, types="a b c"))

    assert (result.unreachable, result.dominated) == (("b", "c"), ())
    assert result.types["c"].witness is None


def test_distribution_names_the_types_that_only_ever_tie():
    question = make_question("q", make_choice("x", weights={"a": 1, "b": 1}), make_choice("y", weights={"b": 1}))

    result = distribution(make_definition(question, types="a b"))

    assert (result.dominated, result.types["a"].witness) == (("a",), {"q": ("x",)})


def test_distribution_takes_observed_shares_in_any_unit():
    definition = make_definition(make_ab("first"), make_ab("second", required=False))
    shares = {"first": {"a": 30, "b": 10}, "second": {(): 0.5, "a": Fraction(1, 4), ("b",): 0.25, "gone": 9}}

    result = distribution(definition, shares)

    assert result.types["b"].share == Fraction(1, 4) * Fraction(3, 4)
    assert result.ties == Fraction(1, 4) * Fraction(1, 4) + Fraction(3, 4) * Fraction(1, 4)


def test_distribution_counts_an_answer_nobody_gives_as_reachable():
    result = distribution(make_definition(make_ab("only")), {"only": {"a": 5}})

    assert (result.types["b"].share, result.unreachable) == (0, ())
    assert result.types["b"].witness == {"only": ("b",)}


def test_distribution_refuses_a_share_below_zero():
    with pytest.raises(ValueError, match="below zero"):
        distribution(make_duel(), {"first": {"a": -1}})


def test_distribution_counts_the_sets_of_a_multiple_without_listing_them():
    choices = [make_choice(f"c{place}", weights={"a": 1} if place % 2 else {}) for place in range(40)]

    result = distribution(make_definition(make_question("q", *choices, kind="multiple", max=40)))

    assert (result.paths, result.ties) == (2**40 - 1, Fraction(2**20 - 1, 2**40 - 1))


def test_distribution_of_many_axes_stays_small():
    notches = [-2, -1, 0, 1, 2]
    questions = [
        make_question(f"q{place}", *(make_choice(f"n{notch}", weights={f"s{place % 4}": notch}) for notch in notches))
        for place in range(24)
    ]
    scales = tuple(Scale(key=f"s{place}") for place in range(4))
    codes = tuple(Code(code="".join(signs), type="a") for signs in product("+-", repeat=4))

    result = distribution(make_definition(*questions, logic="axes", scales=scales, codes=codes))

    assert (result.exact, result.paths, result.types["a"].share) == (True, 5**24, 1)
    assert result.states < 1000


@pytest.mark.parametrize(("types", "shares"), [("", {}), ("a", {"a": 1}), ("a b", {"a": 1, "b": 0})])
def test_distribution_of_a_quiz_without_questions_is_one_path(types, shares):
    result = distribution(make_definition(types=types))

    assert (result.paths, shares_of(result)) == (1, shares)


def test_distribution_of_a_question_nobody_can_answer_is_empty():
    result = distribution(make_definition(make_question("q")))

    assert (result.paths, shares_of(result), result.unreachable) == (0, {"a": 0, "b": 0}, ("a", "b"))
