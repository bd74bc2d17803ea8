from __future__ import annotations

import pytest

from quiz.scoring import Band, TieBreak, distribution, score
from tests.quiz.scoring.builders import make_ab, make_choice, make_definition, make_question


def make_long(**fields):
    """Nine questions between three types, of which ``c`` wins hardly ever."""
    weights = [{"a": 3, "b": 1}, {"a": -1, "b": 2}, {"a": 1, "c": 1}]
    questions = [
        make_question(f"q{place}", *(make_choice(f"c{n}", weights=each) for n, each in enumerate(weights)))
        for place in range(9)
    ]
    return make_definition(*questions, types="a b c", **fields)


def test_sample_is_the_same_every_time_and_says_what_it_is():
    definition = make_long()
    exact = distribution(definition)

    result = distribution(definition, state_cap=5)

    assert result == distribution(definition, state_cap=5)
    assert (result.exact, result.paths, result.states) == (False, 3**9, 0)
    assert (result.unreachable, result.dominated) == ((), ())
    assert 0 < result.error_bound < 0.01
    for key, each in result.types.items():
        assert each.share == pytest.approx(float(exact.types[key].share), abs=2 * result.error_bound)
    assert result.ties == pytest.approx(float(exact.ties), abs=2 * result.error_bound)


def test_sample_has_witnesses_that_lead_where_they_say():
    definition = make_long(normalise="max", tie_break=TieBreak(rule="ask", question=make_ab("any")))

    result = distribution(definition, state_cap=5)

    for key, each in result.types.items():
        if each.witness:
            assert score(definition, each.witness).type == key


def test_sample_covers_the_other_logics_too():
    steps = [make_question(f"q{place}", make_choice("x", weights={"total": 1}), make_choice("y")) for place in range(6)]
    bands = (Band(low=0, high=2, type="a"), Band(low=3, high=6, type="b"))

    result = distribution(make_definition(*steps, logic="bands", bands=bands), state_cap=5)

    assert not result.exact
    assert result.types["a"].share == pytest.approx(22 / 64, abs=0.015)


def test_sample_draws_every_set_of_a_multiple_alike():
    choices = [make_choice(f"c{place}", weights={"a": 2**place}) for place in range(12)]
    many = make_question("many", *choices, make_choice("none", exclusive=True), kind="multiple", max=12, required=False)
    wins = make_question("wins", make_choice("x", weights={"b": 2**11}))

    result = distribution(make_definition(many, wins), state_cap=100)

    assert (result.exact, result.paths) == (False, 2**12 + 1)
    assert result.types["a"].share == pytest.approx(1 / 2, abs=0.015)


def test_sample_keeps_to_the_observed_answers():
    result = distribution(make_long(), {f"q{place}": {"c0": 3, "gone": 1} for place in range(9)}, state_cap=5)

    assert result.types["a"].share == 1


def test_sample_of_a_question_nobody_can_answer_is_empty():
    definition = make_definition(
        make_question("q"), make_question("r", *map(make_choice, "xyz"), kind="multiple", max=3)
    )

    result = distribution(definition, state_cap=1)

    assert (result.exact, result.ties, [each.share for each in result.types.values()]) == (False, 0, [0, 0])
