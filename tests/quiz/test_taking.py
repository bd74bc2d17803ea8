from __future__ import annotations

import json
import threading
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone

from quiz import publishing, scoring, taking, tokens
from quiz.models import Answer, Event, Kind, Response
from tests.factories import make_document, make_quiz, make_response, make_version

pytestmark = pytest.mark.django_db


def submit(question: str, *choices: str, key: str | None = None, **details) -> taking.Submit:
    return taking.Submit(key=key or tokens.new_submit_key(), question=question, choices=choices, **details)


def give(response: Response, *submits: taking.Submit) -> taking.Step:
    for each in submits:
        step = taking.answer(response, each, now=timezone.now())
    return step


def finished(version=None) -> Response:
    response = make_response(version)
    give(response, submit("q1", "a"), submit("q2", "a"), submit("q3", "b", key="last"))
    return response


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
    monkeypatch.setattr(taking, "MAX_ANSWERS", 2)
    response = make_response()
    give(response, submit("q1", "a"), submit("q1", "b"))

    with pytest.raises(taking.TooManyAnswersError):
        give(response, submit("q1", "a"))


def test_last_answer_finishes_with_outcome_and_reasons():
    response = finished()

    stored = Response.objects.get(pk=response.pk)
    outcome = scoring.read_outcome(stored.outcome)
    assert (stored.state, stored.type_key, stored.finish_key) == (Response.State.FINISHED, "morning", "last")
    assert outcome.sums == {"morning": 2, "forest": 1}
    assert json.loads(stored.explanation)["score"] == "2"
    assert stored.result_hash == tokens.hash_token(tokens.result_token(stored.uid))


def test_finish_counts_what_was_reached_answered_and_chosen():
    response = finished()

    counted = Event.objects.filter(version=response.version).values_list("kind", "key")
    assert sorted(counted) == sorted(
        [(Kind.FINISHED, "morning")]
        + [(kind, key) for key in ("q1", "q2", "q3") for kind in (Kind.REACHED, Kind.ANSWERED)]
        + [(Kind.CHOSEN, chosen) for chosen in ("q1/a", "q2/a", "q3/b")]
    )


def test_finishing_answer_retried_changes_nothing():
    response = finished()
    before = Response.objects.filter(pk=response.pk).values().get()

    step = give(response, submit("q3", "b", key="last"))

    assert step.following is None
    assert Response.objects.filter(pk=response.pk).values().get() == before


def test_finished_response_takes_no_more_answers():
    response = finished()

    with pytest.raises(taking.FinishedError):
        give(response, submit("q1", "b"))

    assert Response.objects.get(pk=response.pk).type_key == "morning"


def test_finish_forgets_the_answers_that_were_replaced():
    response = make_response()

    give(response, submit("q1", "b"), submit("q1", "a"), submit("q2", "a"), submit("q3", "a"))

    kept = list(response.answers.values_list("question_key", "choices"))
    assert kept == [("q1", ["a"]), ("q2", ["a"]), ("q3", ["a"])]


def test_pass_over_goes_on_with_the_answer_that_is_there():
    response = make_response()
    give(response, submit("q1", "a"), submit("q2", "a"))

    step = taking.pass_over(response, submit("q1"), now=timezone.now())

    assert step.following.key == "q2"
    assert response.answers.count() == 2


def test_pass_over_refuses_a_question_without_an_answer():
    response = make_response()

    with pytest.raises(taking.InvalidAnswerError):
        taking.pass_over(response, submit("q1"), now=timezone.now())


def sensitive_version():
    document = make_document(slug="skin")
    document["purposes"] = [{"key": "care", "title": "肌の答え", "text": "肌の答えを使います。", "months": 6}]
    document["questions"][1] |= {"required": False, "sensitive": True, "purpose": "care"}
    return make_version(make_quiz(**document))


@pytest.mark.parametrize(("may_keep", "left"), [(False, ["q1", "q3"]), (True, ["q1", "q2", "q3"])])
def test_finish_deletes_a_sensitive_answer_unless_it_may_be_kept(may_keep, left):
    response = make_response(sensitive_version())

    give(response, submit("q1", "a"), submit("q2", "a", may_keep=may_keep), submit("q3", "b"))

    stored = Response.objects.get(pk=response.pk)
    told = [each["question"] for each in json.loads(stored.explanation)["contributions"]]
    assert list(response.answers.values_list("question_key", flat=True)) == left
    assert (stored.is_redacted, told, stored.type_key) == (not may_keep, left, "morning")


def test_response_finishes_on_the_version_it_began_with():
    first = make_version()
    response = make_response(first)
    give(response, submit("q1", "a"))
    question = first.quiz.questions.get(key="q2")
    question.choices.get(key="a").weights.update(value=-9)
    second = publishing.publish(first.quiz, by=None, now=timezone.now())

    give(response, submit("q2", "a"), submit("q3", "b"))

    assert second.number == 2
    assert Response.objects.get(pk=response.pk).version == first
    assert scoring.read_outcome(response.outcome).sums == {"morning": 2, "forest": 1}


@pytest.mark.django_db(transaction=True)
def test_five_parallel_finishes_complete_once():
    response = make_response(answers={"q1": ["a"], "q2": ["a"]})
    refusals: list[type[Exception]] = []

    def finish() -> None:
        try:
            with transaction.atomic():
                locked = Response.objects.with_quiz().locked().get(pk=response.pk)
                give(locked, submit("q3", "b"))
        except taking.TakingError as error:
            refusals.append(type(error))
        finally:
            connection.close()

    threads = [threading.Thread(target=finish) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert refusals == [taking.FinishedError] * 4
    assert Event.objects.filter(kind=Kind.FINISHED).count() == 1
    assert Answer.objects.filter(question_key="q3").count() == 1
