from __future__ import annotations

import pytest

from quiz.models import Choice, Weight
from tests.factories import make_quiz
from tests.quiz.admin.filling import filled
from tests.quiz.admin.questions import question, question_page, weights

pytestmark = pytest.mark.django_db


def test_a_weight_is_changed_added_and_taken_away(staff):
    quiz = make_quiz(questions=1)
    url = question_page(quiz)
    assert weights(quiz) == {("a", "morning"): 1, ("b", "forest"): 1}

    changes = {"choices-0-weight_morning": 5, "choices-0-weight_forest": -2, "choices-1-weight_forest": 0}
    staff.post(url, filled(staff.get(url)) | changes | {"_save": "保存"})

    assert weights(quiz) == {("a", "morning"): 5, ("a", "forest"): -2}


def test_every_weight_is_named_by_its_choice_and_its_type(staff):
    quiz = make_quiz()

    page = staff.get(question_page(quiz))

    assert 'aria-label="こちら / 朝ひかりタイプ"' in page.text
    assert 'aria-label="あちら / 森ふかタイプ"' in page.text


def test_a_weight_beyond_the_limit_is_refused_and_nothing_is_lost(staff):
    quiz = make_quiz()
    url = question_page(quiz)

    page = staff.post(
        url, filled(staff.get(url)) | {"choices-0-weight_morning": 1001, "text": "新しい文", "_save": "保存"}
    )

    assert page.status_code == 200
    assert 'value="1001"' in page.text
    assert "新しい文" in page.text
    assert weights(quiz)[("a", "morning")] == 1


def test_scales_of_gates_and_strays_have_their_columns(staff):
    gate = {"scale": "care", "at_least": 3, "title": "専門家へ", "text": "ご相談ください"}
    quiz = make_quiz(gates=[gate])
    Weight.objects.create(choice=Choice.objects.filter(question__quiz=quiz).first(), scale="gone", value=2)

    page = staff.get(question_page(quiz))

    form = page.context["inline_admin_formsets"][0].formset.forms[0]
    assert tuple(form.scales) == ("morning", "forest", "care", "gone")


@pytest.mark.parametrize(
    ("logic", "scales"),
    [("points", ("morning", "forest")), ("bands", ("total",)), ("axes", ("acidity",)), ("flow", ())],
)
def test_each_logic_has_its_own_columns(staff, logic, scales):
    quiz = make_quiz(logic=logic)

    page = staff.get(question_page(quiz))

    assert page.context["inline_admin_formsets"][0].formset.forms[0].scales.keys() == set(scales)


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_of_a_question_costs_the_same_however_many_choices(staff, django_assert_num_queries, count):
    quiz = make_quiz(questions=[question(choices=count)])
    url = question_page(quiz)
    staff.get(url)

    with django_assert_num_queries(20):
        staff.get(url)


@pytest.mark.parametrize("count", [1, 3])
def test_weights_are_written_together(staff, django_assert_num_queries, count):
    """Three statements for all cells of all choices; the rest is Django's own work on one choice."""
    types = [{"key": f"type{number}", "name": f"タイプ{number}"} for number in range(count)]
    quiz = make_quiz(questions=[question(choices=1, scales=[each["key"] for each in types])], types=types)
    url = question_page(quiz)
    changes = {f"choices-0-weight_type{number}": 7 for number in range(count)}
    data = filled(staff.get(url)) | changes | {"_save": "保存"}

    with django_assert_num_queries(32):
        staff.post(url, data)

    assert set(weights(quiz).values()) == {7}


def test_a_new_choice_is_saved_with_its_weights(staff):
    quiz = make_quiz(questions=1)
    url = question_page(quiz)
    new = {"choices-2-text": "どちらでも", "choices-2-weight_forest": 3, "choices-TOTAL_FORMS": 3}

    staff.post(url, filled(staff.get(url)) | new | {"_save": "保存"})

    added = Choice.objects.get(text="どちらでも")
    assert (added.key, added.position) == ("c1", 2)
    assert weights(quiz)[("c1", "forest")] == 3
