from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from quiz import publishing, tokens
from quiz.models import Answer, Claim, Event, Kind, Response
from tests.factories import make_brand, make_document, make_offer, make_quiz, make_version
from tests.quiz.walking import begin, send, submit_key, walk

pytestmark = pytest.mark.django_db
ANSWERS = {"q1": "a", "q2": "a", "q3": "b"}
TOKEN = "A" * 32


@pytest.fixture
def quiz():
    return make_version(make_quiz(slug="coffee")).quiz


def title(page) -> str:
    return re.search(r"<h1[^>]*>(.*?)</h1>", page.content.decode(), re.DOTALL)[1].strip()


def test_home_lists_the_open_quizzes(client, quiz):
    make_quiz(slug="draft")
    publishing.close(make_version(make_quiz(slug="closed", title="閉じた診断")).quiz)

    page = client.get("/").content.decode()

    assert re.findall(r'href="/q/([^/"]+)/"', page) == ["coffee"]


def test_start_page_shows_the_title_and_carries_the_campaign_along(client, quiz):
    page = client.get("/q/coffee/?utm_source=line&utm_campaign=春,&score=999&utm_term=a%26b").content.decode()

    fields = dict(re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', page))
    assert fields == {"utm_source": "line", "utm_campaign": "春,", "utm_term": "a&amp;b"}


def test_start_stores_the_campaign_and_ignores_everything_else(client, quiz):
    begin(client, "coffee", utm_source="li\nne", utm_medium="x" * 300, score="999", is_test="1", version="7")

    response = Response.objects.get()
    assert (response.utm_source, len(response.utm_medium), response.is_test) == ("li ne", 100, False)


def test_start_leads_to_the_first_question(client, quiz):
    address = begin(client, "coffee")

    assert re.fullmatch(r"/q/coffee/a/[\w-]{32}/q1", address)


def test_question_shows_its_choices_and_the_way_back(client, quiz):
    address = begin(client, "coffee")
    second = send(client, address, "a")["Location"]

    page = client.get(second).content.decode()

    assert re.findall(r'name="choice" value="(\w+)"', page) == ["a", "b"]
    assert f'href="{address}"' in page
    assert "2 / 3" in page


def test_whole_way_leads_to_the_result_of_the_answers(client, quiz):
    page = client.get(walk(client, "coffee", ANSWERS))

    assert title(page) == "朝ひかりタイプ"
    assert "こちら" in page.content.decode()


def test_result_is_whole_before_anything_is_asked(client):
    purpose = {"key": "keep", "title": "保存", "text": "結果を保存します。", "months": 12}
    make_version(make_quiz(slug="coffee", purposes=[purpose]))

    page = client.get(walk(client, "coffee", ANSWERS)).content.decode()

    assert page.index("朝ひかりタイプ") < page.index('name="email"')
    assert not re.search(r"<input[^>]*checked", page)


def test_question_page_never_tells_what_was_answered(client, quiz):
    pages = []
    for choice in ("a", "b"):
        address = begin(client, "coffee")
        second = send(client, address, choice)["Location"]
        handle = address.split("/")[4]
        for shown in (client.get(address), client.get(second)):
            text = shown.content.decode().replace(handle, "").replace(submit_key(shown), "")
            pages.append(text)

    assert pages[:2] == pages[2:]


def test_back_then_pass_keeps_the_answer(client, quiz):
    first = begin(client, "coffee")
    send(client, first, "b")

    page = client.post(first, {"k": submit_key(client.get(first)), "pass": "1"})

    assert page["Location"] == first.replace("/q1", "/q2")
    assert list(Answer.objects.values_list("choices", flat=True)) == [["b"]]


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

    assert client.get(result).status_code == 410


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


def test_htmx_gets_the_next_question_in_one_round_trip(client, quiz):
    first = begin(client, "coffee")
    k = submit_key(client.get(first))

    page = client.post(first, {"k": k, "choice": "a"}, headers={"HX-Request": "true"})

    assert (page.status_code, page["HX-Push-Url"]) == (200, first.replace("/q1", "/q2"))
    assert "<html" not in page.content.decode()
    assert title(page) == "質問2"
    assert "HX-Request" in page["Vary"]


def test_htmx_gets_the_result_with_the_last_answer(client, quiz):
    third = send(client, send(client, begin(client, "coffee"), "a")["Location"], "a")["Location"]
    k = submit_key(client.get(third))

    page = client.post(third, {"k": k, "choice": "b"}, headers={"HX-Request": "true"})

    assert title(page) == "朝ひかりタイプ"
    assert re.fullmatch(r"/q/coffee/r/[\w-]{32}", page["HX-Push-Url"])


def test_language_is_kept_along_the_way_and_stored(client, quiz):
    address = client.post("/q/coffee/start?lang=en")["Location"]

    while "/r/" not in address:
        assert address.endswith("?lang=en")
        address = send(client, address, "a")["Location"]

    page = client.get(address.split("?")[0]).content.decode()
    assert "Your type is" in page
    assert Response.objects.get().language == "en"


def test_coupon_is_given_once_with_the_result_and_a_look_gives_none(client):
    offer = make_offer(stock=1)
    document = make_document(slug="coffee")
    for each in document["types"]:
        each["offer"] = offer.key
    make_version(make_quiz(**document))

    first, second = (walk(client, "coffee", ANSWERS) for _ in range(2))
    pages = [client.get(first).content.decode() for _ in range(3)]

    offer.refresh_from_db()
    code = Claim.objects.get().code
    assert (offer.used, Claim.objects.count()) == (1, 1)
    assert all(code in page for page in pages)
    assert code not in client.get(second).content.decode()
    assert re.fullmatch(r"KMR(-[A-HJ-NP-Z2-9]{4}){4}", code)


def test_type_page_shows_the_type_and_nothing_of_a_person(client, quiz):
    page = client.get("/q/coffee/t/forest").content.decode()

    assert "森ふかタイプ" in page
    assert client.get("/q/coffee/t/unknown").status_code == 404


def test_type_page_of_a_closed_quiz_says_so(client, quiz):
    publishing.close(quiz)

    page = client.get("/q/coffee/t/forest")

    assert page.status_code == 200
    assert "/q/coffee/start" not in page.content.decode()


@pytest.mark.parametrize(
    ("path", "method"),
    [("/q/coffee/", "post"), ("/q/coffee/start", "get"), ("/", "delete"), ("/q/coffee/t/forest", "put")],
)
def test_wrong_method_is_refused(client, quiz, path, method):
    assert getattr(client, method)(path).status_code == 405


@pytest.mark.parametrize("content_type", ["application/json", "text/plain", "application/xml"])
def test_body_that_is_no_form_is_refused(client, quiz, content_type):
    first = begin(client, "coffee")

    page = client.post(first, data="k=1&choice=a", content_type=content_type)

    assert page.status_code == 415
    assert not Answer.objects.exists()


@pytest.mark.parametrize(
    "body", [b"k=AAAAAAAAAAAAAAAAAAAAAA&choice=%82%b1", b"k=AAAAAAAAAAAAAAAAAAAAAA&choice=\x82\xb1", b"choice=a%00&k=A"]
)
def test_body_that_is_not_utf_8_is_refused_in_plain_words(client, quiz, body):
    first = begin(client, "coffee")

    page = client.post(first, data=body, content_type="application/x-www-form-urlencoded")

    assert page.status_code == 400
    assert title(page) != ""
    assert not Answer.objects.exists()


def test_shift_jis_body_is_refused(client, quiz):
    first = begin(client, "coffee")

    page = client.post(first, data=b"k=1", content_type="application/x-www-form-urlencoded; charset=shift_jis")

    assert page.status_code == 400


def test_too_many_fields_are_refused(client, quiz, settings):
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 100
    first = begin(client, "coffee")

    page = client.post(first, {"k": "A" * 22, "choice": ["a"] * 200})

    assert page.status_code == 400


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Origin": "https://evil.example"}, 403),
        ({"Origin": "null", "Sec-Fetch-Site": "cross-site"}, 403),
        ({"Origin": "null", "Sec-Fetch-Site": "same-origin"}, 303),
        ({"Origin": "http://testserver"}, 303),
        ({}, 303),
    ],
)
def test_only_our_own_pages_may_send(client, quiz, headers, status):
    assert client.post("/q/coffee/start", headers=headers).status_code == status
    assert Response.objects.count() == (status == 303)


def test_sandboxed_frame_may_send_when_the_brand_says_so(client, quiz):
    make_brand(allow_sandboxed=True)

    page = client.post("/embed/q/coffee/start", headers={"Origin": "null", "Sec-Fetch-Site": "cross-site"})

    assert page.status_code == 303


@pytest.mark.parametrize("host", ["evil.example", "testserver.evil.example"])
def test_foreign_host_is_refused(quiz, host):
    assert Client(headers={"Host": host}).get("/q/coffee/").status_code == 400
