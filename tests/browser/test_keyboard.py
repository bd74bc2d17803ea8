"""The whole way with a keyboard only, through a Japanese input method as well."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from quiz.models import PendingKeep, Quiz, Response
from tests.browser.scenes import result_of
from tests.factories import make_document, make_quiz, make_version
from tests.quiz.keeping import EMAIL, PURPOSES, finish, make_keepable

pytestmark = pytest.mark.django_db(transaction=True)
FOCUSED = "(document.activeElement.labels?.[0] ?? document.activeElement).innerText.trim()"
SEEN = """() => {
  const shown = document.activeElement.closest(".choice") ?? document.activeElement;
  const { outlineStyle, outlineWidth, outlineColor } = getComputedStyle(shown);
  const box = shown.getBoundingClientRect();
  return outlineStyle === "solid" && parseFloat(outlineWidth) >= 2 && box.bottom > 0 && box.top < innerHeight;
}"""

# One page gives way to the next in a short transition, which begins at the top; nobody presses Tab that fast.
SETTLED = (
    "() => !document.querySelector('.htmx-request, .htmx-swapping, .htmx-settling') && !document.getAnimations().length"
)


@pytest.fixture
def coffee(live_server):
    return make_version(make_quiz(**make_document(slug="coffee", purposes=PURPOSES[:1])))


def heading(page: Page, text: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(text)


def tab_to(page: Page, name: str, *, most: int = 40) -> None:
    """Press Tab until the focus is there; every stop on the way can be seen."""
    page.wait_for_function(SETTLED)
    for _press in range(most):
        page.keyboard.press("Tab")
        assert page.evaluate(SEEN), f"the focus can't be seen on {page.evaluate(FOCUSED)!r}"
        if name in page.evaluate(FOCUSED):
            return
    pytest.fail(f"Tab never came to {name!r}")


def start(page: Page) -> None:
    page.goto("/q/coffee/")
    tab_to(page, "はじめる")
    page.keyboard.press("Enter")
    heading(page, "質問1")


def test_whole_way_from_the_start_to_a_kept_result(page: Page, coffee):
    start(page)
    for following in ("質問2", "質問3", "朝ひかりタイプ"):
        tab_to(page, "こちら")
        page.keyboard.press("Space")
        tab_to(page, "次へ")
        page.keyboard.press("Enter")
        heading(page, following)

    tab_to(page, "結果を保存する")
    page.keyboard.press("Space")
    tab_to(page, "メールアドレス")
    page.keyboard.type(EMAIL)
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", name="メールをご確認ください")).to_be_visible()
    assert PendingKeep.objects.get().purposes == ["keep"]


def test_focus_goes_from_the_question_through_its_choices_to_the_way_on(page: Page, coffee):
    start(page)
    page.get_by_role("radio").first.focus()
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    heading(page, "質問2")
    page.wait_for_function(SETTLED)
    expect(page.get_by_role("heading", level=1)).to_be_focused()

    stops = []
    for _press in range(3):
        page.keyboard.press("Tab")
        stops.append(page.evaluate(FOCUSED))

    assert stops == ["こちら", "次へ", "選ぶとすぐ次へ進む"]


def test_arrow_keys_never_send(page: Page, coffee):
    start(page)
    tab_to(page, "こちら")

    for key in ("ArrowDown", "ArrowUp", "ArrowRight", "ArrowLeft", "ArrowDown"):
        page.keyboard.press(key)
    page.wait_for_timeout(200)

    expect(page.get_by_role("radio", name="あちら")).to_be_checked()
    heading(page, "質問1")
    assert Response.objects.get().answers.count() == 0


def test_skip_link_comes_first_and_leads_to_the_content(page: Page, coffee):
    page.goto("/q/coffee/")

    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="本文へ進む")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport(ratio=1)
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")

    assert page.evaluate(FOCUSED) == "はじめる"


def test_enter_that_ends_a_conversion_sends_nothing(page: Page, live_server):
    version = make_keepable()
    page.goto(result_of(finish(version)))
    keyboard = page.context.new_cdp_session(page)
    for place in ("#suits-word", "#keep .field"):
        page.locator(place).focus()
        keyboard.send("Input.imeSetComposition", {"text": "はな", "selectionStart": 2, "selectionEnd": 2})
        page.keyboard.press("Enter")
        process_key = {"type": "rawKeyDown", "key": "Enter", "windowsVirtualKeyCode": 229}
        keyboard.send("Input.dispatchKeyEvent", process_key)
        keyboard.send("Input.insertText", {"text": "花"})
        page.wait_for_timeout(100)

    expect(page.locator("#suits-word")).to_have_value(re.compile("花$"))
    expect(page.locator("#keep-errors")).to_have_count(0)
    assert Response.objects.get().suits is None


def test_enter_in_the_word_says_neither_yes_nor_no(page: Page, live_server):
    page.goto(result_of(finish(make_keepable())))

    page.locator("#suits-word").fill("当たっている気がします")
    page.keyboard.press("Enter")
    page.wait_for_timeout(200)

    assert Response.objects.get().suits is None
    page.get_by_role("button", name="ぴったり").click()
    expect(page.locator("#suits [role=status]")).to_be_visible()
    assert Response.objects.get().suits is True


def test_moving_on_by_a_tap_can_be_switched_off_by_the_person(page: Page, coffee):
    start(page)

    page.get_by_role("checkbox", name="選ぶとすぐ次へ進む").uncheck()
    page.get_by_text("こちら", exact=True).click()
    page.wait_for_timeout(200)
    heading(page, "質問1")
    page.get_by_role("button", name="次へ").click()
    heading(page, "質問2")

    expect(page.get_by_role("checkbox", name="選ぶとすぐ次へ進む")).not_to_be_checked()
    page.get_by_text("こちら", exact=True).click()
    page.wait_for_timeout(200)
    heading(page, "質問2")


def test_moving_on_by_a_tap_can_be_switched_off_by_the_author(page: Page, coffee):
    Quiz.objects.update(auto_advance=False)
    start(page)

    page.get_by_text("こちら", exact=True).click()
    page.wait_for_timeout(200)

    heading(page, "質問1")
    expect(page.locator("[data-moves]")).to_have_count(0)
    expect(page.get_by_role("radio", name="こちら")).to_be_checked()
