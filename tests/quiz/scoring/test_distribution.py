from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quiz.scoring import Band, TieBreak, distribution, next_question, score
from tests.quiz.scoring import reference
from tests.quiz.scoring.builders import make_ab, make_choice, make_definition, make_duel, make_question
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


@settings(max_examples=200, deadline=None)
@given(quizzes())
def test_distribution_equals_walking_every_path(definition):
    shares, ties, count, alone, reached = reference.odds_of(definition)

    result = distribution(definition)

    assert (result.exact, result.error_bound, result.paths) == (True, None, count)
    assert (shares_of(result), result.ties) == (shares, ties)
    assert set(result.unreachable) == set(definition.type_keys) - reached
    assert set(result.dominated) == reached - alone
    check_witnesses(definition, result)


@settings(max_examples=100, deadline=None)
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
