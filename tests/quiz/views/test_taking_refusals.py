from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from quiz import publishing, tokens
from quiz.models import Answer, Event, Kind, Response
from quiz.pages.refusals import REFUSALS
from tests.factories import make_offer, make_quiz, make_version
from tests.quiz.walking import begin, send, submit_key, title, walk

pytestmark = pytest.mark.django_db
ANSWERS = {"q1": "a", "q2": "a", "q3": "b"}
TOKEN = "A" * 32


def test_step_that_is_not_reached_leads_to_the_open_one(client, quiz):
    first = begin(client, "coffee")

    page = client.get(first.replace("/q1", "/q3"))

    assert (page.status_code, page["Location"]) == (302, first)


def test_sending_a_step_that_is_not_reached_stores_nothing(client, quiz):
    first = begin(client, "coffee")

    page = client.post(first.replace("/q1", "/q3"), {"k": tokens.new_submit_key(), "choice": "a"})

    assert page.status_code == 422
    assert not Answer.objects.exists()


def test_nothing_chosen_shows_the_question_again_with_words(client, quiz):
    first = begin(client, "coffee")

    page = send(client, first)

    assert page.status_code == 422
    assert 'role="alert"' in page.content.decode()
    assert not Answer.objects.exists()


@pytest.mark.parametrize(
    "fields",
    [
        {"choice": "z"},
        {"choice": ["a", "a"]},
        {"choice": "a", "k": "short"},
        {"choice": "a", "k": ""},
        {"choice": "a", "k": ["A" * 22, "B" * 22]},
        {"choice": "a" * 100_000},
        {"choice": "\u202ea"},
    ],
    ids=["other choice", "twice", "short key", "no key", "two keys", "huge", "reversed"],
)
def test_what_no_form_of_ours_sends_is_refused_and_not_stored(client, quiz, fields):
    first = begin(client, "coffee")

    page = client.post(first, {"k": tokens.new_submit_key(), **fields})

    assert page.status_code == 400
    assert not Answer.objects.exists()


def test_two_values_for_a_single_choice_are_not_stored(client, quiz):
    first = begin(client, "coffee")

    page = send(client, first, "a", "b")

    assert page.status_code == 422
    assert not Answer.objects.exists()


def test_double_click_stores_one_answer_and_leads_to_the_same_place(client, quiz):
    first = begin(client, "coffee")
    k = submit_key(client.get(first))

    pages = [send(client, first, "a", k=k) for _ in range(2)]

    assert {page["Location"] for page in pages} == {first.replace("/q1", "/q2")}
    assert Answer.objects.count() == 1


def test_used_key_with_another_answer_is_a_conflict(client, quiz):
    first = begin(client, "coffee")
    k = submit_key(client.get(first))
    send(client, first, "a", k=k)

    page = send(client, first, "b", k=k)

    assert page.status_code == 409
    assert list(Answer.objects.values_list("choices", flat=True)) == [["a"]]


def test_lost_reply_of_the_last_answer_leads_to_the_same_result_when_sent_again(client, quiz):
    make_offer(key="autumn")
    third = send(client, send(client, begin(client, "coffee"), "a")["Location"], "a")["Location"]
    k = submit_key(client.get(third))

    pages = [send(client, third, "b", k=k) for _ in range(3)]

    assert len({page["Location"] for page in pages}) == 1
    assert Event.objects.filter(kind=Kind.FINISHED).count() == 1


def test_finished_response_shows_neither_questions_nor_the_result(client, quiz):
    first = begin(client, "coffee")
    result = send(client, send(client, send(client, first, "a")["Location"], "a")["Location"], "b")["Location"]

    page = client.get(first)
    again = client.post(first, {"k": tokens.new_submit_key(), "choice": "b"})

    assert (page.status_code, again.status_code) == (410, 410)
    assert result.split("/")[4] not in page.content.decode() + again.content.decode()
    assert Response.objects.get().type_key == "morning"


def test_expired_handle_says_so_and_keeps_the_answers(client, quiz):
    first = begin(client, "coffee")
    second = send(client, first, "a")["Location"]
    Response.objects.update(expires_at=timezone.now() - timedelta(seconds=1))

    pages = [client.get(second), client.post(second, {"k": tokens.new_submit_key(), "choice": "a"})]

    assert [page.status_code for page in pages] == [410, 410]
    assert Answer.objects.count() == 1


@pytest.mark.parametrize("spoil", [lambda h: h[:-1], lambda h: h + "x", lambda h: h.swapcase(), lambda h: TOKEN])
def test_forged_handle_is_not_found(client, quiz, spoil):
    first = begin(client, "coffee")
    handle = first.split("/")[4]

    page = client.get(first.replace(handle, spoil(handle)))

    assert page.status_code == 404


@pytest.mark.parametrize("bad", ["%00", "..%2F", "１２", "a" * 10_000, "1", "%E3%81%82" * 32])
def test_odd_handle_is_not_found(client, quiz, bad):
    assert client.get(f"/q/coffee/a/{bad}/q1").status_code == 404


def test_handle_of_another_quiz_is_not_found(client, quiz):
    make_version(make_quiz(slug="tea"))
    first = begin(client, "coffee")

    assert client.get(first.replace("coffee", "tea")).status_code == 404


def test_tokens_do_not_stand_in_for_each_other(client, quiz):
    first = begin(client, "coffee")
    handle = first.split("/")[4]
    result = walk(client, "coffee", ANSWERS)

    assert client.get(f"/q/coffee/r/{handle}").status_code == 404
    assert client.get(result.replace("/r/", "/a/") + "/q1").status_code == 404
    assert client.get("/q/coffee/r/1").status_code == 404


def test_result_is_shown_for_thirty_days(client, quiz):
    result = walk(client, "coffee", ANSWERS)
    Response.objects.update(finished_at=timezone.now() - timedelta(days=30, seconds=1))

    late = client.get(result)
    assert (late.status_code, title(late)) == (410, REFUSALS["result_expired"][0])
    Response.objects.update(kept_at=timezone.now())
    assert "朝ひかりタイプ" in title(client.get(result))  # whoever keeps it has it for as long as they agreed to


def test_closed_quiz_refuses_a_start_kindly(client, quiz):
    other = make_version(make_quiz(slug="gift")).quiz
    publishing.close(quiz)

    pages = [client.get("/q/coffee/"), client.post("/q/coffee/start")]

    assert [page.status_code for page in pages] == [410, 410]
    assert f"/q/{other.slug}/" in pages[0].content.decode()
    assert not Response.objects.exists()


def test_closed_quiz_lets_those_under_way_finish(client, quiz):
    second = send(client, begin(client, "coffee"), "a")["Location"]
    publishing.close(quiz)

    result = send(client, send(client, second, "a")["Location"], "b")["Location"]

    assert title(client.get(result)) == "朝ひかりタイプ"


def test_stopped_quiz_refuses_even_those_under_way(client, quiz):
    second = send(client, begin(client, "coffee"), "a")["Location"]
    publishing.stop(quiz)

    pages = [client.get(second), client.post(second, {"k": tokens.new_submit_key(), "choice": "a"})]

    assert [page.status_code for page in pages] == [410, 410]
    assert Answer.objects.count() == 1


def test_unpublished_quiz_is_not_found(client):
    make_quiz(slug="draft")

    assert client.get("/q/draft/").status_code == 404
