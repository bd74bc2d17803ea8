from __future__ import annotations

import re

import pytest

from quiz import publishing
from quiz.models import Answer, Claim, Response
from tests.factories import make_document, make_offer, make_quiz, make_version
from tests.quiz.walking import begin, send, submit_key, title, walk

pytestmark = pytest.mark.django_db
ANSWERS = {"q1": "a", "q2": "a", "q3": "b"}


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
    assert "Your result" in page
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
