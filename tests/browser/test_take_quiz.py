"""A consumer takes a quiz on a phone."""

from __future__ import annotations

import re

import pytest
from django.core import mail
from django.utils import timezone
from playwright.sync_api import Page, expect

from quiz import followups
from quiz.models import Consent, Participation, Response
from tests.factories import make_document, make_offer, make_product, make_quiz, make_version

pytestmark = pytest.mark.django_db(transaction=True)
KEEP = {"key": "keep", "title": "結果を保存する", "text": "結果をメールで受け取ります。", "months": 12}
MAIL = {"key": "mail", "title": "おすすめのメール", "text": "おすすめのメールを受け取ります。", "months": 24}


@pytest.fixture
def coffee(live_server):
    document = make_document(slug="coffee", purposes=[KEEP, MAIL])
    for each in document["types"]:
        each |= {"offer": make_offer(key=each["key"]).key, "products": [make_product(key=each["key"]).key]}
    return make_version(make_quiz(**document))


def heading(page: Page, text: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(text)


def start(page: Page) -> None:
    page.goto("/q/coffee/")
    page.get_by_role("button", name="はじめる").click()
    heading(page, "質問1")


def tap(page: Page, text: str, *, then: str) -> None:
    page.get_by_text(text, exact=True).click()
    heading(page, then)


def take(page: Page) -> None:
    start(page)
    tap(page, "こちら", then="質問2")
    tap(page, "こちら", then="質問3")
    tap(page, "あちら", then="朝ひかりタイプ")


def test_consumer_taps_through_to_the_result(page: Page, coffee):
    take(page)

    expect(page).to_have_url(re.compile(r"/q/coffee/r/[\w-]{32}$"))
    expect(page.locator(".points q").first).to_have_text("こちら")
    expect(page.locator("#products")).to_contain_text("エチオピア")
    expect(page.locator("#offer code")).to_have_text(re.compile(r"^KMR(-[A-Z2-9]{4}){4}$"))
    expect(page.get_by_role("checkbox", checked=True)).to_have_count(0)


def test_focus_follows_the_question_and_the_title_tells_it(page: Page, coffee):
    start(page)

    tap(page, "こちら", then="質問2")

    expect(page.get_by_role("heading", level=1)).to_be_focused()
    expect(page).to_have_title(re.compile("^質問2"))


def test_reload_and_back_at_every_step_lose_nothing(page: Page, coffee):
    start(page)
    for asked, following in (("質問1", "質問2"), ("質問2", "質問3")):
        page.reload()
        heading(page, asked)
        tap(page, "こちら", then=following)
        page.go_back()
        heading(page, asked)
        page.go_forward()
        heading(page, following)
    page.get_by_label("前の質問へ戻る").click()
    heading(page, "質問2")
    expect(page.get_by_role("radio", name="こちら")).to_be_checked()
    page.get_by_role("button", name="前の答えのまま進む").click()
    heading(page, "質問3")
    tap(page, "こちら", then="朝ひかりタイプ")

    assert Response.objects.get().answers.count() == 3


def test_back_after_finishing_says_kindly_that_it_is_finished(page: Page, coffee, watch):
    take(page)

    page.go_back()

    heading(page, "この回答は、もう結果が出ています")
    watch.forgive("410")
    watch.forgive("htmx:historyCacheMissLoadError")


def test_arrow_keys_choose_without_sending_and_enter_sends(page: Page, coffee):
    start(page)

    page.get_by_role("radio", name="こちら").focus()
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("radio", name="あちら")).to_be_checked()
    heading(page, "質問1")
    page.keyboard.press("Enter")

    heading(page, "質問2")


def test_two_tabs_of_one_response_finish_once(page: Page, coffee, watch):
    start(page)
    tap(page, "こちら", then="質問2")
    tap(page, "こちら", then="質問3")
    other = page.context.new_page()
    other.goto(page.url)
    heading(other, "質問3")

    tap(page, "こちら", then="朝ひかりタイプ")
    tap(other, "あちら", then="この回答は、もう結果が出ています")

    assert Response.objects.get().type_key == "morning"
    watch.forgive("410")


def test_consumer_keeps_the_result_with_one_tick_for_each_purpose(page: Page, coffee):
    take(page)
    page.get_by_role("checkbox", name="結果を保存する").check()
    page.get_by_label("メールアドレス").fill("hanako@example.jp")
    page.get_by_role("button", name="結果を保存する").click()
    expect(page.get_by_role("heading", name="メールをご確認ください")).to_be_visible()
    assert not Participation.objects.exists()

    followups.send_due(now=timezone.now())
    link = re.search(r"http\S+/confirm/\S+", mail.outbox[0].body)[0]
    page.goto(link)
    page.get_by_role("button").first.click()

    expect(page).to_have_url(re.compile(r"/r/[\w-]{32}"))
    participation = Participation.objects.get()
    states = dict(Consent.objects.of_subject(participation.profile.subject).values_list("purpose", "state"))
    assert states == {"keep": "granted", "mail": "refused"}


def test_english_all_the_way(page: Page, coffee):
    page.goto("/q/coffee/?lang=en")
    page.get_by_role("button", name="Start").click()
    for following in ("質問2", "質問3", "朝ひかりタイプ"):
        tap(page, "こちら", then=following)

    expect(page.locator("#main")).to_contain_text("Your result")
    expect(page.locator("html")).to_have_attribute("lang", "en")


def test_type_page_can_be_shared_and_leads_a_friend_into_the_quiz(page: Page, coffee):
    take(page)
    result = page.url

    page.get_by_role("link", name="タイプのページ").click()
    heading(page, "朝ひかりタイプ")
    assert result.rsplit("/", 1)[1] not in page.content()
    page.get_by_role("link", name=re.compile("診断")).first.click()

    expect(page.get_by_role("button", name="はじめる")).to_be_visible()
