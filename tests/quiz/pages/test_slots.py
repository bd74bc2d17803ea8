"""Pages are rendered once, yet everybody gets their own, at once up to date, and no longer than it must be."""

from __future__ import annotations

import gzip
import re

import brotli
import pytest
from django.test import Client

from catalog.models import Brand
from quiz import caching, publishing
from quiz.models import Event, Response
from quiz.pages import compression, slots
from quiz.pages.refusals import REFUSALS
from tests.factories import make_document, make_quiz, make_version
from tests.quiz.walking import begin, send, submit_key, title, walk

pytestmark = pytest.mark.django_db
BOTH = {"Accept-Encoding": "gzip, deflate, br"}


@pytest.fixture
def rendered(monkeypatch) -> list[str]:
    """The templates of the shared pages that were rendered."""
    names: list[str] = []
    render = slots.render_to_string

    def watch(name, *arguments):
        names.append(name)
        return render(name, *arguments)

    monkeypatch.setattr(slots, "render_to_string", watch)
    return names


@pytest.fixture
def one_second(monkeypatch):
    """Let no second end of itself."""
    monkeypatch.setattr(caching, "monotonic", lambda: 0.0)


def test_question_is_rendered_once_and_everybody_gets_their_own_tokens(quiz, rendered):
    addresses = [begin(Client(), "coffee") for _ in range(2)]

    pages = [Client().get(address).content.decode() for address in addresses]

    assert rendered == ["quiz/taking/question.html"]
    for address, page, other in zip(addresses, pages, reversed(addresses), strict=True):
        assert f'action="{address}"' in page
        assert other.split("/")[4] not in page
    assert len({re.search(r'name="k" value="([^"]+)"', page)[1] for page in pages}) == 2


def test_results_of_one_type_share_a_page_that_holds_nothing_of_anybody(db, rendered):
    document = make_document(slug="own")
    for number, question in enumerate(document["questions"]):
        question["choices"][0]["text"] = f"こちら{number}"
    make_version(make_quiz(**document))
    first = walk(Client(), "own", {"q1": "a", "q2": "a", "q3": "b"})
    other = walk(Client(), "own", {"q1": "b", "q2": "a", "q3": "a"})

    pages = [Client().get(address).content.decode() for address in (first, other)]

    assert rendered.count("quiz/taking/result.html") == 1
    assert [[f"こちら{number}" in page for number in range(3)] for page in pages] == [[1, 1, 0], [0, 1, 1]]
    for address, page, stranger in ((first, pages[0], other), (other, pages[1], first)):
        assert f'action="{address}/suits' in page
        assert stranger.rsplit("/", 1)[1] not in page


def test_what_a_person_did_with_a_result_shows_at_once(client, quiz):
    result = walk(client, "coffee", {"q1": "a", "q2": "a", "q3": "b"})
    before = client.get(result).content.decode()

    client.post(f"{result}/suits", {"suits": "yes"})

    assert 'name="suits"' in before
    assert 'name="suits"' not in client.get(result).content.decode()


def test_no_stand_in_is_left_on_a_page(client, quiz):
    question = begin(client, "coffee")
    pages = [client.get(address) for address in ("/q/coffee/?utm_source=line", "/embed/q/coffee/", question)]
    pages.append(client.get("/embed" + question, headers={"HX-Request": "true"}))
    pages.append(client.get(walk(client, "coffee", {"q1": "a", "q2": "a", "q3": "b"})))

    assert all(slots.PLACEHOLDER_SUFFIX not in page.content.decode() for page in pages)


def test_values_in_slots_are_escaped(client, quiz):
    page = client.get("/q/coffee/", {"utm_source": '"><script>alert(1)</script>'}).content.decode()

    assert "<script>alert" not in page
    assert 'value="&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;"' in page


def test_layouts_and_languages_are_kept_apart(client, quiz):
    question = begin(client, "coffee")
    page, frame, part, english = (
        client.get(question),
        client.get("/embed" + question),
        client.get(question, headers={"HX-Request": "true"}),
        client.get(question + "?lang=en"),
    )

    assert 'class="framed"' in frame.content.decode()
    assert 'class="framed"' not in page.content.decode()
    assert "<html" not in part.content.decode()
    assert 'action="/embed/q/coffee/' in frame.content.decode()
    assert "Question 1" in english.content.decode()
    assert f'action="{question}?lang=en"' in english.content.decode()


