from __future__ import annotations

import json
import re
from io import BytesIO

import pytest
from django.utils import timezone
from PIL import Image

from catalog.models import ProductType
from quiz import publishing
from quiz.models import Quiz
from tests.factories import make_document, make_quiz, make_version
from tests.quiz.walking import title

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_cards_of_other_tests(settings, tmp_path) -> None:
    settings.MEDIA_ROOT = tmp_path


def card_address(page) -> str:
    return re.search(r'og:image" content="http://[^/]+(/[^"]+)"', page.content.decode())[1]


def test_type_page_tells_sharing_sites_what_it_is(client, quiz):
    page = client.get("/q/coffee/t/forest").content.decode()

    data = json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)[1])
    assert 'property="og:title" content="森ふかタイプ' in page
    assert data["breadcrumb"]["itemListElement"][0]["item"].endswith("/q/coffee/")


def test_structured_data_keeps_hostile_names_inside_it(client):
    document = make_document(slug="coffee")
    document["types"][1]["name"] = "</script><script>alert(1)</script>"
    make_version(make_quiz(**document))

    assert "<script>alert" not in client.get("/q/coffee/t/forest").content.decode()


def drawn(quiz: Quiz) -> Quiz:
    publishing.draw_cards(quiz.version)
    return quiz


def test_cards_are_drawn_once_a_version_is_published_and_committed(client, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        version = make_version(make_quiz(slug="coffee"))

    assert [publishing.card(version, key) is not None for key in ("morning", "forest")] == [True, True]
    assert publishing.draw_cards(version) == 0


def test_card_that_is_not_drawn_is_drawn_by_no_visit(client, quiz):
    address = card_address(client.get("/q/coffee/t/forest"))

    assert [client.get(address).status_code, client.get(address).status_code] == [404, 404]


def test_card_that_was_cut_short_is_not_served_and_is_drawn_anew(client, quiz, settings):
    address = card_address(client.get("/q/coffee/t/forest"))
    publishing.draw_cards(quiz.version)
    for file in (settings.MEDIA_ROOT / "cards").iterdir():
        file.write_bytes(file.read_bytes()[:200])

    assert client.get(address).status_code == 404
    assert publishing.draw_missing_cards(quiz) == 2
    assert client.get(address).status_code == 200


def test_card_is_a_small_picture_for_ever(client, quiz):
    drawn(quiz)
    page = client.get(card_address(client.get("/q/coffee/t/forest")))

    assert Image.open(BytesIO(page.content)).size == (1200, 630)
    assert len(page.content) <= 45_000
    assert "immutable" in page["Cache-Control"]


@pytest.mark.parametrize("name", ["あ" * 80, "😀", "Ａ" * 40, "𠮷野家タイプ", "a b " * 20])
def test_card_is_drawn_whatever_the_type_is_called(client, name):
    document = make_document(slug="coffee")
    document["types"][1] |= {"name": name, "tagline": name, "color": "#b8651b"}
    drawn(make_version(make_quiz(**document)).quiz)

    page = client.get(card_address(client.get("/q/coffee/t/forest")))

    assert Image.open(BytesIO(page.content)).size == (1200, 630)


def test_card_has_one_address_for_one_look(client, quiz, next_second):
    address = card_address(client.get("/q/coffee/t/forest"))
    ProductType.objects.filter(key="forest").update(name="深い森タイプ")
    publishing.publish(Quiz.objects.get(), now=timezone.now())
    next_second()

    assert card_address(client.get("/q/coffee/t/forest")) != address
    assert client.get("/q/coffee/t/forest/" + "0" * 32 + ".png").status_code == 404


def test_card_of_an_earlier_version_is_still_shown(client, quiz):
    """A result of that version shows it, and so do the posts that were made of it."""
    drawn(quiz)
    address = card_address(client.get("/q/coffee/t/forest"))
    card = client.get(address).content
    ProductType.objects.filter(key="forest").update(tagline="いまは別のことば")
    publishing.publish(Quiz.objects.get(slug="coffee"), now=timezone.now())

    assert client.get(address).content == card
    assert client.get(address.replace("forest", "morning")).status_code == 404
    assert client.get(re.sub(r"[0-9a-f]{32}", "0" * 32, address)).status_code == 404


def test_old_link_shows_the_type_as_the_last_version_had_it(client):
    document = make_document(slug="coffee")
    quiz = drawn(make_version(make_quiz(**document)).quiz)
    changed = json.loads(json.dumps(document).replace('"forest"', '"grove"'))
    make_quiz(**changed)
    publishing.publish(Quiz.objects.get(pk=quiz.pk), now=timezone.now())

    page = client.get("/q/coffee/t/forest")

    assert document["types"][1]["name"] in title(page)
    assert Image.open(BytesIO(client.get(card_address(page)).content)).size == (1200, 630)
    assert client.get("/q/coffee/t/nowhere").status_code == 404


def test_retired_quiz_says_so_and_offers_others(client, quiz, next_second):
    make_version(make_quiz(slug="gift"))
    publishing.retire(quiz)
    next_second()

    page = client.get("/q/coffee/t/forest").content.decode()

    assert "/q/gift/" in page
    assert "/q/coffee/start" not in page


def test_oembed_tells_how_to_frame_a_quiz(client, quiz):
    data = client.get("/oembed", {"url": "http://testserver/q/coffee/", "maxwidth": "320"}).json()

    assert (data["type"], data["width"], data["height"]) == ("rich", 320, 640)
    assert "/embed/q/coffee/" in data["html"]


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ({"url": "http://testserver/q/nothing/"}, 404),
        ({"url": "http://testserver/admin/"}, 404),
        ({}, 404),
        ({"url": "https://evil.example/q/coffee/"}, 404),
        ({"url": "javascript:/q/coffee/"}, 404),
        ({"url": "http://[", "format": "json"}, 404),
        ({"url": "x", "format": "xml"}, 501),
    ],
)
def test_oembed_refuses_what_is_no_quiz(client, quiz, query, status):
    assert client.get("/oembed", query).status_code == status


def test_sitemap_lists_open_quizzes_and_their_types(client, quiz):
    publishing.close(make_version(make_quiz(slug="closed")).quiz)

    paths = re.findall(r"<loc>http://[^/]+(/[^<]*)</loc>", client.get("/sitemap.xml").content.decode())

    assert paths == ["/", "/q/coffee/", "/q/coffee/t/morning", "/q/coffee/t/forest"]


def test_robots_keeps_out_of_private_pages(client, db):
    text = client.get("/robots.txt").content.decode()

    assert {"Disallow: /me/", "Disallow: /q/*/r/"} <= set(text.splitlines())
