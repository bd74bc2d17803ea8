from __future__ import annotations

import json
import threading

import pytest
from django.db import connection, transaction
from django.utils import timezone

from quiz import publishing, scoring, taking, tokens
from quiz.models import Answer, Event, Kind, Response
from tests.factories import make_document, make_quiz, make_response, make_version
from tests.quiz.walking import give, submit

pytestmark = pytest.mark.django_db


def finished(version=None) -> Response:
    response = make_response(version)
    give(response, submit("q1", "a"), submit("q2", "a"), submit("q3", "b", key="last"))
    return response


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


def sensitive_version():
    document = make_document(slug="skin")
    care = {"key": "care", "title": "肌の答え", "text": "肌の答えを使います。", "months": 6}
    document["purposes"] = [{**care, "key": "keep"}, care]
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
