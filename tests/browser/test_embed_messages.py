"""The page around a quiz hears what it may: the events of the contract, and nothing about the person."""

from __future__ import annotations

import json
import re
from pathlib import Path

import jsonschema
import pytest
from playwright.sync_api import Page, expect

from quiz.models import Quiz
from tests.browser.conftest import ARGUMENTS
from tests.browser.embedding import (
    brand_site,
    expect_equal,
    expect_fit,
    frame_in,
    frame_of,
    inside,
    make_embedded,
    page_of,
    script_of,
    take,
)
from tests.factories import make_brand

pytestmark = pytest.mark.django_db(transaction=True)
DOCS = Path(__file__).parents[2] / "docs"
SCHEMA = json.loads((DOCS / "embed-messages.schema.json").read_text())
RECIPE = re.search(r"```js recipe\n(.*?)```", (DOCS / "embedding.md").read_text(), re.DOTALL)[1]
LISTEN = """<script>
  window.heard = []; window.events = [];
  addEventListener("message", ({ data, origin }) => heard.push({ data, origin }));
  for (const type of ["ready", "started", "question_viewed", "resized", "completed", "offer_clicked", "closed"])
    document.addEventListener("quiz." + type, ({ type, detail }) => events.push([type, detail]));
</script>"""
WAY = ["ready", "started", *["question_viewed"] * 3, "completed"]


@pytest.fixture
def shop(live_server, watch):
    script = script_of(live_server.url)
    pages = {
        "/": page_of(script, head=LISTEN),
        "/frame": page_of(frame_of(live_server.url), head=LISTEN),
        "/ga4": page_of(script, head=f"<script>{RECIPE}</script>"),
    }
    with brand_site(pages, watch) as site:
        make_embedded()
        yield site


def messages(page: Page) -> list[dict]:
    """Return what the page heard, after comparing it with the contract."""
    heard = [each["data"] for each in page.evaluate("heard")]
    for each in heard:
        jsonschema.validate(each, SCHEMA)
    return heard


def types(page: Page) -> list[str]:
    return [each["type"].removeprefix("quiz.") for each in messages(page) if each["type"] != "quiz.resized"]


def expect_types(page: Page, wanted: list[str]) -> None:
    expect_equal(page, lambda: types(page), wanted)


@pytest.mark.parametrize("path", ["/", "/frame"])
def test_messages_of_the_whole_way_keep_the_contract(page: Page, shop, live_server, path):
    page.goto(shop + path)

    take(page)

    expect_types(page, WAY)
    assert {each["origin"] for each in page.evaluate("heard")} == {live_server.url}
    viewed = [each for each in messages(page) if each["type"] == "quiz.question_viewed"]
    assert [(each["number"], each["total"]) for each in viewed] == [(1, 3), (2, 3), (3, 3)]


def test_nothing_about_the_person_is_told(page: Page, shop):
    page.goto(shop)
    frame = take(page)
    frame.get_by_label("メールアドレス").fill("hanako@example.jp")
    frame.get_by_role("checkbox", name="結果を保存する").check()
    frame.get_by_role("button", name="結果を保存する").click()
    expect(frame.get_by_role("heading", name="メールをご確認ください")).to_be_visible()
    expect_types(page, WAY)

    told = json.dumps([messages(page), page.evaluate("events")], ensure_ascii=False)
    token = re.search(r"/r/([\w-]{32})", frame_in(page).url)[1]
    for secret in (token, "hanako", "q1", "こちら", "morning", "朝ひかり"):
        assert secret not in told


def test_author_may_let_the_page_know_the_type(page: Page, shop):
    Quiz.objects.update(share_type_with_host=True)
    page.goto(shop)

    take(page)

    expect_types(page, WAY)
    assert [each["type_key"] for each in messages(page) if each["type"] == "quiz.completed"] == ["morning"]


def test_each_step_is_an_event_on_the_page_and_a_result_shown_again_is_not_a_second_one(page: Page, shop):
    page.goto(shop)
    take(page)

    frame_in(page).evaluate("location.reload()")

    expect_types(page, [*WAY, "completed"])
    heard = [kind.removeprefix("quiz.") for kind, _detail in page.evaluate("events") if kind != "quiz.resized"]
    assert heard == WAY


