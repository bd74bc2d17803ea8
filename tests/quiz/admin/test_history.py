from __future__ import annotations

import pytest
from django.contrib.admin.models import LogEntry
from django.utils.translation import override

from quiz.models import Quiz
from tests.factories import make_brand, make_quiz
from tests.quiz.admin.filling import address, filled
from tests.quiz.admin.questions import question_page

pytestmark = pytest.mark.django_db


@pytest.fixture
def quiz():
    return make_quiz(questions=2)


def told(quiz, language="en"):
    """Return what the history of a quiz says, the newest first."""
    with override(language):
        rows = LogEntry.objects.filter(content_type__model="quiz", object_id=quiz.pk).order_by("-pk")
        return [row.get_change_message() for row in rows]


def test_an_edit_of_a_question_is_in_the_history_of_its_quiz(staff, quiz):
    url = question_page(quiz)

    staff.post(url, filled(staff.get(url), text="いつ飲みますか", required=""))

    assert told(quiz) == ["Changed question and required for question “いつ飲みますか”."]
    assert told(quiz, "ja") == ["質問 “いつ飲みますか” の 質問 と 必須 を変更しました。"]


def test_an_edit_of_a_choice_tells_its_weights_before_and_after(staff, quiz):
    url = question_page(quiz)
    changes = {"choices-0-text": "朝に", "choices-0-weight_morning": "7", "choices-0-weight_forest": "-1"}

    staff.post(url, filled(staff.get(url)) | changes)

    weights = "朝ひかりタイプ 2 → 7 and 森ふかタイプ 0 → -1"
    assert told(quiz) == [f"Changed choice, {weights} for choice “質問1 / 朝に”."]


def test_new_and_deleted_choices_are_told(staff, quiz):
    url = question_page(quiz)
    new = {"choices-2-text": "そちら", "choices-2-question": quiz.questions.get(key="q1").pk}
    changes = {"choices-TOTAL_FORMS": 3, "choices-1-DELETE": "on", **new}

    staff.post(url, filled(staff.get(url)) | changes)

    assert told(quiz) == ["Added choice “質問1 / そちら”. Deleted choice “質問1 / あちら”."]


def test_new_and_deleted_questions_are_told(staff, quiz):
    data = filled(staff.get(address("question", "add")), quiz=quiz.pk, text="あたらしい質問", key="q9", position=3)
    staff.post(address("question", "add"), data)
    asked = quiz.questions.get(key="q9")
    staff.post(address("question", "delete", asked.pk), {"post": "yes"})

    assert told(quiz) == ["Deleted question “あたらしい質問”.", "Added question “あたらしい質問”."]


def test_the_page_of_all_weights_tells_each_choice(staff, quiz):
    url = address("quiz", "weights", quiz.pk)
    cells = {field.html_name: field.value() or "" for field in staff.get(url).context["form"]}
    choice = quiz.questions.get(key="q2").choices.get(key="b")

    staff.post(url, cells | {f"w-{choice.pk}-forest": "", f"w-{choice.pk}-morning": "3"})

    assert told(quiz) == ["Changed 朝ひかりタイプ 0 → 3 and 森ふかタイプ 1 → 0 for choice “質問2 / あちら”."]


def test_saving_a_question_as_it_is_tells_its_quiz_nothing(staff, quiz):
    url = question_page(quiz)

    staff.post(url, filled(staff.get(url)))

    assert told(quiz) == []


def test_the_quiz_itself_is_told_in_the_words_of_the_page(staff, quiz):
    url = address("quiz", "change", quiz.pk)

    staff.post(url, filled(staff.get(url), title="新しい題", questions__0__text="書きかえた質問"))

    assert told(quiz, "ja") == ["タイトル を変更しました。 質問 “書きかえた質問” の 質問 を変更しました。"]


def test_the_catalog_is_told_in_the_words_of_the_page(staff):
    brand = make_brand()
    url = f"/admin/catalog/brand/{brand.pk}/change/"

    staff.post(url, filled(staff.get(url), tagline="新しいひとこと"))

    with override("ja"):
        assert LogEntry.objects.get().get_change_message() == "ひとこと を変更しました。"


def test_history_opens_with_all_of_it(staff, quiz):
    url = question_page(quiz)
    staff.post(url, filled(staff.get(url), text="いつ飲みますか"))

    page = staff.get(address("quiz", "history", quiz.pk))

    assert "いつ飲みますか" in page.text
    assert Quiz.objects.count() == 1
