"""A consumer takes a quiz in a browser that runs no script."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from quiz.models import Response
from tests.factories import make_document, make_quiz, make_version

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    return {**browser_context_args, "java_script_enabled": False}


@pytest.fixture
def coffee(live_server):
    purpose = {"key": "keep", "title": "結果を保存する", "text": "結果をメールで受け取ります。", "months": 12}
    return make_version(make_quiz(**make_document(slug="coffee", purposes=[purpose])))


def answer(page: Page, text: str, *, then: str) -> None:
    page.get_by_text(text, exact=True).click()
    page.get_by_role("button", name="次へ").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(then)


def test_whole_way_works_with_plain_forms(page: Page, coffee):
    page.goto("/q/coffee/")
    page.get_by_role("button", name="はじめる").click()
    answer(page, "こちら", then="質問2")
    page.go_back()
    page.reload()
    answer(page, "こちら", then="質問2")
    answer(page, "こちら", then="質問3")
    answer(page, "あちら", then="朝ひかりタイプ")
    page.reload()

    expect(page).to_have_url(re.compile(r"/r/[\w-]{32}$"))
    page.get_by_role("checkbox", name="結果を保存する").check()
    page.get_by_label("メールアドレス").fill("hanako@example.jp")
    page.get_by_role("button", name="結果を保存する").click()
    expect(page.get_by_role("heading", name="メールをご確認ください")).to_be_visible()
    assert Response.objects.get().answers.count() == 3


def test_forgotten_answer_is_asked_for_in_words(page: Page, coffee, watch):
    page.goto("/q/coffee/")
    page.get_by_role("button", name="はじめる").click()

    page.get_by_role("button", name="次へ").click()

    expect(page.get_by_role("alert")).to_contain_text("選んで")
    watch.forgive("422")


def test_back_after_finishing_shows_that_it_is_finished(page: Page, coffee, watch):
    page.goto("/q/coffee/")
    page.get_by_role("button", name="はじめる").click()
    for following in ("質問2", "質問3", "朝ひかりタイプ"):
        answer(page, "こちら", then=following)

    page.go_back()

    expect(page.get_by_role("heading", level=1)).to_have_text("この回答は、もう結果が出ています")
    watch.forgive("410")