def test_click_on_a_product_is_told_without_saying_which(page: Page, shop, watch):
    page.goto(shop)
    frame = take(page)
    page.context.route("https://shop.test/**", lambda route: route.fulfill(body="a product"))
    watch.allow("shop.test")

    expect_fit(page)  # nothing moves under the finger any more
    frame.locator("#products a").first.click()
    page.wait_for_function("heard.some(({ data }) => data.type === 'quiz.offer_clicked')")

    told = next(each for each in messages(page) if each["type"] == "quiz.offer_clicked")
    assert told.keys() == {"source", "v", "type", "quiz"}
    assert page.evaluate("scrollY") > 0  # the page stays where the product is


def test_escape_in_the_frame_is_told(page: Page, shop):
    page.goto(shop + "/frame")
    inside(page).get_by_role("button", name="はじめる").press("Escape")

    expect_types(page, ["ready", "closed"])


def test_page_of_a_wildcard_entry_hears_at_its_own_origin(strict_browser, live_server, watch):
    page = strict_browser(args=[*ARGUMENTS, "--disable-features=LocalNetworkAccessChecks"]).new_page()
    make_brand(embed_origins="https://*.shop.example")
    make_embedded()
    watch.allow("www.shop.example")
    host = page_of(frame_of(live_server.url), head=LISTEN)
    page.route("https://www.shop.example/**", lambda route: route.fulfill(body=host, content_type="text/html"))

    page.goto("https://www.shop.example/")
    take(page)

    assert inside(page).locator("body").get_attribute("data-host") == "https://www.shop.example"
    expect_types(page, WAY)


FORGED = [
    {"source": "pittari", "v": 1, "type": "quiz.offer_clicked", "quiz": "forged"},
    {"source": "pittari", "v": 1, "type": "quiz.completed", "quiz": "forged"},
]
TELL = "(details) => parent.postMessage({source: 'pittari', v: 1, quiz: 'coffee', ...details}, '*')"
HEIGHT = "frame => frame.style.height"


def test_loader_hears_no_other_window_and_no_other_origin(page: Page, shop):
    page.goto(shop)
    frame_in(page)

    page.evaluate("messages => messages.forEach((each) => postMessage(each, '*'))", FORGED)

    expect_types(page, ["ready", "offer_clicked", "completed"])
    assert [kind for kind, _detail in page.evaluate("events") if kind != "quiz.resized"] == ["quiz.ready"]


@pytest.mark.parametrize(("told", "becomes"), [(1e9, 5000), (-5, 200), (7, 200)])
def test_loader_keeps_heights_within_limits(page: Page, shop, told, becomes):
    page.goto(shop)
    expect_fit(page)

    frame_in(page).evaluate(TELL, {"type": "quiz.resized", "height": told})

    expect_equal(page, lambda: page.locator("iframe").evaluate(HEIGHT), f"{becomes}px")


@pytest.mark.parametrize("told", ["<img>", None, {}, "900"])
def test_loader_ignores_what_is_no_height(page: Page, shop, told):
    page.goto(shop)
    expect_fit(page)
    height = page.locator("iframe").evaluate(HEIGHT)

    for details in ({"type": "quiz.resized", "height": told}, {"type": "quiz.offer_clicked"}):
        frame_in(page).evaluate(TELL, details)
    page.wait_for_function("events.some(([type]) => type === 'quiz.offer_clicked')")

    assert page.locator("iframe").evaluate(HEIGHT) == height


def test_frame_accepts_no_message(page: Page, shop):
    page.goto(shop)
    frame = frame_in(page)
    frame.wait_for_selector("html.fitted")
    before = frame.content()
    frame.evaluate("() => { window.reached = new Promise((tell) => addEventListener('message', () => tell(true))) }")

    page.locator("iframe").evaluate("frame => frame.contentWindow.postMessage({type: 'start', height: 9}, '*')")

    assert frame.evaluate("window.reached")
    assert frame.content() == before
    for script in ("framed.js", "quiz.js"):
        assert '"message"' not in (DOCS.parent / "static" / "js" / script).read_text()


def test_recipe_pushes_what_analytics_call_these_events(page: Page, shop):
    page.goto(shop + "/ga4")

    take(page)

    named = ["quiz_view", "quiz_start", *["quiz_answer"] * 2, "quiz_complete"]
    expect_equal(page, lambda: page.evaluate("dataLayer.map((each) => each.event).filter(Boolean)"), named)
    assert page.evaluate("[...dataLayer[0]]")[:2] == ["consent", "default"]
