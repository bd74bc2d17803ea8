"""A brand's engineer pastes the iframe; the browser blocks third-party cookies and storage."""

from __future__ import annotations

import re

import pytest
from django.core import mail
from django.utils import timezone
from playwright.sync_api import FrameLocator, Page, expect

from quiz import followups
from quiz.models import Participation, Response
from tests.browser.embedding import (
    NO_ORIGIN,
    SANDBOX,
    begin,
    brand_site,
    choose,
    frame_in,
    frame_of,
    inside,
    make_embedded,
    page_of,
    stand_still,
    take,
)
from tests.factories import make_brand

pytestmark = pytest.mark.django_db(transaction=True)
SANDBOXES = {"none": None, "recommended": SANDBOX, "no-origin": NO_ORIGIN}


@pytest.fixture
def shop(live_server, watch):
    pages = {f"/{name}": page_of(frame_of(live_server.url, sandbox=value)) for name, value in SANDBOXES.items()}
    with brand_site(pages, watch, allow_sandboxed=True) as site:
        make_embedded()
        yield site


def keep(frame: FrameLocator, page: Page) -> None:
    """Ask to keep the result in the frame, and confirm it from the mail."""
    frame.get_by_role("checkbox", name="結果を保存する").wait_for()
    stand_still(page)
    frame.get_by_role("checkbox", name="結果を保存する").check()
    frame.get_by_label("メールアドレス").fill("hanako@example.jp")
    frame.get_by_role("button", name="結果を保存する").click()
    expect(frame.get_by_role("heading", name="メールをご確認ください")).to_be_visible()
    followups.send_due(now=timezone.now())
    page.goto(re.search(r"http\S+/confirm/\S+", mail.outbox[0].body)[0])
    page.get_by_role("button").first.click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()


@pytest.mark.parametrize("sandbox", SANDBOXES)
@pytest.mark.parametrize("has_script", [True, False], ids=["script", "no-script"])
def test_whole_way_from_start_to_saved_profile_needs_no_cookie_and_no_storage(
    strict_browser, shop, sandbox, has_script
):
    context = strict_browser(java_script_enabled=has_script)
    page = context.new_page()
    page.goto(f"{shop}/{sandbox}")

    frame = take(page, has_script=has_script)
    keep(frame, page)

    response = Participation.objects.get().response
    assert (response.channel, response.embed_origin, response.utm_source) == ("embed", shop, "shop")
    assert context.cookies() == []


@pytest.mark.parametrize("sandbox", SANDBOXES)
def test_storage_is_not_there_to_be_used(strict_browser, shop, sandbox):
    page = strict_browser().new_page()
    page.goto(f"{shop}/{sandbox}")

    storage = "() => { try { localStorage.length; return 'open' } catch (error) { return error.name } }"
    assert frame_in(page).evaluate(storage) == "SecurityError"


@pytest.mark.parametrize("sandbox", SANDBOXES)
def test_back_works_in_the_frame_and_reload_of_the_host_page_begins_anew(strict_browser, shop, sandbox):
    page = strict_browser().new_page()
    page.goto(f"{shop}/{sandbox}")
    frame = begin(page)
    choose(frame, then="質問2")

    page.evaluate("history.back()")
    expect(frame.get_by_role("heading", level=1)).to_have_text("質問1")
    frame.get_by_role("button", name="前の答えのまま進む").click()
    expect(frame.get_by_role("heading", level=1)).to_have_text("質問2")
    page.reload()
    take(page)

    assert Response.objects.finished().count() == 1


def test_sandboxed_frame_of_a_brand_without_that_setting_says_so_and_offers_a_tab(strict_browser, shop, watch):
    make_brand(allow_sandboxed=False)
    page = strict_browser().new_page()
    page.goto(f"{shop}/no-origin")

    inside(page).get_by_role("button", name="はじめる").click()

    offered = inside(page).get_by_role("link", name="新しいタブで開く")
    expect(offered).to_have_attribute("href", re.compile(r"/q/coffee/$"))
    watch.forgive("403")


def test_site_that_is_not_listed_cannot_frame_the_quiz(strict_browser, shop, watch):
    make_brand(embed_origins="https://komorebi.example")
    page = strict_browser().new_page()

    page.goto(f"{shop}/none")

    page.wait_for_timeout(500)
    assert not inside(page).get_by_role("button", name="はじめる").is_visible()
    watch.faults.clear()
