from __future__ import annotations

import pytest

from quiz.forms import weighing
from quiz.models import Weight
from tests.factories import make_quiz
from tests.quiz.admin.filling import address, log_in_with
from tests.quiz.admin.questions import question, weights

pytestmark = pytest.mark.django_db


def matrix(quiz):
    return address("quiz", "weights", quiz.pk)


def cells_of(page):
    """Return what the page sends when nothing is touched."""
    form = page.context["form"]
    return {field.html_name: "" if field.value() is None else field.value() for field in form}


def cell(quiz, key, choice, scale):
    pk = quiz.questions.get(key=key).choices.get(key=choice).pk
    return f"w-{pk}-{scale}"


def test_all_weights_are_on_one_page_and_saved_at_once(staff):
    quiz = make_quiz(questions=2)
    changes = {
        cell(quiz, "q1", "a", "morning"): 7,
        cell(quiz, "q1", "b", "forest"): "",
        cell(quiz, "q2", "b", "morning"): -3,
    }

    staff.post(matrix(quiz), cells_of(staff.get(matrix(quiz))) | changes)

    assert weights(quiz, "q1") == {("a", "morning"): 7}
    assert weights(quiz, "q2") == {("a", "morning"): 1, ("b", "forest"): 1, ("b", "morning"): -3}


def test_saving_the_page_as_it_is_writes_nothing(staff):
    quiz = make_quiz()
    before = list(Weight.objects.values())

    page = staff.post(matrix(quiz), cells_of(staff.get(matrix(quiz))))

    assert page.status_code == 200
    assert list(Weight.objects.values()) == before


@pytest.mark.parametrize("typed", ["1001", "-1001", "x", "1.5"])
def test_what_is_no_weight_is_refused_and_stays_to_be_seen(staff, typed):
    quiz = make_quiz()
    wrong, right = cell(quiz, "q1", "a", "morning"), cell(quiz, "q1", "b", "forest")

    page = staff.post(matrix(quiz), cells_of(staff.get(matrix(quiz))) | {wrong: typed, right: 9})

    assert page.context["form"].errors.keys() == {wrong}
    assert f'value="{typed}"' in page.text
    assert weights(quiz) == {("a", "morning"): 1, ("b", "forest"): 1}


def test_cells_of_another_quiz_are_ignored(staff):
    quiz, other = make_quiz(), make_quiz()

    staff.post(matrix(quiz), cells_of(staff.get(matrix(quiz))) | {cell(other, "q1", "a", "morning"): 99})

    assert weights(other) == {("a", "morning"): 1, ("b", "forest"): 1}


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_costs_the_same_however_large_the_quiz(staff, django_assert_num_queries, count):
    quiz = make_quiz(questions=[question(f"q{number}", choices=count) for number in range(count)])
    staff.get(matrix(quiz))

    with django_assert_num_queries(19):
        staff.get(matrix(quiz))


def test_every_cell_is_named_by_its_choice_and_its_scale(staff):
    page = staff.get(matrix(make_quiz()))

    assert page.text.count('aria-label="こちら / 朝ひかりタイプ"') == 3


def test_odds_stand_beside_the_weights(staff):
    page = staff.get(matrix(make_quiz()))

    assert [row.percent for row in page.context["trial"].rows] == ["50%", "50%"]


def test_a_flowchart_has_no_weights(staff):
    page = staff.get(matrix(make_quiz(logic="flow")) + "?lang=en")

    assert "In a flowchart nothing is weighed" in page.text


def test_a_quiz_that_is_too_large_is_edited_question_by_question(staff, monkeypatch):
    quiz = make_quiz()
    monkeypatch.setattr(weighing, "MAX_CELLS", 3)

    page = staff.get(matrix(quiz) + "?lang=en")
    staff.post(matrix(quiz), {cell(quiz, "q1", "a", "morning"): 9})

    assert "too large to be edited on one page" in page.text
    assert weights(quiz) == {("a", "morning"): 1, ("b", "forest"): 1}


def test_weights_need_the_permission_to_change(client):
    quiz = make_quiz()
    log_in_with(client, "view_quiz", "publish_quiz")

    answers = [client.get(matrix(quiz)), client.post(matrix(quiz), {cell(quiz, "q1", "a", "morning"): 9})]

    assert [page.status_code for page in answers] == [403, 403]
    assert weights(quiz)[("a", "morning")] == 1
