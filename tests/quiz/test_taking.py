from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import timezone

from quiz import publishing, taking, tokens
from quiz.models import Event, Kind, Response
from quiz.taking import answering
from tests.factories import make_response, make_version
from tests.quiz.walking import give, submit

pytestmark = pytest.mark.django_db


def test_start_keeps_the_handle_as_a_hash_only():
    quiz = make_version().quiz

    response, handle = taking.start(quiz, source=taking.Source(utm_source="line"), language="ja", now=timezone.now())

    assert response.handle_hash == tokens.hash_token(handle)
    assert handle not in str(Response.objects.filter(pk=response.pk).values())
    assert response.utm_source == "line"
    assert list(Event.objects.values_list("kind", flat=True)) == [Kind.STARTED]


def test_start_refuses_a_closed_quiz():
    quiz = make_version().quiz
    publishing.close(quiz)

    with pytest.raises(taking.ClosedError):
        taking.start(quiz, source=taking.Source(), language="ja", now=timezone.now())

    assert not Response.objects.exists()


def test_answer_leads_to_the_next_question():
    response = make_response()

    step = give(response, submit("q1", "a"))

    assert step.following.key == "q2"
    assert step.answers == {"q1": ("a",)}


def test_answer_again_replaces_the_one_before():
    response = make_response()

    give(response, submit("q1", "a"), submit("q1", "b"))

    assert taking.current_answers(response.answers.all()) == {"q1": ("b",)}


def test_answer_retried_with_its_key_changes_nothing():
    response = make_response()
    early = submit("q1", "a")
    give(response, early, submit("q1", "b"))

    step = give(response, early)

    assert step.following.key == "q2"
    assert taking.current_answers(response.answers.all()) == {"q1": ("b",)}
    assert response.answers.count() == 2


def test_answer_refuses_a_used_key_for_another_answer():
    response = make_response()
    give(response, submit("q1", "a", key="same"))

    with pytest.raises(taking.ReusedKeyError):
        give(response, submit("q1", "b", key="same"))

    assert taking.current_answers(response.answers.all()) == {"q1": ("a",)}


def test_answer_refuses_a_used_key_with_another_word_on_keeping_it():
    response = make_response()
    first = submit("q1", "a", key="same")
    give(response, replace(first, may_keep=True))

    with pytest.raises(taking.ReusedKeyError):
        give(response, first)


@pytest.mark.parametrize("key", ["q2", "q3", "nowhere", "tie"])
def test_answer_refuses_a_question_that_is_not_reached(key):
    response = make_response()

    with pytest.raises(taking.NotReachedError):
        give(response, submit(key, "a"))

    assert not response.answers.exists()


@pytest.mark.parametrize(
    ("choices", "code"),
    [((), "required"), (("a", "b"), "too_many"), (("z",), "unknown_choice"), (("a", "a"), "repeated")],
)
def test_answer_refuses_what_is_no_answer(choices, code):
    response = make_response()

    with pytest.raises(taking.InvalidAnswerError) as refused:
        give(response, submit("q1", *choices))

    assert refused.value.code == code
    assert not response.answers.exists()


def test_answer_refuses_an_expired_response():
    response = make_response(expires_at=timezone.now() - timedelta(seconds=1))

    with pytest.raises(taking.ExpiredError):
        give(response, submit("q1", "a"))


def test_answer_refuses_a_quiz_that_was_stopped_but_not_one_that_was_closed():
    response = make_response()
    publishing.close(response.version.quiz)
    give(response, submit("q1", "a"))

    publishing.stop(response.version.quiz)

    with pytest.raises(taking.ClosedError):
        give(response, submit("q2", "a"))


def test_answer_stops_at_a_thousand_changes_of_mind(monkeypatch):
    monkeypatch.setattr(answering, "MAX_ANSWERS", 2)
    response = make_response()
    give(response, submit("q1", "a"), submit("q1", "b"))

    with pytest.raises(taking.TooManyAnswersError):
        give(response, submit("q1", "a"))


def test_pass_over_goes_on_with_the_answer_that_is_there():
    response = make_response()
    give(response, submit("q1", "a"), submit("q2", "a"))

    step = taking.advance(taking.load(response), submit("q1"), now=timezone.now())

    assert step.following.key == "q2"
    assert response.answers.count() == 2


def test_pass_over_refuses_a_question_without_an_answer():
    response = make_response()

    with pytest.raises(taking.InvalidAnswerError):
        taking.advance(taking.load(response), submit("q1"), now=timezone.now())


def test_pass_over_refuses_a_question_that_is_not_reached():
    response = make_response()

    with pytest.raises(taking.NotReachedError):
        taking.advance(taking.load(response), submit("q3"), now=timezone.now())
