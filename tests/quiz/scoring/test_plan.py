from __future__ import annotations

import pickle
from concurrent.futures import ThreadPoolExecutor

from quiz.scoring import TieBreak, explain, next_question, position, score
from quiz.scoring.plan import MOST_PLANS, plan_of
from tests.quiz.scoring.builders import make_ab, make_duel, make_random

TIED = {"first": ("a",), "second": ("b",), "tie": ("b",)}


def make_asking():
    return make_duel(normalise="max", tie_break=TieBreak(rule="ask", question=make_ab("any")))


def test_scoring_writes_nothing_into_the_definition():
    definition = make_asking()
    before = pickle.dumps(definition)

    for call in (score, explain, next_question):
        call(definition, TIED)
    position(definition, TIED, "second")

    assert pickle.dumps(definition) == before


def test_a_definition_has_one_plan_and_an_equal_one_its_own():
    definition, equal = make_duel(), make_duel()

    assert plan_of(definition) is plan_of(definition)
    assert plan_of(equal) is not plan_of(definition)
    assert plan_of(equal).definition is equal


def test_a_plan_is_made_again_when_too_many_others_came_between():
    definition = make_asking()
    expected = score(definition, TIED)
    first = plan_of(definition)

    others = [make_duel(title=str(number)) for number in range(MOST_PLANS)]
    for other in others:
        score(other, TIED)

    assert plan_of(definition) is not first
    assert score(definition, TIED) == expected


def test_threads_share_a_plan():
    definition = make_random(3, questions=6, choices=3, types="a b c", jumps=True, normalise="max")
    equal = make_random(3, questions=6, choices=3, types="a b c", jumps=True, normalise="max")
    answers = [{f"q{place}": (f"c{(number + place) % 3}",) for place in range(6)} for number in range(60)]

    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda given: explain(definition, given), answers))

    assert found == [explain(equal, given) for given in answers]
