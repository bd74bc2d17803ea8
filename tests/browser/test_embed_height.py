"""The frame is as tall as what is in it, whatever happens there: no second scroll bar, no cut button, no gap."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.embedding import (
    NO_ORIGIN,
    WITHIN,
    begin,
    brand_site,
    choose,
    expect_equal,
    expect_fit,
    frame_height,
    frame_in,
    frame_of,
    make_embedded,
    page_of,
    script_of,
    stand_still,
    take,
)

pytestmark = pytest.mark.django_db(transaction=True)
# Asks each animation frame how far the frame's height is from its content's, and how often it was changed.
FOLLOW = """() => {
  const box = document.querySelector("iframe") ?? document.querySelector(".pittari").shadowRoot.querySelector("iframe");
  window.changes = 0;
  new ResizeObserver(() => window.changes++).observe(box);
}"""
GROW = """height => document.getElementById("main").append(
  Object.assign(document.createElement("div"), {className: "grown"})) || (
  document.querySelector(".grown").style.setProperty("height", height + "px"))"""


@pytest.fixture
def shop(live_server, watch):
    script, theme = script_of(live_server.url), "<style>iframe{max-width:100%;height:auto}</style>"
    adopting = f'<script src="{live_server.url}/embed.js" async></script>'
    pages = {
        "/": page_of(script),
        "/frame": page_of(frame_of(live_server.url) + adopting, head=theme),
        "/boxed": page_of(frame_of(live_server.url, sandbox=NO_ORIGIN) + adopting),
        "/alone": page_of(frame_of(live_server.url)),
    }
    with brand_site(pages, watch, allow_sandboxed=True) as site:
        make_embedded(lead="はじめに。" * 40)
        yield site


@pytest.mark.parametrize("width", [320, 375, 414, 1280])
def test_frame_follows_its_content_on_every_step(page: Page, shop, watch, width):
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(shop)
    frame_in(page)
    expect_fit(page)

    frame = begin(page)
    expect_fit(page)
    for following in ("質問2", "質問3", "朝ひかりタイプ"):
        choose(frame, then=following)
        expect_fit(page)
    frame.get_by_label("メールアドレス").fill("not an address")
    frame.get_by_role("button", name="結果を保存する").click()
    expect(frame.get_by_role("alert")).to_be_visible()
    expect_fit(page)
    watch.forgive("422")


@pytest.mark.parametrize("path", ["/frame", "/boxed"])
def test_loader_lets_a_pasted_frame_follow_too(page: Page, shop, path):
    page.goto(shop + path)
    expect_fit(page)

    take(page)

    expect_fit(page)


def test_late_content_text_size_and_width_are_followed_without_a_loop(page: Page, shop):
    page.goto(shop)
    expect_fit(page)
    page.evaluate(FOLLOW)
    frame = frame_in(page)

    frame.evaluate(GROW, 333)  # as a late picture does
    expect_fit(page)
    frame.evaluate("document.documentElement.style.fontSize = '200%'")
    expect_fit(page)
    page.set_viewport_size({"width": 700, "height": 600})
    expect_fit(page)
    frame.evaluate("document.documentElement.style.fontSize = ''; document.querySelector('.grown').remove()")
    expect_fit(page)
    page.wait_for_timeout(500)

    assert page.evaluate("window.changes") <= 10


@pytest.mark.parametrize("zoom", [0.67, 1.1, 1.5])
def test_zoomed_page_fits(browser, browser_context_args, shop, zoom):
    """Zooming in makes a page narrower and its pixels larger."""
    size = {"width": round(1280 / zoom), "height": round(800 / zoom)}
    context = browser.new_context(**browser_context_args | {"device_scale_factor": zoom, "viewport": size})
    page = context.new_page()
    page.goto(shop)
    expect_fit(page)

    begin(page)

    expect_fit(page)
    context.close()


# Notes what the page hears, and lets a test make the frame measure itself when some browsers would.
HEARD = """<script>
  window.heard = [];
  addEventListener("message", ({ data }) => { if (data.type === "quiz.resized") heard.push(data.height); });
  document.addEventListener("quiz.resized", ({ detail }) => heard.push(detail.height));
</script>"""
OBSERVE = """window.measure = [];
  window.ResizeObserver = class extends ResizeObserver { constructor(each) { super(each); measure.push(each); } }"""
STYLE = "frame => frame.style.height"


def test_hidden_frame_reports_no_height_and_a_shown_one_is_right_again(page: Page, live_server, watch):
    page.add_init_script(OBSERVE)
    body = script_of(live_server.url, mode="popup", click="h1")
    with brand_site({"/": page_of(body, head=HEARD)}, watch) as shop:
        make_embedded(lead="はじめに。" * 40)
        page.goto(shop)
        page.wait_for_function("window.Pittari")
        page.get_by_role("heading", name="お店のページ").click()
        choose(begin(page), then="質問2")
        stand_still(page)
        shown, frame = page.locator("iframe").evaluate(STYLE), frame_in(page)

        page.get_by_role("button", name="閉じる").click()
        page.evaluate("heard.length = 0")
        frame.evaluate("measure.forEach((each) => each([]))")
        page.wait_for_timeout(WITHIN)
        assert page.evaluate("heard") == []

        page.get_by_role("heading", name="お店のページ").click()
        page.wait_for_timeout(2 * WITHIN)
        expect_equal(page, lambda: page.locator("iframe").evaluate(STYLE), shown)


def test_loader_takes_no_height_from_a_frame_that_is_hidden(page: Page, shop):
    page.goto(shop)
    frame = frame_in(page)
    expect_fit(page)
    page.evaluate("document.body.hidden = true")
    before = page.locator("iframe").evaluate(STYLE)

    tell = "parent.postMessage({source: 'pittari', v: 1, type: 'quiz.resized', quiz: 'coffee', height: 4000}, '*')"
    frame.evaluate(tell)
    page.wait_for_timeout(WITHIN)

    assert page.locator("iframe").evaluate(STYLE) == before


def test_without_the_loader_the_frame_scrolls(page: Page, shop):
    page.goto(shop + "/alone")

    take(page)
    page.wait_for_timeout(2 * WITHIN)

    assert frame_height(page) == 640
    assert frame_in(page).evaluate("getComputedStyle(document.documentElement).overflowY") == "visible"
