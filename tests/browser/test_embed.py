"""A brand's engineer pastes the iframe; the browser blocks third-party cookies and storage."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Frame, Page, Playwright, expect

from quiz.models import Response
from tests.browser.conftest import ARGUMENTS, find_chromium
from tests.browser.hosting import host_site
from tests.factories import make_brand, make_quiz, make_version

pytestmark = pytest.mark.django_db(transaction=True)
SANDBOX = (
    "allow-forms allow-scripts allow-same-origin allow-popups allow-popups-to-escape-sandbox "
    "allow-top-navigation-by-user-activation"
)


@pytest.fixture
def strict_context(playwright: Playwright, tmp_path: Path, watch) -> Iterator[BrowserContext]:
    """A browser whose user blocks third-party cookies, and with them storage in frames."""
    profile = tmp_path / "profile"
    (profile / "Default").mkdir(parents=True)
    blocked = {"profile": {"block_third_party_cookies": True, "cookie_controls_mode": 1}}
    (profile / "Default" / "Preferences").write_text(json.dumps(blocked))
    context = playwright.chromium.launch_persistent_context(
        str(profile), executable_path=find_chromium(), args=ARGUMENTS, locale="ja-JP"
    )
    watch.follow(context)
    yield context
    context.close()


def embedding_page(quiz_site: str, *, sandbox: str | None = SANDBOX) -> str:
    boxed = f' sandbox="{sandbox}"' if sandbox is not None else ""
    return (
        "<!doctype html><title>お店</title><h1>お店のページ</h1>"
        f'<iframe src="{quiz_site}/embed/q/coffee/?utm_source=shop" title="診断" width="100%" '
        f'height="640"{boxed}></iframe>'
    )


@pytest.fixture
def shop(live_server, watch) -> Iterator[str]:
    with host_site(
        {"/": embedding_page(live_server.url), "/plain": embedding_page(live_server.url, sandbox=None)}
    ) as site:
        make_brand(embed_origins=site)
        make_version(make_quiz(slug="coffee"))
        watch.allow(site.removeprefix("http://"))
        yield site


def quiz_frame(page: Page) -> Frame:
    page.frame_locator("iframe").get_by_role("heading", level=1).wait_for()
    return next(frame for frame in page.frames if "/embed/" in frame.url)


def take(page: Page) -> None:
    inside = page.frame_locator("iframe")
    inside.get_by_role("button", name="はじめる").click()
    for following in ("質問2", "質問3", "朝ひかりタイプ"):
        inside.get_by_text("こちら", exact=True).click()
        expect(inside.get_by_role("heading", level=1)).to_have_text(following)


@pytest.mark.parametrize("path", ["/", "/plain"])
def test_quiz_is_taken_in_a_frame_without_cookies_or_storage(strict_context, shop, path):
    page = strict_context.new_page()
    page.goto(shop + path)
    storage = "() => { try { localStorage.length; return 'open' } catch (error) { return error.name } }"
    assert quiz_frame(page).evaluate(storage) == "SecurityError"

    take(page)

    response = Response.objects.get()
    assert (response.channel, response.embed_origin, response.utm_source) == ("embed", shop, "shop")
    assert strict_context.cookies() == []


def test_reload_of_the_host_page_begins_anew_and_back_works(strict_context, shop):
    page = strict_context.new_page()
    page.goto(shop)
    inside = page.frame_locator("iframe")
    inside.get_by_role("button", name="はじめる").click()
    inside.get_by_text("こちら", exact=True).click()
    expect(inside.get_by_role("heading", level=1)).to_have_text("質問2")

    page.evaluate("history.back()")
    expect(inside.get_by_role("heading", level=1)).to_have_text("質問1")
    page.reload()

    take(page)


def test_site_that_is_not_listed_cannot_frame_the_quiz(strict_context, shop, watch):
    make_brand(embed_origins="https://komorebi.example")
    page = strict_context.new_page()

    page.goto(shop)

    page.wait_for_timeout(500)
    assert not page.frame_locator("iframe").get_by_role("button", name="はじめる").is_visible()
    watch.faults.clear()
