"""Weights are tried out before they are saved: right to the last share, and without a trace."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from itertools import product

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from quiz import authoring, scoring
from quiz.models import Weight
from quiz.publishing import trying
from tests.factories import make_quiz
from tests.quiz.admin.filling import address, filled
from tests.quiz.admin.questions import question, question_page
from tests.quiz.admin.test_matrix import cell, cells_of, matrix
from tests.quiz.admin.trying import LIVE, shares_of, try_out, try_question

pytestmark = pytest.mark.django_db


def walked(definition):
    """Return the share of every type, found by scoring every way of answering."""
    keys = [question.key for question in definition.questions]
    ways = list(product(*([(choice.key,) for choice in question.choices] for question in definition.questions)))
    counts = Counter(scoring.score(definition, dict(zip(keys, way, strict=True))).type for way in ways)
    return {key: float(Fraction(counts[key], len(ways))) for key in definition.type_keys}


CHANGES = [
    {("q1", "a", "morning"): "9"},
    {("q1", "a", "morning"): "", ("q2", "b", "forest"): "-3"},
    {("q1", "b", "morning"): "2", ("q2", "b", "morning"): "2", ("q3", "b", "morning"): "2"},
]


def test_ten_questions_of_four_choices_and_six_types_are_counted_and_not_estimated(staff):
    types = [{"key": f"type{number}", "name": f"タイプ{number}"} for number in range(6)]
    scales = [each["key"] for each in types]
    quiz = make_quiz(questions=[question(f"q{n}", choices=4, scales=scales) for n in range(10)], types=types)
    names = list(cells_of(staff.get(matrix(quiz))))
    changes = {name: str(number * 7919 % 23) for number, name in enumerate(names)}

    page = try_out(staff, quiz, changes, headers=LIVE)

    assert page.context["trial"].note.startswith("Over all 1,048,576 ways")


@pytest.mark.parametrize("count", [1, 3])
def test_trying_out_costs_the_same_however_large_the_quiz(staff, django_assert_num_queries, count):
    quiz = make_quiz(questions=[question(f"q{number}", choices=2 * count) for number in range(count)])
    cells = cells_of(staff.get(matrix(quiz)))
    rows = filled(staff.get(question_page(quiz, "q0")))

    with django_assert_num_queries(17):
        staff.post(address("quiz", "odds", quiz.pk), cells, headers=LIVE)
    with django_assert_num_queries(17):
        staff.post(address("question", "odds", quiz.questions.first().pk), rows, headers=LIVE)


@pytest.mark.parametrize("changes", CHANGES)
def test_odds_are_those_that_saving_would_give(staff, changes):
    quiz = make_quiz()
    typed = {cell(quiz, *where): value for where, value in changes.items()}

    tried = shares_of(try_out(staff, quiz, typed))
    staff.post(matrix(quiz), cells_of(staff.get(matrix(quiz))) | typed)

    assert tried == walked(authoring.draft(quiz))
    assert tried != {"morning": 0.5, "forest": 0.5}


@pytest.mark.parametrize("changes", [{"choices-0-weight_forest": "5"}, {"choices-1-weight_forest": "0"}])
def test_odds_on_the_page_of_a_question_are_those_that_saving_would_give(staff, changes):
    quiz = make_quiz()

    tried = shares_of(try_question(staff, quiz, changes))
    url = question_page(quiz)
    staff.post(url, filled(staff.get(url)) | changes | {"_save": "保存"})

    assert tried == walked(authoring.draft(quiz))
    assert tried != {"morning": 0.5, "forest": 0.5}


def test_weights_of_the_question_of_a_tie_are_tried_out(staff):
    asked = {"rule": "ask", "question": question("tie", choices=2)}
    quiz = make_quiz(questions=2, tie_break=asked)
    definition = authoring.draft(quiz)

    tried = trying.with_weights(definition, {("tie", "c1"): {"forest": 7, "morning": 0}})

    assert tried.tie_question.choices[1].weights == {"forest": 7}
    assert tried.questions == definition.questions


@pytest.mark.parametrize("send", [try_out, try_question])
def test_nothing_is_stored(staff, send):
    quiz = make_quiz()
    changes = {cell(quiz, "q1", "a", "morning"): "9", "choices-0-weight_morning": "9", "_save": "保存"}
    before = authoring.export_text(quiz)

    with CaptureQueriesContext(connection) as queries:
        page = send(staff, quiz, changes)

    written = [query["sql"] for query in queries if query["sql"].split()[0] not in {"SELECT", "SAVEPOINT", "RELEASE"}]
    assert page.status_code == 200
    assert written == []
    assert authoring.export_text(quiz) == before


def test_what_moves_is_told_against_what_is_saved(staff):
    quiz = make_quiz()

    page = try_out(staff, quiz, {cell(quiz, "q1", "a", "morning"): "2"}, headers=LIVE)

    assert [(row.before, row.percent) for row in page.context["trial"].rows] == [("50%", "62%"), ("50%", "38%")]
    assert page.context["trial"].said == "Saved → not saved yet"
    assert page.context["trial"].changes == "朝ひかりタイプ 50% → 62%, 森ふかタイプ 50% → 38%"
    assert page.context["trial"].note.startswith("Over all 8 ways of answering")


def test_a_type_is_shown_with_answers_that_lead_there(staff):
    page = try_out(staff, make_quiz(questions=1), {})

    ways = {row.key: row.way for row in page.context["trial"].rows}
    assert ways == {"morning": (("質問1", "こちら"),), "forest": (("質問1", "あちら"),)}


def test_a_type_that_nothing_leads_to_any_more_is_told(staff):
    quiz = make_quiz(questions=1)

    page = try_out(staff, quiz, {cell(quiz, "q1", "b", "forest"): "-1"})

    assert "No way of answering leads to “森ふかタイプ”." in page.context["trial"].problems


def test_a_type_that_only_comes_out_of_ties_is_told(staff):
    types = [{"key": key, "name": key} for key in ("first", "second")]
    quiz = make_quiz(questions=[question(scales=["first", "second"])], types=types, tie_break={"rule": "order"})

    page = staff.get(matrix(quiz) + "?lang=en")

    assert "“first” only comes out of ties; it never wins alone." in page.context["trial"].problems
    assert "100 % of all ways" in page.context["trial"].problems[-1]


@pytest.mark.parametrize(("typed", "meant"), [("３", 3), ("ー３", -3), ("−3", -3), (" ＋２ ", 2), ("", 0)])
def test_numbers_of_a_japanese_keyboard_are_read(staff, typed, meant):
    quiz = make_quiz()
    name = cell(quiz, "q1", "b", "morning")

    tried = try_out(staff, quiz, {name: typed})
    staff.post(matrix(quiz), cells_of(staff.get(matrix(quiz))) | {name: typed})

    weight = Weight.objects.filter(choice__question__quiz=quiz, choice__question__key="q1", choice__key="b")
    assert sum(weight.filter(scale="morning").values_list("value", flat=True)) == meant
    assert shares_of(tried) == walked(authoring.draft(quiz))


@pytest.mark.parametrize("logic", ["points", "bands", "axes", "flow"])
def test_every_logic_is_tried_out(staff, logic):
    quiz = make_quiz(logic=logic)

    page = try_out(staff, quiz, {})

    assert shares_of(page) == walked(authoring.draft(quiz))
    assert page.context["trial"].said == "With the weights as they are saved."


def test_shares_from_samples_carry_their_error_bound(staff, monkeypatch):
    monkeypatch.setattr(trying, "STATE_CAP", 1)
    quiz = make_quiz(title="標本")
    sampled = scoring.distribution(authoring.draft(quiz), state_cap=1, samples=trying.SAMPLES)

    page = try_out(staff, quiz, {})

    assert shares_of(page) == {key: float(each.share) for key, each in sampled.types.items()}
    assert page.context["trial"].note.startswith("Estimated from samples of the 8 ways of answering")
    assert sampled.error_bound == pytest.approx(0.0155, abs=0.0001)
    assert "at most 1.5 points" in page.context["trial"].note


def test_a_script_gets_the_panel_and_a_browser_the_page_as_it_was_filled_in(staff):
    quiz = make_quiz()
    changes = {cell(quiz, "q1", "a", "morning"): "7"}

    panel, page = try_out(staff, quiz, changes, headers=LIVE), try_out(staff, quiz, changes)

    assert panel.text.lstrip().startswith("<section")
    assert "<html" in page.text
    assert 'value="7"' in page.text
    assert f'action="{matrix(quiz)}"' in page.text
    assert "<html" in try_question(staff, quiz, {}).text
