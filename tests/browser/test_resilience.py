"""Bad connections, impatient fingers and the browsers inside other apps: an answer is kept once, and never lost."""

from __future__ import annotations

import pytest
from django.db import OperationalError
from playwright.sync_api import Browser, Page, Route, expect

from quiz.models import Answer, Response
from quiz.pages.refusals import REFUSALS
from quiz.views import questions
from tests.browser.embedding import expect_equal
from tests.factories import make_document, make_quiz, make_version

pytestmark = pytest.mark.django_db(transaction=True)
IN_APP = {
    "LINE": "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Safari Line/14.16.0",
    "Instagram": "Mozilla/5.0 (Linux; Android 15; Pixel 9; wv) Chrome/130.0 Mobile Safari/537.36 Instagram 350.0.0",
}
# What such browsers are known for: no storage, and no second window.
CRIPPLE = """for (const name of ["localStorage", "sessionStorage", "indexedDB"]) {
  const get = () => { throw new DOMException("denied", "SecurityError"); };
  Object.defineProperty(window, name, { configurable: true, get });
}
window.open = () => null;"""


@pytest.fixture
def coffee(live_server):
    return make_version(make_quiz(**make_document(slug="coffee")))


def heading(page: Page, text: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(text)


def start(page: Page) -> None:
    page.goto("/q/coffee/")
    page.get_by_role("button", name="はじめる").click()
    heading(page, "質問1")


def tap(page: Page, text: str = "こちら") -> None:
    page.get_by_text(text, exact=True).click()


def stored() -> list[tuple[str, list[str]]]:
    return list(Answer.objects.order_by("pk").values_list("question_key", "choices"))


def test_tap_is_seen_to_be_noticed_before_its_request_has_reached_the_site(page: Page, coffee):
    held: list[Route] = []
    start(page)

    def hold(route: Route) -> None:
        held.append(route)

    page.route("**/a/**", hold)
    tap(page)

    expect(page.locator(".choice:has(:checked)")).to_have_count(1)
    expect(page.locator("[aria-busy=true]")).to_have_count(1)
    heading(page, "質問1")
    expect_equal(page, lambda: (len(held), stored()), (1, []))
    held[0].continue_()
    heading(page, "質問2")
    expect(page.locator("[aria-busy]")).to_have_count(0)
    assert stored() == [("q1", ["a"])]


def test_lost_reply_is_asked_for_again_and_stores_one_answer(page: Page, coffee, watch):
    start(page)
    page.route("**/a/**", lose_the_reply, times=1)

    tap(page)
    expect(page.get_by_role("alert")).to_be_visible()
    assert stored() == [("q1", ["a"])]
    page.get_by_role("button", name="もう一度送る").click()

    heading(page, "質問2")
    expect(page.locator("#offline")).to_be_hidden()
    assert stored() == [("q1", ["a"])]
    watch.forgive("net::ERR_")
    watch.forgive("htmx:")


def lose_the_reply(route: Route) -> None:
    route.fetch()
    route.abort("connectionreset")


def test_an_answer_given_without_a_connection_goes_out_when_it_is_back(page: Page, coffee, watch):
    start(page)

    page.context.set_offline(True)
    tap(page)
    expect(page.get_by_role("alert")).to_be_visible()
    expect(page.get_by_role("radio", name="こちら")).to_be_checked()
    page.get_by_role("button", name="もう一度送る").click()
    expect(page.get_by_role("alert")).to_be_visible()
    assert stored() == []
    page.context.set_offline(False)

    heading(page, "質問2")
    assert stored() == [("q1", ["a"])]
    watch.forgive("net::ERR_")
    watch.forgive("htmx:")


def test_fault_of_the_database_keeps_the_answer_on_the_page(page: Page, coffee, monkeypatch, watch):
    start(page)
    with monkeypatch.context() as patch:
        patch.setattr(questions, "answer_unlocked", fail)
        tap(page)
        expect(page.get_by_role("heading", level=1)).to_have_text("まもなく戻ります")
    expect(page.locator("main")).to_have_count(1)

    page.locator("form .btn").click()

    heading(page, "質問2")
    assert stored() == [("q1", ["a"])]
    watch.forgive("503")


def fail(*args: object, **kwargs: object) -> None:
    raise OperationalError


def test_double_tap_stores_one_answer_and_skips_nothing(page: Page, coffee):
    start(page)

    page.get_by_text("こちら", exact=True).dblclick()
    heading(page, "質問2")
    page.wait_for_timeout(200)

    heading(page, "質問2")
    assert stored() == [("q1", ["a"])]


def test_two_tabs_keep_the_newest_answer(page: Page, coffee):
    start(page)
    other = page.context.new_page()
    other.goto(page.url)

    tap(page)
    heading(page, "質問2")
    tap(other, "あちら")
    heading(other, "質問2")

    assert stored() == [("q1", ["a"]), ("q1", ["b"])]
    assert Response.objects.get().answers.count() == 2


@pytest.mark.parametrize("app", IN_APP)
def test_browsers_inside_other_apps_take_the_whole_way(browser: Browser, browser_context_args, coffee, app, watch):
    context = browser.new_context(**browser_context_args | {"user_agent": IN_APP[app], "has_touch": True})
    context.add_init_script(CRIPPLE)
    page = context.new_page()

    start(page)
    for following in ("質問2", "質問3", "朝ひかりタイプ"):
        page.get_by_text("こちら", exact=True).tap()
        heading(page, following)
    page.go_back()
    heading(page, str(REFUSALS["finished"][0]))

    assert Response.objects.get().type_key == "morning"
    context.close()
    watch.forgive("410")
    watch.forgive("htmx:historyCacheMissLoadError")
