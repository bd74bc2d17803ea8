"""A member of staff changes a quiz that people are taking, and publishes it."""

from __future__ import annotations

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from quiz.models import Quiz, QuizVersion, Response
from tests.browser.desk import log_in
from tests.factories import make_quiz, make_version

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def coffee(live_server) -> Quiz:
    return make_version(make_quiz(slug="coffee")).quiz


@pytest.fixture
def desk(page: Page) -> Page:
    log_in(page)
    return page


def open_quiz(desk: Page, quiz: Quiz) -> None:
    desk.goto("/admin/quiz/quiz/")
    desk.get_by_role("link", name=quiz.title).click()


def open_question(desk: Page, number: int) -> None:
    desk.locator("#questions-group .field-details a").nth(number - 1).click()


def save(desk: Page) -> None:
    desk.locator("[name=_save]").click()


def publish(desk: Page) -> None:
    desk.locator("button[value=publish]").click()


def tap(phone: Page, text: str, *, then: str) -> None:
    phone.get_by_text(text, exact=True).click()
    expect(phone.get_by_role("heading", level=1)).to_have_text(then)


def start(phone: Page) -> None:
    phone.goto("/q/coffee/")
    phone.get_by_role("button", name="はじめる").click()


def test_author_edits_and_publishes_while_somebody_answers(desk: Page, new_context, coffee: Quiz):
    before, after = new_context().new_page(), new_context().new_page()
    start(before)
    tap(before, "こちら", then="質問2")

    open_quiz(desk, coffee)
    open_question(desk, 2)
    desk.locator("#id_text").fill("書きかえた質問")
    desk.get_by_label("こちら / 朝ひかりタイプ").fill("-1")
    desk.get_by_label("こちら / 森ふかタイプ").fill("9")
    save(desk)
    expect(desk.locator(".changes li")).to_contain_text(["書きかえた質問"])
    publish(desk)
    expect(desk.locator(".messagelist .success")).to_be_visible()
    assert QuizVersion.objects.count() == 2

    tap(before, "こちら", then="質問3")
    tap(before, "こちら", then="朝ひかりタイプ")
    start(after)
    tap(after, "こちら", then="書きかえた質問")
    tap(after, "こちら", then="質問3")
    tap(after, "こちら", then="森ふかタイプ")
    assert list(Response.objects.order_by("pk").values_list("version__number", flat=True)) == [1, 2]


def test_problems_lead_to_where_they_are_put_right(desk: Page, coffee: Quiz):
    coffee.questions.get(key="q2").choices.all().delete()

    open_quiz(desk, coffee)
    publish(desk)
    expect(desk.locator(".messagelist .error").first).to_be_visible()
    desk.locator(".problems .blocking a").first.click()
    expect(desk.locator("#id_text")).to_have_value("質問2")
    for number, text in enumerate(["はい", "いいえ"]):
        desk.locator("#choices-group .add-row a").click()
        desk.locator(f"#id_choices-{number}-text").fill(text)
    desk.locator("#id_choices-0-weight_morning").fill("2")
    desk.locator("#id_choices-1-weight_forest").fill("2")
    save(desk)
    expect(desk.locator(".verdict.fine")).to_be_visible()
    publish(desk)

    expect(desk.locator(".messagelist .success")).to_be_visible()
    assert QuizVersion.objects.filter(quiz=coffee).count() == 2


def test_questions_move_by_their_buttons(desk: Page, coffee: Quiz):
    open_quiz(desk, coffee)
    row = desk.locator("#questions-group tr.form-row").filter(has=desk.locator("input[value='質問3']"))
    row.get_by_role("button", name="↑").click()
    row.get_by_role("button", name="↑").click()
    save(desk)
    expect(desk.locator(".messagelist .success")).to_be_visible()

    assert [question.key for question in coffee.questions.all()] == ["q3", "q1", "q2"]


def test_leaving_with_unsaved_edits_is_asked_about(desk: Page, coffee: Quiz):
    asked = []
    desk.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))

    open_quiz(desk, coffee)
    desk.locator("#id_title").press_sequentially("！")
    desk.locator("#site-name a").click()

    assert asked == ["beforeunload"]
    expect(desk.locator("#id_title")).to_have_value("！あなたにぴったりの一杯")


def test_stopping_is_asked_about_and_reopening_is_not(desk: Page, coffee: Quiz, watch):
    open_quiz(desk, coffee)
    desk.locator("button[value=stop]").click()
    desk.locator("button[value=stop]").click()
    expect(desk.locator("button[value=reopen]")).to_be_visible()
    desk.goto("/q/coffee/")
    expect(desk.get_by_role("button", name="はじめる")).to_have_count(0)
    watch.forgive("410 (Gone)")

    open_quiz(desk, coffee)
    desk.locator("button[value=reopen]").click()
    desk.wait_for_timeout(1000)  # what consumers see may be a second old
    desk.goto("/q/coffee/")
    expect(desk.get_by_role("button", name="はじめる")).to_be_visible()


@pytest.mark.parametrize(
    "path", ["", "quiz/quiz/", "quiz/quiz/{pk}/change/", "quiz/quiz/{pk}/report/", "quiz/quiz/import/"]
)
def test_staff_pages_fit_on_a_phone(desk: Page, coffee: Quiz, path: str):
    desk.set_viewport_size({"width": 390, "height": 844})

    desk.goto("/admin/" + path.format(pk=coffee.pk))

    assert desk.evaluate("document.documentElement.scrollWidth") == 390


def test_the_snippet_is_copied(desk: Page, context: BrowserContext, coffee: Quiz):
    context.grant_permissions(["clipboard-read", "clipboard-write"])

    desk.goto(f"/admin/quiz/quiz/{coffee.pk}/snippet/")
    desk.get_by_role("button", name="コピー").first.click()

    assert desk.evaluate("navigator.clipboard.readText()").startswith("<script src=")
