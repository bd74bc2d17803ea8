"""The loader that brands include, and what framed pages print for the page around them."""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
import re
from html import unescape

import brotli
import jsonschema
import pytest
from django.conf import settings

from quiz.embedding.loader import current_loader, loaders
from quiz.models import Quiz
from tests.factories import make_brand, make_quiz, make_version
from tests.quiz.walking import begin, walk

SOURCE = settings.BASE_DIR / "static" / "js" / "embed.js"
SCHEMA = json.loads((settings.BASE_DIR / "docs" / "embed-messages.schema.json").read_text())
SHOP = "https://komorebi.example"


def test_loader_is_small():
    assert len(brotli.compress(SOURCE.read_bytes(), quality=11)) <= 4096


@pytest.mark.parametrize(
    ("accepted", "decode"),
    [("br, gzip", brotli.decompress), ("gzip", gzip.decompress), ("", bytes), ("gzip;q=0, br;q=0, identity", bytes)],
)
def test_loader_is_sent_as_small_as_the_browser_takes_it(client, accepted, decode):
    page = client.get("/embed.js", headers={"Accept-Encoding": accepted})

    assert decode(page.content) == SOURCE.read_bytes()
    assert page["Content-Type"] == "application/javascript; charset=utf-8"
    assert page["Vary"] == "Accept-Encoding"
    assert page["Cache-Control"] == "public, max-age=300"


def test_loader_under_its_hash_never_changes_and_may_be_checked(client):
    loader = current_loader()

    page = client.get(f"/embed/{loader.hash}.js")

    digest = hashlib.sha384(page.content).digest()
    assert loader.integrity == f"sha384-{base64.b64encode(digest).decode()}"
    assert page["Cache-Control"] == "public, max-age=31536000, immutable"
    assert page["Access-Control-Allow-Origin"] == "*"
    assert page["Cross-Origin-Resource-Policy"] == "cross-origin"


def test_unknown_hash_is_not_found(client):
    assert client.get(f"/embed/{'0' * 32}.js").status_code == 404


def test_loader_of_an_earlier_release_is_still_served(client, tmp_path, settings):
    (tmp_path / "js" / "embed-earlier").mkdir(parents=True)
    (tmp_path / "js" / "embed.js").write_text("now")
    (tmp_path / "js" / "embed-earlier" / "1.0.js").write_text("before")
    settings.STATICFILES_DIRS = [tmp_path]
    loaders.cache_clear()

    before = hashlib.sha384(b"before").hexdigest()[:32]

    try:
        assert client.get("/embed.js").content == b"now"
        assert client.get(f"/embed/{before}.js").content == b"before"
    finally:
        loaders.cache_clear()


@pytest.fixture
def quiz(db) -> Quiz:
    make_brand(embed_origins=SHOP)
    return make_version(make_quiz(slug="coffee")).quiz


def told(page) -> list[dict]:
    """Return the messages that a page tells, as they are sent."""
    found = re.search(r'data-tell="([^"]*)"', page.text)
    return [{"source": "pittari", "v": 1, "quiz": "coffee", **each} for each in json.loads(unescape(found[1]))]


def pages_in_frame(client) -> list:
    question = begin(client, "coffee", base="/embed", origin=SHOP)
    result = walk(client, "coffee", {"q1": "a", "q2": "a", "q3": "a"}, origin=SHOP)
    start = client.get("/embed/q/coffee/", headers={"Referer": f"{SHOP}/"})
    return [start, client.get(question), client.get(f"/embed{result}")]


def test_framed_pages_tell_messages_of_the_contract(client, quiz):
    pages = pages_in_frame(client)

    for page in pages:
        for message in told(page):
            jsonschema.validate(message, SCHEMA)
    assert [[each["type"] for each in told(page)] for page in pages] == [
        ["quiz.ready"],
        ["quiz.started", "quiz.question_viewed"],
        ["quiz.completed"],
    ]


def test_type_is_told_only_when_the_author_allows_it(client, quiz, next_second):
    assert "type_key" not in told(pages_in_frame(client)[-1])[0]

    Quiz.objects.update(share_type_with_host=True)
    next_second()  # a second later

    assert told(pages_in_frame(client)[-1])[0]["type_key"] == "morning"


def test_framed_pages_name_the_listed_site_around_them_and_no_other(client, quiz):
    start, question, _result = pages_in_frame(client)
    foreign = client.get("/embed/q/coffee/", headers={"Referer": "https://evil.example/"})

    assert f'data-host="{SHOP}"' in start.text
    assert f'data-host="{SHOP}"' in question.text
    assert 'data-host=""' in foreign.text


def test_pages_outside_a_frame_print_nothing_for_it(client, quiz):
    page = client.get("/q/coffee/")

    assert "data-tell" not in page.text
    assert "data-host" not in page.text
    assert "framed.js" not in page.text


def test_links_to_pages_that_cannot_be_framed_open_a_tab(client, quiz):
    assert '<a href="/b/komorebi/" target="_blank" rel="noopener">' in client.get("/embed/q/coffee/").text
    assert '<a href="/b/komorebi/">' in client.get("/q/coffee/").text
