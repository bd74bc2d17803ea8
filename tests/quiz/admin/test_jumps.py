"""Questions are deleted that choices of others go on with."""

from __future__ import annotations

import pytest

from quiz.models import Choice, Question
from tests.factories import make_quiz, make_version
from tests.quiz.admin.filling import address, filled, messages_on

pytestmark = pytest.mark.django_db
WARNING = "“質問3” is gone. Say anew where these choices lead, which went on with it: 質問1 / こちら"


@pytest.fixture
def quiz():
    """A published quiz whose first choice jumps over the second question."""
    quiz = make_version(make_quiz(questions=3)).quiz
    Choice.objects.filter(question__quiz=quiz, question__key="q1", key="a").update(next_key="q3")
    return quiz


def delete_on_its_page(staff, quiz):
    question = quiz.questions.get(key="q3")
    return staff.post(address("question", "delete", question.pk) + "?lang=en", {"post": "yes"}, follow=True)


def delete_on_the_page_of_the_quiz(staff, quiz):
    url = address("quiz", "change", quiz.pk) + "?lang=en"
    return staff.post(url, filled(staff.get(url)) | {"questions-2-DELETE": "on"}, follow=True)


def delete_in_the_list(staff, quiz):
    question = quiz.questions.get(key="q3")
    data = {"action": "delete_selected", "_selected_action": question.pk, "post": "yes"}
    return staff.post(address("question"), data, follow=True, headers={"accept-language": "en"})


WAYS = [delete_on_its_page, delete_on_the_page_of_the_quiz, delete_in_the_list]


@pytest.mark.parametrize("delete", WAYS)
def test_the_author_hears_which_choices_went_on_with_it(staff, quiz, delete):
    page = delete(staff, quiz)

    assert not Question.objects.filter(quiz=quiz, key="q3").exists()
    assert WARNING in messages_on(page)


@pytest.mark.parametrize("delete", WAYS)
def test_nothing_is_said_where_nothing_went_on_with_it(staff, quiz, delete):
    Choice.objects.update(next_key="")

    page = delete(staff, quiz)

    assert not any("is gone" in message for message in messages_on(page))


def test_after_deleting_a_question_one_is_back_at_its_quiz(staff, quiz):
    page = delete_on_its_page(staff, quiz)

    assert page.redirect_chain[-1][0] == address("quiz", "change", quiz.pk) + "#questions-group"


def test_the_quiz_cannot_be_published_and_its_page_leads_to_the_choice(staff, quiz):
    delete_on_its_page(staff, quiz)

    page = staff.get(address("quiz", "change", quiz.pk) + "?lang=en")

    (problem,) = [each for each in page.context["problems"] if each.blocking]
    asked = quiz.questions.get(key="q1")
    assert problem.message == "There is no question “q3” to go on with."
    assert problem.place == ("質問1 / こちら", address("question", "change", asked.pk) + "#choices-0")


def test_every_page_of_the_draft_still_opens(staff, quiz):
    delete_on_its_page(staff, quiz)
    asked = quiz.questions.get(key="q1")
    urls = [address("quiz", name, quiz.pk) for name in ("change", "weights", "download", "report")]

    answers = [staff.get(url).status_code for url in [*urls, address("question", "change", asked.pk)]]

    assert answers == [200] * 5
