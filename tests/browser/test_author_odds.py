"""An author weighs choices, and sees how often each type comes out before anything is saved."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from quiz.models import Quiz, Weight
from tests.browser.desk import log_in
from tests.factories import make_quiz

pytestmark = pytest.mark.django_db(transaction=True)
CELL = "こちら / 朝ひかりタイプ"


@pytest.fixture
def coffee(live_server) -> Quiz:
    return make_quiz(slug="coffee")


@pytest.fixture
def desk(page: Page) -> Page:
    log_in(page)
    return page


def open_weights(desk: Page, quiz: Quiz) -> None:
    desk.goto(f"/admin/quiz/quiz/{quiz.pk}/weights/")


def open_question(desk: Page, quiz: Quiz) -> None:
    desk.goto(f"/admin/quiz/question/{quiz.questions.first().pk}/change/")


def row(desk: Page, key: str = "morning"):
    return desk.locator(f".trial [data-type={key}] .number")


def saved_weight(quiz: Quiz) -> int:
    return Weight.objects.get(choice__question__quiz=quiz, choice__question__key="q1", scale="morning").value


@pytest.mark.parametrize("open_page", [open_weights, open_question])
def test_a_share_moves_while_a_weight_is_typed_and_nothing_is_saved(desk: Page, coffee: Quiz, open_page):
    open_page(desk, coffee)
    expect(row(desk)).to_have_text("50%")

    desk.get_by_label(CELL).first.fill("2")

    expect(row(desk)).to_have_text("50% → 62%")
    expect(row(desk, "forest")).to_have_text("50% → 38%")
    expect(desk.get_by_role("status")).to_contain_text("朝ひかりタイプ 50% → 62%")
    assert saved_weight(coffee) == 1
    desk.locator("[name=_save]").click()
    expect(desk.locator(".messagelist .success")).to_be_visible()
    assert saved_weight(coffee) == 2


def test_the_keyboard_alone_is_enough(desk: Page, coffee: Quiz):
    open_weights(desk, coffee)
    desk.get_by_label(CELL).first.focus()
    desk.keyboard.press("ArrowUp")
    expect(row(desk)).to_have_text("50% → 62%")
    desk.keyboard.press("ArrowDown")
    expect(row(desk)).to_have_text("50%")
    desk.keyboard.press("Control+a")
    desk.keyboard.type("９")
    expect(row(desk)).to_have_text("50% → 62%")

    for _ in range(30):
        desk.keyboard.press("Tab")
        if desk.evaluate("document.activeElement.matches('.trial summary')"):
            break
    desk.keyboard.press("Enter")
    expect(desk.locator(".trial details[open] dd").first).to_be_visible()
    desk.get_by_label(CELL).first.focus()
    desk.keyboard.press("Enter")

    expect(desk.locator(".messagelist .success")).to_be_visible()
    assert saved_weight(coffee) == 9


def test_what_is_no_weight_is_said_and_marked(desk: Page, coffee: Quiz):
    open_weights(desk, coffee)
    cell = desk.get_by_label(CELL).first

    cell.fill("1.5")
    expect(desk.locator(".trial .blocking")).to_contain_text(CELL)
    expect(cell).to_have_attribute("aria-invalid", "true")
    cell.fill("2")

    expect(row(desk)).to_have_text("50% → 62%")
    expect(cell).to_have_attribute("aria-invalid", "false")


def test_answers_that_lead_to_a_type_stay_open_while_weights_change(desk: Page, coffee: Quiz):
    open_weights(desk, coffee)
    desk.locator(".trial [data-type=forest] summary").click()

    desk.get_by_label(CELL).first.fill("2")

    expect(row(desk)).to_have_text("50% → 62%")
    expect(desk.locator(".trial details[open]")).to_have_count(1)
    expect(desk.locator(".trial [data-type=forest] dd")).to_have_text(["あちら"] * 3)


def test_an_answer_that_comes_too_late_is_never_shown(desk: Page, coffee: Quiz):
    held: list[Route] = []
    desk.route("**/odds/", lambda route: route.continue_() if held else held.append(route))
    open_weights(desk, coffee)
    cell = desk.get_by_label(CELL).first
    with desk.expect_request("**/odds/"):
        cell.fill("-9")
    expect(desk.locator(".trial")).to_have_attribute("aria-busy", "true")

    cell.fill("2")
    desk.evaluate("window.seen = []")
    desk.evaluate(
        "new MutationObserver(() => seen.push(document.querySelector('.said').textContent))"
        ".observe(document.querySelector('.said'), { childList: true })"
    )
    held[0].continue_()

    expect(row(desk)).to_have_text("50% → 62%")
    expect(desk.locator(".trial")).to_have_attribute("aria-busy", "false")
    assert len(desk.evaluate("seen")) == 1


def test_a_lost_connection_is_told_and_made_good(desk: Page, coffee: Quiz, watch):
    desk.route("**/odds/", lambda route: route.abort())
    open_weights(desk, coffee)
    desk.get_by_label(CELL).first.fill("2")
    expect(desk.get_by_role("status")).to_contain_text("もう一度")
    expect(row(desk)).to_have_text("50%")

    desk.unroute("**/odds/")
    desk.locator(".trial button").click()

    expect(row(desk)).to_have_text("50% → 62%")
    watch.forgive("ERR_FAILED")


@pytest.mark.parametrize("open_page", [open_weights, open_question])
def test_without_javascript_a_button_does_the_same(
    browser: Browser, browser_context_args, desk: Page, coffee: Quiz, open_page
):
    plain = browser.new_context(**browser_context_args, java_script_enabled=False)
    plain.add_cookies(desk.context.cookies())
    page = plain.new_page()
    open_page(page, coffee)
    page.get_by_label(CELL).first.fill("2")
    page.locator(".trial button").click()

    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(row(page)).to_have_text("50% → 62%")
    assert saved_weight(coffee) == 1
    plain.close()


@pytest.mark.parametrize("open_page", [open_weights, open_question])
def test_the_odds_stay_in_sight_on_a_phone(desk: Page, coffee: Quiz, open_page):
    desk.set_viewport_size({"width": 390, "height": 844})
    open_page(desk, coffee)

    cell = desk.get_by_label("あちら / 森ふかタイプ").last
    cell.focus()

    expect(row(desk)).to_be_in_viewport()
    assert cell.bounding_box()["y"] + 20 < desk.locator(".trial").bounding_box()["y"]
    assert desk.evaluate("document.documentElement.scrollWidth") == 390
