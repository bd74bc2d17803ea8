from __future__ import annotations

import pytest

from quiz import authoring
from quiz.models import Choice, Question, Quiz
from tests.factories import make_brand, make_quiz, make_type
from tests.quiz.admin.filling import address, filled, messages_on
from tests.quiz.admin.questions import question, question_page

pytestmark = pytest.mark.django_db
LOGICS = ["points", "bands", "axes", "flow"]


@pytest.mark.parametrize("logic", LOGICS)
def test_saving_pages_as_they_are_changes_nothing(staff, logic):
    quiz = make_quiz(
        logic=logic, gates=[{"scale": "care", "at_least": 3, "title": "専門家へ", "text": "ご相談ください"}]
    )
    before = authoring.export_text(quiz)
    pages = [address("quiz", "change", quiz.pk), question_page(quiz), question_page(quiz, "q3")]

    answers = [staff.post(url, {**filled(staff.get(url)), "_save": "保存"}) for url in pages]

    assert [page.status_code for page in answers] == [302, 302, 302]
    assert authoring.export_text(quiz) == before


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_of_a_quiz_costs_the_same_however_many_rows(staff, django_assert_num_queries, count):
    types = [{"key": f"type{number}", "name": f"タイプ{number}"} for number in range(count)]
    scales = [each["key"] for each in types]
    quiz = make_quiz(questions=[question(f"q{number}", scales=scales) for number in range(count)], types=types)
    url = address("quiz", "change", quiz.pk)
    staff.get(url)

    with django_assert_num_queries(28):
        staff.get(url)


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_of_quizzes_costs_the_same_however_long(staff, django_assert_num_queries, count):
    for _number in range(count):
        make_quiz()
    staff.get(address("quiz"))

    with django_assert_num_queries(6):
        staff.get(address("quiz"))


def test_a_new_question_is_given_a_key_and_the_last_place(staff):
    quiz = make_quiz(questions=2)
    url = address("quiz", "change", quiz.pk)
    new = {
        "questions-2-text": "新しい質問",
        "questions-2-kind": "single",
        "questions-2-position": "",
        "questions-2-key": "",
    }

    staff.post(url, filled(staff.get(url)) | new | {"questions-TOTAL_FORMS": 3, "questions-2-quiz": quiz.pk})

    added = quiz.questions.get(text="新しい質問")
    assert (added.key, added.position) == ("q3", 2)


def test_rows_move_by_their_position(staff):
    quiz = make_quiz(questions=3)
    url = address("quiz", "change", quiz.pk)

    staff.post(url, filled(staff.get(url), questions__0__position=2, questions__2__position=0))

    assert [question.key for question in quiz.questions.all()] == ["q3", "q2", "q1"]


def test_empty_rows_can_be_asked_for_without_javascript(staff):
    quiz = make_quiz()

    page = staff.get(address("quiz", "change", quiz.pk) + "?rows=3")

    assert {len(each.formset.extra_forms) for each in page.context["inline_admin_formsets"]} == {3}


def test_a_key_that_is_gone_stays_to_be_seen(staff):
    quiz = make_quiz()
    Choice.objects.filter(question__quiz=quiz, key="a").update(next_key="vanished")
    url = question_page(quiz)

    page = staff.get(url + "?lang=en")
    staff.post(url, filled(page))

    assert "vanished (missing)" in page.text
    assert Choice.objects.filter(next_key="vanished").count() == 3


def test_a_quiz_begins_with_its_head_and_goes_on_on_its_own_page(staff):
    brand = make_brand()
    page = staff.get(address("quiz", "add"))
    head = {"title": "肌診断", "brand": brand.pk, "slug": "skin"}

    answer = staff.post(address("quiz", "add") + "?lang=en", filled(page) | head, follow=True)

    quiz = Quiz.objects.get(slug="skin")
    assert answer.redirect_chain[-1][0] == address("quiz", "change", quiz.pk)
    assert messages_on(answer) == ["The quiz is saved. Now give it types and questions."]
    assert page.context["inline_admin_formsets"] == []


def test_types_to_choose_from_are_those_of_the_brand(staff):
    quiz = make_quiz()
    make_type(brand=make_brand(key="kokochi", name="ここち肌研究室"), key="calm", name="おだやか肌")

    page = staff.get(address("quiz", "change", quiz.pk))

    field = page.context["inline_admin_formsets"][0].formset.empty_form.fields["type"]
    assert [label for _pk, label in field.choices] == ["—", "森ふかタイプ", "朝ひかりタイプ"]


def test_after_saving_a_question_one_is_back_at_its_quiz(staff):
    quiz = make_quiz()
    url = question_page(quiz)

    page = staff.post(url, filled(staff.get(url)) | {"_save": "保存"})

    assert page["Location"] == address("quiz", "change", quiz.pk) + "#questions-group"


def test_questions_are_left_out_of_the_menu(staff):
    page = staff.get("/admin/")

    names = [model["object_name"] for app in page.context["app_list"] for model in app["models"]]
    assert "Question" not in names
    assert names[:2] == ["Quiz", "QuizVersion"]


def test_text_of_staff_is_inert_everywhere(staff):
    quiz = make_quiz(title="<script>alert(1)</script>")
    Question.objects.filter(quiz=quiz, key="q1").update(text='"><img src=x onerror=alert(2)>')
    Choice.objects.filter(question__quiz=quiz, key="a").update(text="<b onmouseover=alert(3)>")
    pages = [address("quiz"), address("quiz", "change", quiz.pk), question_page(quiz), address("question")]

    texts = [staff.get(url).text for url in pages]

    assert not any(hostile in text for text in texts for hostile in ("<script>alert", "<img src=x", "<b onmouse"))


@pytest.mark.parametrize(("asked", "added"), [("3", 3), ("99", 10), ("9" * 5000, 0)], ids=["few", "many", "digits"])
def test_no_more_rows_are_added_than_a_page_holds(staff, asked, added):
    quiz = make_quiz()

    page = staff.get(address("quiz", "change", quiz.pk), {"rows": asked})

    assert {each.formset.extra for each in page.context["inline_admin_formsets"]} == {added}
