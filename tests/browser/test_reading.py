"""What people read: names stay whole, every text says its language, and each page leads back to where one came from."""

from __future__ import annotations

import re
from io import BytesIO

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from tests.browser import scenes
from tests.factories import make_brand, make_document, make_quiz, make_version

pytestmark = pytest.mark.django_db(transaction=True)
BACK = "[data-back]"
# Texts that are Japanese from end to end; a name within a sentence may speak the sentence's language.
WRONGLY_ENGLISH = """() => {
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), found = [];
  while (texts.nextNode()) {
    const { data, parentElement } = texts.currentNode;
    if (!/[ぁ-んァ-ヴ一-龠]/.test(data) || /[a-z]{3}/i.test(data) || parentElement.closest("script")) continue;
    if (parentElement.closest("[lang]").lang !== "ja") found.push(data.trim());
  }
  return found;
}"""


@pytest.fixture
def demo(live_server) -> None:
    scenes.load_demo()


def test_names_are_not_taken_apart_within_a_word(page: Page, demo):
    page.set_viewport_size({"width": 320, "height": 568})
    page.goto("/q/coffee/t/orchard")

    lines = page.locator("h1 .word").evaluate_all("words => words.map((each) => each.getClientRects().length)")

    assert page.locator("h1").inner_text().replace("\n", "") == "果樹園ジューシータイプ"
    assert lines == [1, 1]


@pytest.mark.parametrize("path", ["/", "/q/skin/", "/q/skin/t/dew", "/b/kokochi/"])
def test_japanese_texts_of_english_pages_say_that_they_are_japanese(page: Page, demo, path):
    page.goto(f"{path}?lang=en")

    assert page.locator("html").get_attribute("lang") == "en"
    assert page.evaluate(WRONGLY_ENGLISH) == []


@pytest.mark.parametrize("kind", ["", "multiple", "scale", "sensitive"])
def test_japanese_questions_of_english_pages_say_that_they_are_japanese(page: Page, demo, kind):
    page.goto(scenes.begin("skin", kind) + "?lang=en")

    assert page.evaluate(WRONGLY_ENGLISH) == []
    assert page.locator(".eyebrow").evaluate("each => each.closest('[lang]').lang") == "en"


@pytest.mark.parametrize("slug", scenes.QUIZZES)
def test_japanese_results_of_english_pages_say_that_they_are_japanese(page: Page, demo, slug):
    page.goto(scenes.result_of(scenes.play(slug)) + "?lang=en")

    assert page.evaluate(WRONGLY_ENGLISH) == []


def test_the_start_tells_the_language_of_the_quiz_where_it_is_another(page: Page, demo):
    told = page.get_by_text("This quiz is written in Japanese")

    page.goto("/q/coffee/?lang=en")
    expect(told).to_have_count(1)

    page.goto("/q/coffee/")
    expect(page.get_by_text("で書かれています")).to_have_count(0)


def test_a_type_leads_back_to_the_result_from_which_it_was_opened(page: Page, demo):
    page.goto(scenes.result_of(scenes.play("coffee")))
    result = page.url

    page.locator("#share a", has_text="タイプのページ").click()
    page.wait_for_url("**/t/**")
    assert "/r/" not in page.content()
    page.locator(BACK).click()

    expect(page).to_have_url(result)


def test_a_type_that_was_opened_from_elsewhere_leads_back_to_nothing(page: Page, demo):
    page.goto("/q/coffee/")
    page.goto("/q/coffee/t/orchard")
    expect(page.locator(BACK)).to_be_hidden()

    page.locator(".types a").first.click()
    page.wait_for_url("**/t/morning")
    expect(page.locator(BACK)).to_be_hidden()


def test_a_no_after_a_mistake_leaves_nothing_marked(page: Page, demo, watch):
    page.goto(scenes.result_of(scenes.play("coffee")))
    border = "field => getComputedStyle(field).borderColor"
    calm = page.locator("#keep .field").evaluate(border)
    scenes.keep_wrongly(page)
    assert page.locator("#keep .field").evaluate(border) != calm

    page.locator("#keep .field").fill("")
    scenes.press_keep(page)

    assert page.locator("#keep .field").evaluate(border) == calm
    expect(page.locator("#keep [aria-invalid], #keep .errors")).to_have_count(0)
    watch.forgive("422")


