"""When a quiz does not show, its engineer reads why in the browser's console; when it does, the console stays empty."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from quiz.models import Quiz
from tests.browser.embedding import begin, expect_equal, inside, script_of

pytestmark = pytest.mark.django_db(transaction=True)
SILENT = "Pittari: quiz “{}” did not start: "
HELP = "See “When it does not show” in docs/embedding.md."


@pytest.fixture
def said(page: Page) -> list[str]:
    """Every line that the page writes into the console, of whatever kind."""
    lines: list[str] = []
    page.on("console", lambda message: lines.append(message.text))
    return lines


@pytest.fixture
def show(page: Page, serve):
    """Return a function that opens a brand's page with this body, and waits until its loader is there."""

    def show(body: str, **parts: object) -> None:
        page.goto(serve(body, **parts))
        page.wait_for_function("window.Pittari")

    return show


def warnings(said: list[str]) -> list[str]:
    return [line for line in said if line.startswith("Pittari: ")]


def await_silence(page: Page, said: list[str], quiz: str = "coffee") -> str:
    """Wait for the link that stands in for the quiz, and return the one line beside it."""
    expect(page.get_by_role("link", name="診断を新しいタブで開く")).to_be_visible()
    expect_equal(page, lambda: len(warnings(said)), 1)
    [line] = warnings(said)
    assert line.startswith(SILENT.format(quiz))
    assert line.endswith(HELP)
    return line


def test_console_stays_empty_where_all_is_well(page: Page, show, quiz_site, said):
    show(script_of(quiz_site))

    begin(page)
    page.wait_for_timeout(3500)

    assert said == []


@pytest.mark.parametrize("has_share", [True, False])
def test_frame_may_share_where_the_browser_knows_how(page: Page, show, quiz_site, has_share):
    page.add_init_script(
        f"Object.defineProperty(navigator, 'share', {{value: {'() => 0' if has_share else 'undefined'}}})"
    )
    show(script_of(quiz_site))

    allowed = page.locator("iframe").get_attribute("allow")

    assert allowed == ("clipboard-write; web-share" if has_share else "clipboard-write")


def test_site_that_is_not_listed_is_named(page: Page, show, quiz_site, said, watch):
    show(script_of(quiz_site), origins="https://komorebi.example")

    line = await_silence(page, said)

    assert page.evaluate("location.origin") in line
    watch.faults.clear()


def test_policy_that_blocks_the_frame_is_a_cause(page: Page, show, quiz_site, said, watch):
    policy = f"default-src 'none'; script-src {quiz_site}"
    show(script_of(quiz_site), headers={"Content-Security-Policy": policy})

    assert f"blocks frames of {quiz_site}" in await_silence(page, said)
    watch.faults.clear()


def test_quiz_that_is_not_there_is_a_cause(page: Page, show, quiz_site, said, watch):
    show(script_of(quiz_site, quiz="tea"))

    assert "published" in await_silence(page, said, quiz="tea")
    watch.forgive("404")


def test_quiz_that_takes_no_answers_says_so_in_the_frame_and_in_the_console(page: Page, show, quiz_site, said, watch):
    Quiz.objects.update(state=Quiz.State.CLOSED)
    show(script_of(quiz_site))

    expect(inside(page).get_by_role("heading", level=1)).to_be_visible()

    expect_equal(page, lambda: [line.startswith(SILENT.format("coffee")) for line in warnings(said)], [True])
    watch.forgive("410")


@pytest.mark.parametrize(
    ("given", "wrong"),
    [
        ('data-quiz=""', "data-quiz=“”"),
        ('data-quiz="Coffee Quiz"', "data-quiz=“Coffee Quiz”"),
        ('data-mode="popup"', "data-quiz=“undefined”"),
        ('data-quiz="coffee" data-mode="pop-up"', "data-mode=“pop-up”"),
    ],
    ids=["empty", "no-key", "missing", "mode"],
)
def test_snippet_that_is_not_valid_shows_nothing_and_says_why(page: Page, show, quiz_site, said, given, wrong):
    show(f'<script src="{quiz_site}/embed.js" {given}></script>')

    line = f"Pittari: nothing is shown, because {wrong} is not valid. {HELP}"
    expect_equal(page, lambda: warnings(said), [line])
    assert page.locator("iframe, dialog").count() == 0


def test_call_without_a_proper_key_shows_nothing_and_can_be_undone(page: Page, show, quiz_site, said):
    show(f'<script src="{quiz_site}/embed.js"></script>')

    page.evaluate("() => { const embed = Pittari.open(undefined, {mode: 'popup'}); embed.open(); embed.destroy() }")

    assert len(warnings(said)) == 1
    assert page.get_by_role("dialog").count() == 0


def test_loader_alone_has_nothing_to_say(page: Page, show, quiz_site, said):
    show(f'<script src="{quiz_site}/embed.js" async></script>')

    assert said == []
