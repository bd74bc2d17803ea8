from __future__ import annotations

import pytest
from django.db import OperationalError

from quiz import caching
from quiz.models import QuizVersion
from quiz.views import site
from tests.factories import make_brand, make_purpose, store_picture
from tests.quiz.walking import title

pytestmark = pytest.mark.django_db
DRAWING = b'<svg xmlns="http://www.w3.org/2000/svg"><circle r="1"/></svg>'


def test_picture_is_served_for_ever_and_can_do_nothing(client, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    name = store_picture("sun.svg", DRAWING)

    page = client.get(f"/media/{name}")

    assert b"".join(page.streaming_content).endswith(b"</svg>")
    assert (page["Content-Type"], page["Content-Security-Policy"]) == ("image/svg+xml", "default-src 'none'; sandbox")
    assert "immutable" in page["Cache-Control"]
    assert page["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("name", ["../../manage.py", "sun.svg", "sun-0123456789ab.html", "sun-0123456789ab.svg", "%00"])
def test_picture_that_is_not_there_is_not_found(client, name):
    assert client.get(f"/media/pictures/{name}").status_code == 404


def test_privacy_page_names_every_purpose_and_who_is_responsible(client):
    brand = make_brand(
        logo="pictures/logo-0123456789ab.svg", owner="こもれび珈琲株式会社", contact="hello@komorebi.example"
    )
    make_purpose(brand=brand, key="mail", title="お知らせ", text="お知らせを受け取ります。", months=24)

    page = client.get("/b/komorebi/").content.decode()

    assert all(
        words in page for words in ("お知らせを受け取ります。", "こもれび珈琲株式会社", "hello@komorebi.example")
    )
    assert "/media/pictures/logo-0123456789ab.svg" in page
    assert client.get("/b/nobody/").status_code == 404


def test_schema_of_quiz_files_is_published(client):
    page = client.get("/schemas/quiz-file.json")

    assert page.json()["$schema"].endswith("2020-12/schema")
    assert page["Access-Control-Allow-Origin"] == "*"


def test_healthz_answers_without_the_database(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert client.get("/healthz").status_code == 200


def test_readyz_is_ready_when_the_database_takes_writes(client):
    page = client.get("/readyz")

    assert (page.status_code, set(page.json().values())) == (200, {"ok"})


def test_readyz_names_what_fails(client, monkeypatch):
    monkeypatch.setattr(site, "ENOUGH_DISK", float("inf"))

    page = client.get("/readyz")

    assert (page.status_code, page.json()["disk"], page.json()["database"]) == (503, "failed", "ok")


def test_readyz_asked_all_the_time_takes_no_turn_of_a_writer(client, monkeypatch, django_assert_num_queries):
    monkeypatch.setattr(caching, "monotonic", lambda: 0.0)
    client.get("/readyz")

    with django_assert_num_queries(0):
        assert client.get("/readyz").status_code == 200


def test_unknown_page_is_friendly(client):
    page = client.get("/nothing/here")

    assert page.status_code == 404
    assert title(page) == "ページが見つかりません"


def test_fault_of_the_database_keeps_what_was_typed(client, quiz, monkeypatch):
    def fail(*args, **kwargs):
        raise OperationalError("database is locked")

    address = client.post("/q/coffee/start")["Location"]
    monkeypatch.setattr("quiz.taking.answer_unlocked", fail)

    page = client.post(address, {"k": "A" * 22, "choice": "a", "word": "<b>"})

    text = page.content.decode()
    assert (page.status_code, page["Retry-After"]) == (503, "5")
    assert 'name="choice" value="a"' in text
    assert 'name="word" value="&lt;b&gt;"' in text
    assert "locked" not in text


def test_fault_of_our_own_is_friendly_and_keeps_what_was_typed(client, quiz, monkeypatch):
    def fail(*args, **kwargs):
        raise ZeroDivisionError("secret detail")

    address = client.post("/q/coffee/start")["Location"]
    monkeypatch.setattr("quiz.taking.answer_unlocked", fail)
    client.raise_request_exception = False

    page = client.post(address, {"k": "A" * 22, "choice": "a"})

    text = page.content.decode()
    assert page.status_code == 500
    assert 'name="choice" value="a"' in text
    assert "secret detail" not in text


def test_versions_number_is_in_the_address_of_its_look(client, quiz):
    number = QuizVersion.objects.get().number

    assert f"/q/coffee/look-{number}.css" in client.get("/q/coffee/").content.decode()
