"""A brand's engineer chooses how the quiz appears, and when."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.embedding import LONG, begin, dialog, inside, script_of, take

pytestmark = pytest.mark.django_db(transaction=True)
MODES = ["popup", "slider", "button"]
LEAVE = "document.body.dispatchEvent(new MouseEvent('mouseout', {clientY: -1, bubbles: true}))"
TRIGGERS = {
    "click": ("h1", lambda page: page.get_by_role("heading", name="お店のページ").click()),
    "time": ("3600", lambda page: page.clock.fast_forward("01:00:00")),
    "scroll": ("50", lambda page: page.evaluate("scrollTo(0, document.body.scrollHeight)")),
    "exit": ("", lambda page: page.evaluate(LEAVE)),
}


@pytest.fixture(autouse=True)
def _still(page: Page) -> None:
    """Click where a dialog stands, not where it was on its way."""
    page.emulate_media(reduced_motion="reduce")


@pytest.mark.parametrize("trigger", TRIGGERS)
@pytest.mark.parametrize("mode", MODES)
def test_each_trigger_opens_each_overlay(page: Page, serve, quiz_site, mode, trigger):
    value, pull = TRIGGERS[trigger]
    page.clock.install()
    page.goto(serve(LONG + script_of(quiz_site, mode=mode, **{trigger: value})))
    page.wait_for_function("window.Pittari")
    assert page.locator("iframe").count() == 0

    pull(page)

    expect(inside(page).get_by_role("button", name="はじめる")).to_be_visible()
    page.get_by_role("button", name="閉じる").click()
    page.evaluate("scrollTo(0, 0)")
    pull(page)
    if trigger == "click":
        return expect(dialog(page)).to_be_visible()
    page.wait_for_timeout(200)
    expect(dialog(page)).to_be_hidden()  # who has closed it is not asked again


@pytest.mark.parametrize("mode", ["popup", "slider"])
def test_overlay_without_a_trigger_opens_at_once(page: Page, serve, quiz_site, mode):
    page.goto(serve(script_of(quiz_site, mode=mode)))

    expect(inside(page).get_by_role("button", name="はじめる")).to_be_visible()


def test_inline_quiz_waits_for_no_trigger(page: Page, serve, quiz_site):
    page.goto(serve(script_of(quiz_site, click="h1")))

    expect(inside(page).get_by_role("button", name="はじめる")).to_be_visible()
    page.get_by_role("heading", name="お店のページ").click()
    assert page.get_by_role("dialog").count() == 0


def test_overlay_waits_until_it_is_scrolled_that_far(page: Page, serve, quiz_site):
    page.goto(serve(LONG + script_of(quiz_site, mode="slider", scroll="50")))
    page.wait_for_function("window.Pittari")

    page.evaluate("scrollTo(0, 800)")
    page.wait_for_timeout(300)

    assert page.locator("iframe").count() == 0


@pytest.mark.parametrize("mode", ["popup", "slider"])
def test_overlay_opens_by_click_traps_the_keyboard_and_closes_by_escape(page: Page, serve, quiz_site, mode):
    page.goto(serve('<a href="/elsewhere" class="quiz">診断</a>' + script_of(quiz_site, mode=mode, click=".quiz")))
    assert page.locator("iframe").count() == 0

    page.get_by_role("link", name="診断").click()
    begin(page)
    page.keyboard.press("Escape")
    expect(dialog(page)).to_be_hidden()
    page.get_by_role("link", name="診断").click()

    expect(inside(page).get_by_role("heading", level=1)).to_have_text("質問1")
    page.get_by_role("button", name="閉じる").click()
    expect(dialog(page)).to_be_hidden()


@pytest.mark.parametrize("mode", ["popup", "slider", "button"])
def test_overlay_stays_where_it_is_while_the_steps_change(page: Page, serve, quiz_site, mode):
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto(serve(script_of(quiz_site, mode=mode, time="0.1")))
    inside(page).get_by_role("heading", level=1).wait_for()
    before = page.locator("iframe").bounding_box()

    take(page)

    after = page.locator("iframe").bounding_box()
    assert (after["x"], after["y"], after["width"]) == (before["x"], before["y"], before["width"])


def test_floating_button_opens_and_keeps_the_place(page: Page, serve, quiz_site):
    page.goto(serve(script_of(quiz_site, mode="button", label="ぴったりを探す", color="#8a4b2a")))

    page.get_by_role("button", name="ぴったりを探す").click()
    take(page)

    expect(dialog(page)).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("color", "bar"), [("", "rgb(42, 35, 32)"), ("#8a4b2a", "rgb(138, 75, 42)")])
def test_bar_above_the_quiz_suits_light_and_dark_pages(page: Page, serve, quiz_site, scheme, color, bar):
    page.emulate_media(color_scheme=scheme)
    page.goto(serve(script_of(quiz_site, mode="popup", color=color)))

    close = page.get_by_role("button", name="閉じる")

    assert close.evaluate("button => getComputedStyle(button).color") == "rgb(255, 255, 255)"
    assert close.evaluate("button => getComputedStyle(button.parentElement).backgroundColor") == bar
