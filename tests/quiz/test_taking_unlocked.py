"""Answers that lead on are written without a lock: whatever comes in between, nothing is lost or counted twice."""

from __future__ import annotations

from functools import partial

import pytest
from django.test import Client
from django.utils import timezone

from quiz import publishing, taking
from quiz.models import Answer, Event, Kind, Quiz, Response
from quiz.pages.refusals import REFUSALS
from tests.factories import make_document, make_quiz, make_response, make_version
from tests.quiz.at_once import at_once
from tests.quiz.walking import begin, give, send, submit, submit_key, title

HANDLE = "ab" * 32


def found(*, answers: dict[str, list[str]]) -> taking.FoundResponse:
    """Return a response of three questions as a step finds it."""
    make_response(make_version(), answers=answers, handle_hash=HANDLE)
    return taking.find(HANDLE)


def ahead(response: taking.FoundResponse, each: taking.Submit) -> taking.Step | None:
    return taking.answer_unlocked(response, each, now=timezone.now())


def stored() -> list[tuple[str, list[str]]]:
    return list(Answer.objects.values_list("question_key", "choices"))


@pytest.mark.django_db
def test_an_answer_unlocked_is_written_and_leads_on():
    step = ahead(found(answers={"q1": ["a"]}), submit("q2", "b"))

    assert (step.following.key, step.answers) == ("q3", {"q1": ("a",), "q2": ("b",)})
    assert stored() == [("q1", ["a"]), ("q2", ["b"])]


@pytest.mark.django_db
def test_the_last_answer_is_not_written_ahead():
    assert ahead(found(answers={"q1": ["a"], "q2": ["a"]}), submit("q3", "b")) is None

    assert stored() == [("q1", ["a"]), ("q2", ["a"])]


@pytest.mark.django_db
def test_a_key_that_was_used_in_between_writes_nothing_ahead():
    response, same = found(answers={"q1": ["a"]}), submit("q2", "b")
    give(taking.find(HANDLE).response, same)

    assert ahead(response, same) is None
    assert ahead(taking.find(HANDLE), same) is None
    assert stored() == [("q1", ["a"]), ("q2", ["b"])]


@pytest.mark.django_db
def test_a_response_that_finished_in_between_takes_nothing_ahead():
    response = found(answers={"q1": ["a"]})
    give(taking.find(HANDLE).response, submit("q2", "a"), submit("q3", "b"))

    assert ahead(response, submit("q2", "b")) is None
    assert stored() == [("q1", ["a"]), ("q2", ["a"]), ("q3", ["b"])]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("each", "refusal"), [(submit("q3", "a"), taking.NotReachedError), (submit("q2"), taking.InvalidAnswerError)]
)
def test_an_answer_that_cannot_be_taken_is_refused_ahead(each, refusal):
    response = found(answers={"q1": ["a"]})

    with pytest.raises(refusal):
        ahead(response, each)

    assert stored() == [("q1", ["a"])]


@pytest.mark.django_db
def test_a_last_answer_that_was_forgotten_leads_to_the_result_again(client, next_second):
    document = make_document(slug="skin")
    care = {"key": "care", "title": "肌の答え", "text": "肌の答えを使います。", "months": 6}
    document["purposes"] = [{**care, "key": "keep"}, care]
    document["questions"][2] |= {"required": False, "sensitive": True, "purpose": "care"}
    quiz = make_version(make_quiz(**document)).quiz
    address = begin(client, quiz.slug)
    for _question in range(2):
        address = send(client, address, "a")["Location"]
    form = {"k": submit_key(client.get(address)), "choice": "a", "agree": "1"}
    first = client.post(address, form)["Location"]
    publish_with_one_question_more(quiz)
    next_second()

    again = client.post(address, form)

    assert (again.status_code, again.get("Location")) == (303, first)


def publish_with_one_question_more(quiz: Quiz) -> None:
    last = quiz.questions.create(key="more", text="もうひとつ、お聞きします。", kind="single", position=99)
    for place, key in enumerate(("a", "b")):
        last.choices.create(key=key, text=key, position=place)
    publishing.publish(quiz, now=timezone.now())


@pytest.mark.django_db
@pytest.mark.parametrize("step", ["q2", "q3"])
def test_passing_over_a_question_that_has_no_answer_is_refused_in_words(client, step):
    first = begin(client, make_version().quiz.slug)

    page = client.post(first.replace("/q1", f"/{step}"), {"k": "A" * 22, "pass": "1"})

    assert (page.status_code, title(page)) == (422, REFUSALS["not_reached"][0])
    assert not Answer.objects.exists()


@pytest.mark.django_db
def test_answers_are_found_in_the_order_of_writing():
    response = found(answers={"q1": ["a"]}).response
    give(response, submit("q2", "a"), submit("q1", "b"))

    assert [row.choices for row in taking.find(HANDLE).answers] == [("a",), ("a",), ("b",)]


@pytest.mark.django_db(transaction=True)
def test_a_form_that_is_sent_five_times_at_one_moment_is_stored_once():
    address = begin(Client(), make_version().quiz.slug)
    form = {"k": submit_key(Client().get(address)), "choice": "a"}

    pages = at_once(*[lambda: Client().post(address, form)] * 5)

    assert {(page.status_code, page["Location"]) for page in pages} == {(303, address.replace("/q1", "/q2"))}
    assert stored() == [("q1", ["a"])]


@pytest.mark.django_db(transaction=True)
def test_two_tabs_that_answer_while_a_third_finishes_change_no_finished_response():
    first = begin(Client(), make_version().quiz.slug)
    send(Client(), first, "a")
    send(Client(), first.replace("/q1", "/q2"), "a")
    addresses = [first.replace("/q1", f"/{step}") for step in ("q1", "q3", "q2")]
    keys = [submit_key(Client().get(address)) for address in addresses]

    at_once(*[partial(send, Client(), address, "b", k=key) for address, key in zip(addresses, keys, strict=True)])

    response = Response.objects.get()
    newest = taking.current_answers(response.answers.all())
    assert (response.state, set(newest)) == (Response.State.FINISHED, {"q1", "q2", "q3"})
    assert response.answers.count() == len(newest)
    counted = Event.objects.filter(kind=Kind.CHOSEN).values_list("key", flat=True)
    assert set(counted) == {f"{question}/{choice}" for question, (choice,) in newest.items()}