def test_republishing_shows_within_a_second(quiz, next_second):
    Client().get("/q/coffee/")
    quiz.title = "新しい診断"
    quiz.save()
    publishing.publish(quiz, now=quiz.changed_at)

    next_second()

    assert "新しい診断" in Client().get("/q/coffee/").content.decode()


def test_change_of_the_listed_sites_shows_within_a_second(quiz, next_second):
    Client().get("/embed/q/coffee/")
    Brand.objects.update(embed_origins="https://new.example")

    next_second()

    page = Client().get("/embed/q/coffee/")
    assert page["Content-Security-Policy"].endswith("frame-ancestors 'self' https://new.example")


def test_closing_shows_within_a_second_and_to_a_start_at_once(client, quiz, next_second):
    client.get("/q/coffee/")
    publishing.close(quiz)

    started = client.post("/q/coffee/start")
    next_second()

    assert (started.status_code, title(started)) == (410, REFUSALS["closed"][0])
    page = client.get("/q/coffee/")
    assert (page.status_code, title(page)) == (410, REFUSALS["closed"][0])
    assert not Response.objects.exists()


def test_public_page_sent_again_has_the_same_headers_and_is_counted(client, quiz, settings, one_second):
    settings.QUIZ_VIEW_FLUSH_SECONDS = 0

    first, again = (client.get("/q/coffee/") for _ in range(2))

    assert dict(again.headers) == dict(first.headers)
    assert again.content == first.content
    assert sum(Event.objects.filter(kind="viewed").values_list("count", flat=True)) == 2


def test_framed_start_page_is_not_sent_again_because_it_knows_the_site_around_it(client, quiz, one_second):
    Brand.objects.update(embed_origins="https://a.example\nhttps://b.example")

    pages = [client.get("/embed/q/coffee/", headers={"Referer": f"https://{name}.example/"}) for name in "ab"]

    assert 'value="https://a.example"' in pages[0].content.decode()
    assert 'value="https://b.example"' in pages[1].content.decode()


def test_page_without_a_slot_is_sent_as_brotli(client, quiz):
    plain = client.get("/q/coffee/")
    packed = client.get("/q/coffee/", headers=BOTH)

    assert (plain.has_header("Content-Encoding"), packed["Content-Encoding"]) == (False, "br")
    assert brotli.decompress(packed.content) == plain.content
    assert "Accept-Encoding" in packed["Vary"]


def test_step_is_sent_as_gzip_whose_tokens_are_not_compressed(client, quiz):
    question = begin(client, "coffee")
    page = client.post(
        question,
        {"k": submit_key(client.get(question)), "choice": "a"},
        headers={"HX-Request": "true", **BOTH},
    )

    text = gzip.decompress(page.content).decode()
    assert page["Content-Encoding"] == "gzip"
    assert question.split("/")[4].encode() in page.content
    assert re.search(r'name="k" value="([^"]+)"', text)[1].encode() in page.content
    assert {"Accept-Encoding", "HX-Request"} <= set(page["Vary"].split(", "))


def test_result_is_compressed_and_what_shows_typed_words_is_not(client, quiz):
    result = client.get(walk(client, "coffee", {"q1": "a", "q2": "a", "q3": "b"}), headers=BOTH)
    question = begin(client, "coffee")
    refused = client.post(question, {"k": submit_key(client.get(question))}, headers=BOTH)

    assert "朝ひかりタイプ" in brotli.decompress(result.content).decode()
    assert (refused.status_code, refused.has_header("Content-Encoding")) == (422, False)


def test_staff_pages_are_never_compressed(client):
    assert not client.get("/admin/login/", headers=BOTH).has_header("Content-Encoding")


@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [("gzip", "gzip"), ("br;q=0, gzip", "gzip"), ("gzip;q=0", ""), ("", ""), ("identity", ""), ("gzip;q=0.5", "gzip")],
)
def test_encoding_is_what_the_browser_accepts(accepted, encoding):
    page = compression.Page(["<p>", "</p>" * 9], ["name"])

    found, content = page.compress({"name": b"x"}, accepted)

    assert found == encoding
    assert (gzip.decompress(content) if encoding else content) == b"<p>x" + b"</p>" * 9


def test_shared_pages_do_not_grow_without_end(client, quiz, monkeypatch):
    monkeypatch.setattr(slots, "MAX_PAGES", 2)
    question = begin(client, "coffee")
    send(client, question, "a")
    for address in ("/q/coffee/", "/q/coffee/t/forest", question, question + "?lang=en"):
        client.get(address)

    assert len(slots._pages) <= 2
