"""Whoever goes back and takes another way leaves nothing behind: what is stored in the end is the way that counted."""

from __future__ import annotations

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from quiz import caching, scoring, taking
from quiz.models import QuizVersion, Response
from tests.factories import make_document, make_quiz, make_response, make_version
from tests.quiz.scoring.reference import answers_to
from tests.quiz.scoring.strategies import quizzes
from tests.quiz.walking import give, submit

pytestmark = pytest.mark.django_db
MOST_STEPS = 40


def dog_quiz() -> QuizVersion:
    """Return a quiz whose first answer leads over a question and a sensitive one, or past both."""
    document = make_document(slug="dog", questions=4)
    document["purposes"] = [
        {"key": "keep", "title": "保存", "text": "結果を保存します。", "months": 12},
        {"key": "care", "title": "体のこと", "text": "体のことを使います。", "months": 6},
    ]
    document["questions"][0]["choices"][1]["next"] = "q4"
    document["questions"][2] |= {"required": False, "sensitive": True, "purpose": "care"}
    return make_version(make_quiz(**document))


def test_answers_off_the_final_way_are_not_stored():
    response = make_response(dog_quiz())

    give(response, submit("q1", "a"), submit("q2", "a"), submit("q3", "a", may_keep=True))
    give(response, submit("q1", "b"), submit("q4", "a"))

    finished = Response.objects.get(pk=response.pk)
    assert list(response.answers.values_list("question_key", flat=True)) == ["q1", "q4"]
    assert (finished.state, finished.is_redacted) == (Response.State.FINISHED, False)


def test_an_answer_to_the_tie_question_stays_when_it_decided():
    asked = {"kind": "single", "text": "どちら", "choices": tie_choices()}
    document = {"questions": [{"key": key, **asked} for key in ("q1", "q2")]}
    version = make_version(slug="tied", tie_break={"rule": "ask", "question": {"key": "tie", **asked}}, **document)
    response = make_response(version)

    give(response, submit("q1", "morning"), submit("q2", "forest"), submit("tie", "forest"))

    assert list(response.answers.values_list("question_key", flat=True)) == ["q1", "q2", "tie"]


def test_an_answer_to_the_tie_question_goes_when_there_is_no_tie_in_the_end():
    asked = {"kind": "single", "text": "どちら", "choices": tie_choices()}
    document = {"questions": [{"key": key, **asked} for key in ("q1", "q2")]}
    version = make_version(slug="tied", tie_break={"rule": "ask", "question": {"key": "tie", **asked}}, **document)
    response = make_response(version, answers={"q1": ["morning"], "q2": ["forest"], "tie": ["forest"]})

    give(response, submit("q2", "morning"))

    assert sorted(response.answers.values_list("question_key", flat=True)) == ["q1", "q2"]


def tie_choices() -> list[dict[str, object]]:
    return [{"key": key, "text": key, "weights": {key: 1}} for key in ("morning", "forest")]


@given(definition=quizzes(), data=st.data())
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_stored_keys_are_on_the_path_whatever_way_was_taken(definition, data):
    if not definition.questions:
        return
    caching.clear_all()  # every example's version has the number of the last one, which was undone
    with transaction.atomic():
        response = make_response(make_version_of(definition))
        walk_about(response, definition, data)
        transaction.set_rollback(True)


def make_version_of(definition: scoring.Definition) -> QuizVersion:
    quiz = make_quiz(slug="random")
    snapshot = scoring.write_snapshot(definition, {"brand": {"key": quiz.brand.key, "name": quiz.brand.name}})
    version = QuizVersion(quiz=quiz, number=99, snapshot=snapshot, schema=scoring.SCHEMA, published_at=timezone.now())
    version.save()
    return version


def walk_about(response: Response, definition: scoring.Definition, data: st.DataObject) -> None:
    """Answer what is open, or go back and answer anew, until the response is finished; then look at what is stored."""
    answers: scoring.Answers = {}
    for step in range(MOST_STEPS):
        open_one = scoring.next_question(definition, answers)
        before = [question for question in scoring.path(definition, answers) if question.key in answers]
        is_going_back = before and step < MOST_STEPS // 2 and data.draw(st.booleans())
        question = data.draw(st.sampled_from(before)) if is_going_back or open_one is None else open_one
        chosen = data.draw(st.sampled_from(answers_to(question)))
        key = scoring.TIE if question is definition.tie_question else question.key
        reached = give(response, submit(key, *chosen, may_keep=data.draw(st.booleans())))
        answers = reached.answers
        if reached.following is None:
            break
    stored = Response.objects.get(pk=response.pk)
    assert stored.state == Response.State.FINISHED
    outcome = scoring.read_outcome(stored.outcome)
    assert set(response.answers.values_list("question_key", flat=True)) <= taking.answered_on_way(definition, outcome)