@pytest.mark.parametrize(("width", "stands_in"), [(320, ".scale .end"), (1280, ".ends span")])
def test_the_ends_of_a_scale_stand_at_its_ends(page: Page, live_server, width, stands_in):
    low, high = "にぎやかな場所で、みんなと飲むほうが好き", "ひとりで静かに、ゆっくり味わうほうが好き"
    choices = [{"key": f"c{n}", "text": f"{n}", "weights": {"morning": n, "forest": 5 - n}} for n in range(5)]
    scale = {"key": "q1", "kind": "scale", "text": "どちらですか", "low": low, "high": high, "choices": choices}
    version = make_version(make_quiz(slug="ends", questions=[scale], brand=make_brand()))
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(scenes.begin(version.quiz.slug))

    shown = page.locator(".scale .end, .ends span").locator("visible=true")
    expect(shown).to_have_text([low, high])
    expect(page.locator(stands_in).locator("visible=true")).to_have_count(2)
    first, last = (page.locator(".choice").nth(place).bounding_box() for place in (0, -1))
    one, other = (shown.nth(place).bounding_box() for place in (0, 1))
    axis = "y" if width == 320 else "x"
    assert abs(one[axis] - first[axis]) < abs(one[axis] - last[axis])
    assert abs(end_of(other, axis) - end_of(last, axis)) < abs(end_of(other, axis) - end_of(first, axis))
    expect(page.get_by_role("radio").first).to_have_accessible_description(re.compile(low))


def end_of(box: dict[str, float], axis: str) -> float:
    return box[axis] + box["height" if axis == "y" else "width"]


@pytest.mark.parametrize("size", [(390, 664), (375, 553), (320, 568), (844, 390)])
@pytest.mark.parametrize("slug", ["coffee", "team"])
def test_the_start_can_be_pressed_without_scrolling(page: Page, demo, slug, size):
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.goto(f"/q/{slug}/?lang=en")

    expect(page.get_by_role("button", name="Start")).to_be_in_viewport(ratio=1)


def test_ends_of_a_scale_are_not_said_twice(page: Page, demo):
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto(scenes.begin("coffee", "scale"))

    low = page.locator(".choice").first.inner_text()
    expect(page.get_by_text(low, exact=True)).to_have_count(1)


@pytest.mark.parametrize("width", [320, 390, 844, 1280])
def test_button_that_copies_a_coupon_stands_beside_its_code(page: Page, demo, width):
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(scenes.result_of(scenes.play("coffee")))

    code, button = (page.locator(f".ticket {each}").bounding_box() for each in ("code", "button"))
    gap_right, gap_below = button["x"] - end_of(code, "x"), button["y"] - end_of(code, "y")
    assert 0 <= gap_right < 24 or (0 <= gap_below < 24 and abs(button["x"] - code["x"]) < 4)


def test_mark_that_nobody_sees_does_not_stop_a_word_about_the_result(page: Page, demo):
    page.goto(scenes.result_of(scenes.play("coffee")))
    page.locator("#suits-word").fill("ぴったりでした\u200e")

    page.locator("#suits button[value=yes]").click()

    expect(page.locator("#suits [role=status]")).to_be_visible()


def test_refusal_of_a_small_form_is_seen(page: Page, demo, watch):
    page.goto(scenes.result_of(scenes.play("coffee")))
    page.locator("#suits-word").evaluate("field => { field.maxLength = 999; field.value = 'x'.repeat(300); }")

    page.locator("#suits button[value=yes]").click()

    expect(page.get_by_role("heading", level=1)).to_contain_text("答えではない")
    watch.forgive("400")


def test_long_words_on_a_type_scroll_with_the_page(page: Page, live_server):
    document = make_document(slug="tall")
    for each in document["types"]:
        each["description"] = "ながい説明です。" * 200
    version = make_version(make_quiz(**document))
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto(scenes.result_of(scenes.play(version.quiz.slug)))

    top = page.locator(".description").bounding_box()["y"]
    page.evaluate("window.scrollTo(0, 300)")

    assert page.locator(".description").bounding_box()["y"] == pytest.approx(top - 300)


@pytest.mark.parametrize("color", ["#23688a", "#3f4a7c"])
def test_tint_keeps_the_hue_of_the_brand(page: Page, live_server, color):
    make_version(make_quiz(slug="tinted", brand=make_brand(color=color)))
    page.goto("/q/tinted/")

    red, green, blue = Image.open(BytesIO(page.screenshot())).convert("RGB").getpixel(inside(page, ".hero"))

    paper = Image.open(BytesIO(page.screenshot())).convert("RGB").getpixel((2, 2))
    assert red < paper[0] and red - blue < paper[0] - paper[2], (red, green, blue, paper)


def inside(page: Page, selector: str) -> tuple[int, int]:
    box = page.locator(selector).bounding_box()
    return int(box["x"] + box["width"] / 2), int(box["y"] + 8)
