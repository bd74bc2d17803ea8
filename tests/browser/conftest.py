"""A real Chromium for every test of this folder: a phone, in Japanese, watched for errors and foreign requests."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Playwright, Request, WebError

from quiz import invariants
from tests.browser.embedding import brand_site, make_embedded, page_of

HERE = Path(__file__).parent
WRITTEN_BY_HAND = {"offers count their coupons", "tallies count finished responses"}
ARGUMENTS = [
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
    "--no-sandbox",
]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if HERE in item.path.parents:
            item.add_marker("browser")


@pytest.fixture(scope="session", autouse=True)
def _database_beside_the_browser() -> Iterator[None]:
    """Let tests use the ORM while Playwright's event loop runs in the same thread; it runs until the session ends."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        yield


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    return {**browser_type_launch_args, "executable_path": find_chromium(), "args": ARGUMENTS}


def find_chromium() -> str:
    names = [os.environ.get("CHROMIUM"), "/usr/bin/chromium", "chromium-browser", "google-chrome"]
    for name in filter(None, names):
        if path := shutil.which(name):
            return path
    return pytest.fail("Browser tests need Chromium: install the package chromium, or name it in $CHROMIUM.")


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any], live_server: Any) -> dict[str, Any]:
    """Return the phone that every context is; `page.goto("/q/coffee/")` goes to the site under test."""
    return {
        **browser_context_args,
        "base_url": live_server.url,
        "locale": "ja-JP",
        "timezone_id": "Asia/Tokyo",
        "viewport": {"width": 390, "height": 844},
    }


@pytest.fixture(autouse=True)
def _site_knows_its_address(live_server: Any, settings: Any) -> None:
    settings.BASE_URL = live_server.url


@pytest.fixture(autouse=True)
def _database_keeps_its_rules(transactional_db: None) -> Iterator[None]:
    """Check after each walk what must hold over the whole database, but for coupons and tallies written by hand."""
    yield
    found = invariants.check(now=timezone.now())
    assert [finding for finding in found if finding.invariant not in WRITTEN_BY_HAND] == []


class Watch:
    """What went wrong in the browser during one test. A test that provokes a fault forgives it."""

    def __init__(self, own_port: int | None) -> None:
        self.faults: list[str] = []
        self.forgiven: list[str] = []
        self.own = {f"localhost:{own_port}", f"127.0.0.1:{own_port}"}

    def allow(self, host: str) -> None:
        """Let the browser ask this host too: `shop.example`, or with a port; for its icon even when it is gone."""
        self.own.add(host)
        self.forgive(f"{host}/favicon.ico")

    def forgive(self, part: str) -> None:
        """Overlook what holds this text, whether it was reported already or is still on its way."""
        self.forgiven.append(part)

    @property
    def unforgiven(self) -> list[str]:
        return [fault for fault in self.faults if not any(part in fault for part in self.forgiven)]

    def follow(self, context: BrowserContext) -> None:
        context.set_default_timeout(15_000)
        context.on("console", self.see_console)
        context.on("weberror", self.see_error)
        context.on("request", self.see_request)
        context.on("requestfailed", self.see_failure)

    def see_console(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.faults.append(f"console: {message.text} ({message.location['url']})")

    def see_error(self, error: WebError) -> None:
        self.faults.append(f"script: {error.error}")

    def see_request(self, request: Request) -> None:
        url = urlsplit(request.url)
        if url.scheme in {"http", "https", "ws", "wss"} and url.netloc not in self.own:
            self.faults.append(f"request to another host: {request.url}")

    def see_failure(self, request: Request) -> None:
        if request.failure != "net::ERR_ABORTED":  # what a page was still loading when it was left
            self.faults.append(f"failed request: {request.url} {request.failure}")


@pytest.fixture
def strict_browser(playwright: Playwright, tmp_path: Path, watch: Watch) -> Iterator[Callable[..., BrowserContext]]:
    """Open browsers whose user blocks third-party cookies, and with them storage in frames."""
    opened: list[BrowserContext] = []

    def open_browser(**options: Any) -> BrowserContext:
        profile = tmp_path / f"profile{len(opened)}"
        (profile / "Default").mkdir(parents=True)
        blocked = {"profile": {"block_third_party_cookies": True, "cookie_controls_mode": 1}}
        (profile / "Default" / "Preferences").write_text(json.dumps(blocked))
        options = {"locale": "ja-JP", "args": ARGUMENTS, "executable_path": find_chromium(), **options}
        opened.append(playwright.chromium.launch_persistent_context(str(profile), **options))
        watch.follow(opened[-1])
        return opened[-1]

    yield open_browser
    for context in opened:
        context.close()


@pytest.fixture(autouse=True)
def watch(browser: Browser, live_server: Any) -> Iterator[Watch]:
    """Fail a test in whose pages anything went wrong, whatever the test itself asked about."""
    watch = Watch(urlsplit(live_server.url).port)
    browser.on("context", watch.follow)
    yield watch
    browser.remove_listener("context", watch.follow)
    assert watch.unforgiven == [], "\n".join(watch.unforgiven)


@pytest.fixture
def quiz_site(live_server: Any) -> str:
    make_embedded()
    return live_server.url


@pytest.fixture
def serve(quiz_site: str, watch: Watch) -> Iterator[Callable[..., str]]:
    """Return a function that serves one page as a brand's, and more files beside it, and returns its origin."""
    with ExitStack() as opened:

        def open_site(body: str, *, more: dict[str, str] | None = None, **details: Any) -> str:
            parts = {name: details.pop(name) for name in ("head", "html") if name in details}
            pages = {"/": page_of(body, **parts), **(more or {})}
            return opened.enter_context(brand_site(pages, watch, **details))

        yield open_site
