"""What must hold on every consumer page: no cookie, strict headers, nothing stored that may not be, a fixed cost."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLResolver, get_resolver

from quiz import caching
from quiz.pages.gate import is_consumer
from tests.factories import make_brand, make_document, make_offer, make_product, make_quiz, make_version
from tests.quiz.walking import begin, send, submit_key, walk

pytestmark = pytest.mark.django_db


@pytest.fixture
def quiz():
    make_brand(embed_origins="https://komorebi.example")
    return make_version(make_quiz(slug="coffee", questions=5)).quiz


def answers(count: int) -> dict[str, str]:
    return {f"q{number}": "a" for number in range(1, count + 1)}


def crawl(client: Client) -> dict[str, object]:
    """Return a page of every consumer address, by a name for it."""
    question = begin(client, "coffee")
    result = walk(client, "coffee", answers(5))
    paths = {
        "home": "/",
        "start": "/q/coffee/",
        "embedded start": "/embed/q/coffee/",
        "question": question,
        "embedded question": "/embed" + question,
        "result": result,
        "type": "/q/coffee/t/forest",
        "privacy": "/b/komorebi/",
        "unknown handle": f"/q/coffee/a/{'A' * 32}/q1",
        "unknown quiz": "/q/nothing/",
    }
    pages = {name: client.get(path) for name, path in paths.items()}
    pages["answer"] = send(client, question, "a")
    pages["refused"] = client.post(question, {"k": "A" * 22}, headers={"Origin": "https://evil.example"})
    pages["invalid"] = client.post(question, {"k": "B" * 22})
    return pages


def test_no_consumer_page_sets_a_cookie_or_depends_on_one(client, quiz):
    pages = crawl(client)

    assert {name for name, page in pages.items() if page.cookies or page.has_header("Set-Cookie")} == set()
    assert {name for name, page in pages.items() if "cookie" in page.get("Vary", "").lower()} == set()


def test_start_page_is_the_same_with_and_without_cookies(quiz):
    plain = Client().get("/q/coffee/")
    junk = Client(headers={"Cookie": "sessionid=abc; csrftoken=def; lang=xx"}).get("/q/coffee/")

    assert plain.content == junk.content


def test_every_consumer_page_has_the_strict_headers(client, quiz):
    for name, page in crawl(client).items():
        policy = page["Content-Security-Policy"]
        assert "default-src 'none'" in policy, name
        assert "unsafe" not in policy, name
        assert page["Referrer-Policy"] == "same-origin", name
        assert page["X-Content-Type-Options"] == "nosniff", name


def test_only_embedded_pages_may_be_framed_and_only_by_the_brand(client, quiz):
    pages = crawl(client)

    framing = {name: page["Content-Security-Policy"].split("frame-ancestors ")[1] for name, page in pages.items()}
    embedded = {name: value for name, value in framing.items() if name.startswith("embedded")}
    assert set(embedded.values()) == {"'self' https://komorebi.example"}
    assert {value.rstrip(";") for name, value in framing.items() if name not in embedded} == {"'none'"}
    assert "X-Frame-Options" not in pages["embedded start"]


def test_brand_without_sites_may_be_framed_by_itself_only(client, quiz):
    make_brand(embed_origins="")

    page = client.get("/embed/q/coffee/")

    assert page["Content-Security-Policy"].endswith("frame-ancestors 'self'")


def test_private_pages_are_neither_stored_nor_indexed(client, quiz):
    pages = crawl(client)

    private = {"question", "embedded question", "result", "answer", "refused", "invalid"}
    for name in private:
        assert pages[name]["Cache-Control"] == "no-store", name
        assert pages[name]["X-Robots-Tag"] == "noindex, nofollow", name
    assert "public" in pages["start"]["Cache-Control"]


def test_pages_ask_no_other_host(client, quiz, settings):
    for name, page in crawl(client).items():
        loaded = re.findall(r'<(?:script|img|link|iframe|source)\b[^>]*(?:src|href)="([^"]+)"', page.content.decode())
        ours = (settings.BASE_URL, "data:")
        elsewhere = [address for address in loaded if "//" in address and not address.startswith(ours)]
        assert elsewhere == [], name


def test_embedding_site_is_remembered_from_the_first_page(client, quiz):
    page = client.get("/embed/q/coffee/", headers={"Referer": "https://komorebi.example/"}).content.decode()
    foreign = client.get("/embed/q/coffee/", headers={"Referer": "https://evil.example/"}).content.decode()

    assert 'name="origin" value="https://komorebi.example"' in page
    assert 'name="origin"' not in foreign


@pytest.mark.parametrize("count", [5, 50])
def test_cost_in_queries_does_not_grow_with_the_quiz(client, count, settings, monkeypatch):
    monkeypatch.setattr(caching, "monotonic", lambda: 0.0)  # a quiz is read once a second
    document = make_document(slug="long", questions=count)
    for each in document["types"]:
        each |= {"offer": make_offer(key=each["key"]).key, "products": [make_product(key=each["key"]).key]}
    make_version(make_quiz(**document))
    walk(client, "long", answers(count))  # the version is read once a process

    settings.QUIZ_VIEW_FLUSH_SECONDS = 3600  # views are written together, later
    client.get("/q/long/")
    cost = {"start": queries_of(client.get, "/q/long/")}
    question = begin(client, "long")
    cost["question"] = queries_of(client.get, question)
    key = submit_key(client.get(question))
    cost["answer"] = queries_of(client.post, question, {"k": key, "choice": "a"})
    cost["type"] = queries_of(client.get, "/q/long/t/forest")
    last = last_question(client, question, count)
    key = submit_key(client.get(last))
    cost["finish"] = queries_of(client.post, last, {"k": key, "choice": "a"})
    cost["result"] = queries_of(client.get, walk(client, "long", answers(count)))

    finish = 9 if connection.vendor == "postgresql" else 8  # there, a statement locks the response
    assert cost == {"start": 0, "question": 1, "answer": 2, "type": 0, "finish": finish, "result": 3}


def last_question(client: Client, question: str, count: int) -> str:
    """Answer up to the last question and return its address."""
    for _ in range(count - 1):
        question = send(client, question, "a")["Location"]
    return question


def queries_of(call, *arguments) -> int:
    """Return the statements that a call sends, without those that only open and close a transaction."""
    with CaptureQueriesContext(connection) as queries:
        call(*arguments)
    return len([each for each in queries if not each["sql"].startswith(("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE"))])


def exempt_views(patterns: list) -> set:
    found = set()
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            found |= exempt_views(pattern.url_patterns)
        elif getattr(pattern.callback, "csrf_exempt", False):
            found.add(pattern.callback)
    return found


def test_every_view_without_the_csrf_cookie_passes_the_origin_gate():
    exempt = exempt_views(get_resolver().url_patterns)

    assert {view.__name__ for view in exempt if not is_consumer(view)} == set()
    assert {"question", "start", "keep"} <= {view.__name__ for view in exempt}


@pytest.mark.parametrize("junk", ["def", "x!", "a" * 32, "é"])
def test_a_broken_cookie_is_answered_with_none(quiz, junk):
    page = Client(headers={"Cookie": f"csrftoken={junk}; sessionid={junk}"}).get("/q/coffee/")

    assert not page.cookies
    assert "Cookie" not in page.get("Vary", "")
