from __future__ import annotations

import pytest
from django.contrib.admin.models import LogEntry

from quiz import publishing
from quiz.models import Question, Quiz, QuizVersion
from tests.factories import make_quiz, make_version
from tests.quiz.admin.filling import address, filled, log_in_with, messages_on, run

pytestmark = pytest.mark.django_db


def change(quiz):
    return address("quiz", "change", quiz.pk)


def buttons_on(page):
    return [button["name"] for button in page.context["buttons"]]


def test_publish_makes_a_version_and_says_so(staff):
    quiz = make_quiz()

    page = run(staff, change(quiz) + "?lang=en", "publish", quiz.pk)

    version = QuizVersion.objects.get()
    assert messages_on(page) == ["Version 1 is published."]
    assert (version.quiz, version.published_by.username) == (quiz, "hanako")
    assert LogEntry.objects.get().get_change_message() == "Version 1 is published."


def test_publish_refuses_in_words_and_leads_to_the_question(staff):
    quiz = make_quiz()
    question = quiz.questions.get(key="q2")
    question.choices.all().delete()

    page = run(staff, change(quiz) + "?lang=en", "publish", quiz.pk)

    assert messages_on(page)[0] == "The quiz was not published. Please put this right:"
    assert len(messages_on(page)) > 1
    assert not QuizVersion.objects.exists()
    places = {problem.place.url for problem in page.context["problems"] if problem.blocking}
    assert places == {address("question", "change", question.pk)}


def test_publishing_again_without_a_change_makes_no_version(staff):
    quiz = make_version().quiz

    page = run(staff, change(quiz) + "?lang=en", "publish", quiz.pk)

    assert messages_on(page) == ["Nothing has changed since the last version."]
    assert quiz.versions.count() == 1


def test_the_page_says_whether_the_draft_is_complete(staff):
    quiz = make_quiz()
    ready = staff.get(change(quiz) + "?lang=en")
    Question.objects.filter(quiz=quiz).delete()

    broken = staff.get(change(quiz) + "?lang=en")

    assert "Yes. The draft is complete." in ready.text
    assert "Not yet. Please put this right:" in broken.text
    assert [row.percent for row in ready.context["odds"]["rows"]] == ["50%", "50%"]
    assert broken.context["odds"] is None


def test_blocking_problems_come_first(staff):
    quiz = make_quiz(types=[{"key": "morning", "name": "朝", "color": "#ffee99"}, {"key": "forest", "name": "森"}])
    quiz.questions.get(key="q1").choices.all().delete()

    page = staff.get(change(quiz))

    order = [problem.blocking for problem in page.context["problems"]]
    assert order == sorted(order, reverse=True)
    assert set(order) == {True, False}


def test_publishing_needs_its_permission(client):
    quiz = make_quiz()
    log_in_with(client, "view_quiz", "change_quiz")

    page = client.get(change(quiz))
    run(client, change(quiz), "publish", quiz.pk)

    assert buttons_on(page) == []
    assert not QuizVersion.objects.exists()


def test_publishing_needs_no_permission_to_edit(client):
    quiz = make_quiz()
    log_in_with(client, "view_quiz", "publish_quiz")

    run(client, change(quiz), "publish", quiz.pk)

    assert QuizVersion.objects.count() == 1


@pytest.mark.parametrize(
    ("state", "offered"),
    [
        ("open", ["publish", "close", "stop", "retire", "duplicate"]),
        ("closed", ["publish", "reopen", "stop", "retire", "duplicate"]),
        ("stopped", ["publish", "reopen", "retire", "duplicate"]),
        ("retired", ["duplicate"]),
    ],
)
def test_only_what_makes_sense_is_offered(staff, state, offered):
    quiz = make_version().quiz
    Quiz.objects.filter(pk=quiz.pk).update(state=state)

    assert buttons_on(staff.get(change(quiz))) == offered


def test_a_draft_can_only_be_published_or_duplicated(staff):
    assert buttons_on(staff.get(change(make_quiz()))) == ["publish", "duplicate"]


@pytest.mark.parametrize(("action", "state"), [("close", Quiz.State.CLOSED), ("reopen", Quiz.State.OPEN)])
def test_what_can_be_undone_is_done_at_once(staff, action, state):
    quiz = make_version().quiz
    Quiz.objects.filter(pk=quiz.pk).update(state=Quiz.State.CLOSED if action == "reopen" else Quiz.State.OPEN)

    run(staff, change(quiz), action, quiz.pk)

    quiz.refresh_from_db()
    assert quiz.state == state


@pytest.mark.parametrize(("action", "state"), [("stop", Quiz.State.STOPPED), ("retire", Quiz.State.RETIRED)])
def test_what_hurts_is_asked_about_first(staff, action, state):
    quiz = make_version().quiz

    asked = run(staff, change(quiz), action, quiz.pk)
    quiz.refresh_from_db()
    before = quiz.state
    run(staff, change(quiz), action, quiz.pk, sure="yes")

    quiz.refresh_from_db()
    assert 'name="sure"' in asked.text
    assert (before, quiz.state) == (Quiz.State.OPEN, state)


def test_a_retired_quiz_does_not_come_back(staff):
    quiz = make_version().quiz
    Quiz.objects.filter(pk=quiz.pk).update(state=Quiz.State.RETIRED)

    page = run(staff, change(quiz) + "?lang=en", "reopen", quiz.pk)

    quiz.refresh_from_db()
    assert quiz.state == Quiz.State.RETIRED
    assert messages_on(page) == ["The quiz is retired for good."]


def test_a_version_tells_what_changed_and_what_it_holds(staff):
    first = make_version()
    quiz = first.quiz
    quiz.title = "あたらしい一杯"
    quiz.save()
    second = make_version(quiz)

    page = staff.get(address("quizversion", "change", second.pk))

    assert "あたらしい一杯" in page.text
    assert second.sha256 in page.text
    assert '<ul class="changes">' in page.text
    assert "朝ひかりタイプ +1" in page.text


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_of_versions_costs_the_same_however_long(staff, django_assert_num_queries, count):
    for _number in range(count):
        make_version()
    staff.get(address("quizversion"))

    with django_assert_num_queries(6):
        staff.get(address("quizversion"))


def test_enter_in_a_field_saves_and_publishes_nothing(staff):
    """A browser presses the first button of the form that a field is in; the actions have a form of their own."""
    quiz = make_quiz()
    page = staff.get(change(quiz))

    own_form = page.text.index('id="quiz_form"')
    first_button = page.text.index('type="submit"', own_form)

    assert page.text.index('value="publish"') < own_form
    assert 'name="_save"' in page.text[first_button : first_button + 100]
    assert "CHANGE_FORM-action" not in filled(page)


def test_the_draft_can_be_previewed(staff):
    quiz = make_quiz(title="まだ下書き")
    page = staff.get(change(quiz))

    preview = staff.get(page.context["preview_url"])

    assert preview.status_code == 200
    assert "質問1" in preview.text


def test_page_of_a_closed_quiz_says_that_it_is_closed(admin_client):
    quiz = make_version(make_quiz(slug="closed")).quiz
    publishing.close(quiz)

    page = admin_client.get(f"/admin/quiz/quiz/{quiz.pk}/change/").content.decode()

    assert quiz.state == "closed"
    assert 'class="verdict danger"' in page
