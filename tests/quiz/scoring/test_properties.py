"""What holds for every quiz: each promise is checked on random quizzes, against the reference where there is one."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from quiz.scoring import (
    Explanation,
    admissible,
    check_answer,
    compared_nearness,
    dump,
    explain,
    load,
    next_question,
    outcome_text,
    path,
    position,
    read_extras,
    read_outcome,
    read_snapshot,
    score,
    write_snapshot,
)
from tests.quiz.scoring import reference
from tests.quiz.scoring.strategies import answered_quizzes, quizzes


def replies(definition, answers):
    """The outcome by the reference, for the same answers: (path answers, type, tied types)."""
    place, leaf, taken = 0, None, {}
    while place < len(definition.questions):
        question = definition.questions[place]
        taken[question.key] = answers[question.key]
        place, leaf = reference.follow(definition, place, answers[question.key])
    tied = reference.tied_types(definition, taken)
    return taken, reference.type_of(definition, taken, leaf, answers.get("tie") if tied else None), tied


@given(answered_quizzes())
def test_score_equals_the_reference(case):
    definition, answers = case
    taken, winner, tied = replies(definition, answers)

    outcome = score(definition, answers)

    assert (outcome.path, outcome.type, outcome.tied) == (tuple(taken), winner, tuple(tied))
    assert outcome.sums == reference.sums_of(definition, taken)
    assert outcome.gates == ((0,) if outcome.sums["care"] >= definition.gates[0].at_least else ())
    if definition.logic == "points":
        assert outcome.scores == reference.scores_of(definition, taken)
        assert outcome.nearness == reference.nearness_of(definition, taken)


@given(answered_quizzes())
def test_nearness_lies_between_nothing_and_all(case):
    definition, answers = case

    near = score(definition, answers).nearness

    assert tuple(near) == definition.type_keys
    assert all(0 <= value <= 1 for value in near.values())


@given(answered_quizzes())
def test_no_type_is_shown_nearer_than_the_one_that_came_out_with_points(case):
    definition, answers = case
    outcome = score(definition, answers)

    near = compared_nearness(definition, outcome)

    assert tuple(near) == definition.type_keys
    assert all(0 <= value <= 1 for value in near.values())
    if definition.logic == "points":
        assert near[outcome.type] == max(near.values())
    if definition.logic != "points" or definition.normalise == "max":
        assert near == outcome.nearness


@given(answered_quizzes(), st.randoms(use_true_random=False))
def test_score_does_not_depend_on_the_order_of_answers(case, random):
    definition, answers = case
    shuffled = [(key, tuple(random.sample(keys, len(keys)))) for key, keys in answers.items()]
    random.shuffle(shuffled)

    assert outcome_text(score(definition, dict(shuffled))) == outcome_text(score(definition, answers))


@given(answered_quizzes())
def test_outcome_and_explanation_survive_being_stored(case):
    definition, answers = case
    outcome, explanation = score(definition, answers), explain(definition, answers)

    assert read_outcome(outcome_text(outcome)) == outcome
    assert Explanation.from_data(explanation.to_data()) == explanation


@given(quizzes())
def test_load_and_dump_undo_each_other(definition):
    document = dump(definition)

    assert load(document) == definition
    assert list(dump(load(document)).items()) == list(document.items())


@given(quizzes(), st.dictionaries(st.text(), st.integers() | st.text()))
def test_snapshot_keeps_the_definition_and_the_extras(definition, extras):
    text = write_snapshot(definition, extras)

    assert (read_snapshot(text), read_extras(text)) == (definition, extras)
    assert write_snapshot(read_snapshot(text), read_extras(text)) == text


@given(quizzes())
def test_admissible_lists_what_check_answer_accepts(definition):
    for question in definition.questions:
        listed = list(admissible(question))

        assert sorted(listed) == sorted(reference.answers_to(question))
        assert [check_answer(question, keys) for keys in listed] == [None] * len(listed)


@given(answered_quizzes())
def test_next_question_walks_the_path_to_its_end(case):
    definition, answers = case
    given_so_far, steps, totals = {}, [], []

    while question := next_question(definition, given_so_far):
        step, total = position(definition, given_so_far, question.key)
        steps.append(step)
        totals.append(total)
        given_so_far[question.key] = answers.get(question.key) or next(iter(admissible(question)))

    assert steps == list(range(1, len(steps) + 1))
    assert totals == sorted(totals, reverse=True)
    assert not totals or totals[-1] >= steps[-1]
    walked = tuple(question.key for question in path(definition, given_so_far))
    assert walked == tuple(key for key in given_so_far if key != "tie")


@given(answered_quizzes())
def test_contributions_sum_exactly_to_the_score(case):
    definition, answers = case
    outcome, explanation = score(definition, answers), explain(definition, answers)

    total = sum((each.amount for each in explanation.contributions), Fraction(0))

    expected = {
        "points": lambda: outcome.scores[outcome.type],
        "bands": lambda: outcome.scores["total"],
        "axes": lambda: sum(abs(value) for value in outcome.scores.values()),
        "flow": lambda: 0,
    }
    assert total == explanation.score == expected[definition.logic]()
    assert tuple(each.question for each in explanation.contributions) == outcome.path
    for axis in explanation.axes:
        assert sum(each.amount for each in axis.contributions) == outcome.sums[axis.scale]


@given(answered_quizzes())
def test_flip_is_the_smallest_change_that_gives_another_type(case):
    definition, answers = case
    outcome, flip = score(definition, answers), explain(definition, answers).flip

    flips = [
        (changes(question, answers[question.key], keys), question.key, keys)
        for question in changeable(definition, answers, outcome)
        for keys in reference.answers_to(question)
        if gives_another_type(definition, {**answers, question.key: keys}, outcome.type)
    ]

    assert (flip is None) == (not flips)
    if flip:
        question = definition.question(flip.question)
        assert set(flip.before) == set(answers[flip.question])
        assert score(definition, {**answers, flip.question: flip.after}).type == flip.type != outcome.type
        assert changes(question, flip.before, flip.after) == min(flips)[0]


def changeable(definition, answers, outcome):
    asked = [definition.tie_question] if outcome.tie and definition.tie_question and "tie" in answers else []
    return [*path(definition, answers), *asked]


def gives_another_type(definition, answers, before):
    return next_question(definition, answers) is None and score(definition, answers).type != before


def changes(question, before, after):
    """How many choices differ; the notches between for a scale."""
    if question.kind == "multiple" or not (before and after):
        return len(set(before) ^ set(after))
    if question.kind == "single":
        return int(before != after)
    keys = [choice.key for choice in question.choices]
    return abs(keys.index(before[0]) - keys.index(after[0]))
