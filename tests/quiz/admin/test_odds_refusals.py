"""What is not tried out, and what is said then."""

from __future__ import annotations

import pytest

from quiz.models import Choice
from tests.factories import make_quiz
from tests.quiz.admin.filling import address, log_in_with
from tests.quiz.admin.test_matrix import cell, matrix
from tests.quiz.admin.trying import LIVE, shares_of, try_out, try_question

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("typed", ["x", "1.5", "1001", "-1001", "1000000000", "9" * 5000, "10^9", "NaN", "\x00", "<b>"])
@pytest.mark.parametrize("headers", [LIVE, {}], ids=["live", "plain"])
def test_what_is_no_weight_is_named_with_its_reason(staff, typed, headers):
    quiz = make_quiz()
    name = cell(quiz, "q1", "a", "morning")

    page = try_out(staff, quiz, {name: typed}, headers=headers)

    ((wrong, label, reason),) = page.context["trial"].wrong
    assert page.status_code == 200
    assert (wrong, label) == (name, "こちら / 朝ひかりタイプ")
    assert reason and reason in page.text
    assert page.context["trial"].rows == ()


def test_a_draft_that_is_not_whole_says_what_is_missing(staff):
    quiz = make_quiz()
    Choice.objects.filter(question__quiz=quiz, question__key="q2").delete()

    pages = [staff.get(matrix(quiz) + "?lang=en"), try_out(staff, quiz, {}), try_question(staff, quiz, {})]

    for page in pages:
        assert page.context["trial"].rows == ()
        assert "A question needs at least two choices." in page.text


def test_cells_of_another_quiz_and_of_nothing_are_ignored(staff):
    quiz, other = make_quiz(), make_quiz()
    strange = {cell(other, "q1", "a", "morning"): "x", "w-0-morning": "x", "choices-7-id": "999", "choices-x-id": "1"}

    pages = [try_out(staff, quiz, strange), try_question(staff, quiz, strange)]

    assert [shares_of(page) for page in pages] == [{"morning": 0.5, "forest": 0.5}] * 2


@pytest.mark.parametrize("name", ["quiz", "question"])
def test_trying_out_needs_the_permission_to_change(client, name):
    quiz = make_quiz()
    url = address(name, "odds", quiz.pk if name == "quiz" else quiz.questions.first().pk)
    stranger = client.post(url)
    log_in_with(client, "view_quiz", "view_question", "publish_quiz")

    assert stranger["Location"].startswith("/admin/login/")
    assert client.post(url).status_code == 403
    assert client.get(url).status_code == 403


@pytest.mark.parametrize("name", ["quiz", "question"])
def test_trying_out_is_a_post_to_something_that_exists(staff, name):
    quiz = make_quiz()
    pk = quiz.pk if name == "quiz" else quiz.questions.first().pk

    assert staff.get(address(name, "odds", pk)).status_code == 405
    assert staff.post(address(name, "odds", 10**6)).status_code == 404
