"""A brand's engineer calls the loader from a script."""

from __future__ import annotations

import pytest
from django.conf import settings
from playwright.sync_api import Page, expect

from tests.browser.embedding import begin, dialog, expect_equal, inside, make_embedded, take

pytestmark = pytest.mark.django_db(transaction=True)
START = {"name": "はじめる"}
EVENTS = "ready started question_viewed resized completed offer_clicked closed"
LISTEN = f"""<script>
  window.events = [];
  for (const name of "{EVENTS}".split(" "))
    document.addEventListener("quiz." + name, ({{ type }}) => events.push(type));
</script>"""
STEPS = "events.filter((name) => name !== 'quiz.resized')"


@pytest.fixture
def host(page: Page, serve, quiz_site):
    """Open a brand's page that includes the loader, and has a place for a quiz."""
    page.emulate_media(reduced_motion="reduce")
    page.goto(serve('<p id="place"></p>', head=f'{LISTEN}<script src="{quiz_site}/embed.js"></script>'))
    return page


def test_popup_is_opened_closed_opened_again_and_destroyed(host: Page):
    host.evaluate("window.embed = Pittari.open('coffee', {mode: 'popup'})")
    begin(host)
    host.evaluate("embed.close()")
    expect(dialog(host)).to_be_hidden()

    host.evaluate("embed.open()")
    expect(inside(host).get_by_role("heading", level=1)).to_have_text("質問1")
    told = ["quiz.ready", "quiz.started", "quiz.question_viewed", "quiz.closed"]
    expect_equal(host, lambda: host.evaluate(STEPS), told)
    host.evaluate("embed.destroy()")

    assert host.locator("iframe, dialog, .pittari").count() == 0
    assert host.evaluate(STEPS) == told


@pytest.mark.parametrize("target", ["'#place'", "document.getElementById('place')"])
def test_inline_quiz_is_put_where_the_page_says(host: Page, target):
    host.evaluate(f"Pittari.open('coffee', {{target: {target}}})")

    expect(host.locator("#place iframe")).to_be_visible()


def test_inline_quiz_without_a_place_comes_last(host: Page):
    host.evaluate("Pittari.open('coffee', {target: '#nowhere'})")

    expect(host.locator("body > .pittari:last-child iframe")).to_be_visible()


def test_events_come_from_the_element_of_the_quiz(host: Page):
    host.evaluate("""() => {
      const { element } = Pittari.open("coffee");
      element.addEventListener("quiz.completed", (event) => {
        window.done = [event.target === element, event.detail];
      });
    }""")

    take(host)

    expect_equal(host, lambda: host.evaluate("window.done"), [True, {"quiz": "coffee"}])


def test_destroy_takes_one_quiz_or_all_and_what_opens_them(host: Page):
    make_embedded(slug="gift")
    host.evaluate("""() => {
      for (const quiz of ["coffee", "gift"]) Pittari.open(quiz, {mode: "button", label: quiz, click: "h1"});
    }""")

    host.evaluate("Pittari.destroy('coffee')")
    assert host.get_by_role("button").all_inner_texts() == ["gift"]
    host.evaluate("Pittari.destroy()")
    host.get_by_role("heading", name="お店のページ").click()

    assert host.locator("iframe, dialog, .pittari").count() == 0


def test_scan_puts_in_a_new_part_of_the_page_once(host: Page):
    host.evaluate("document.getElementById('place').dataset.quiz = 'coffee'")

    host.evaluate("Pittari.scan(); Pittari.scan()")

    expect(host.locator("#place iframe")).to_have_count(1)
    expect(inside(host).get_by_role("button", **START)).to_be_visible()


def test_loader_in_the_brands_own_bundle_is_told_the_site(page: Page, serve, quiz_site):
    loader = (settings.BASE_DIR / "static" / "js" / "embed.js").read_text()
    bundle = f"{loader}\nPittari.open('coffee', {{site: '{quiz_site}'}});"
    page.goto(serve('<script type="module" src="/bundle.js"></script>', more={"/bundle.js": bundle}))

    take(page)


def test_page_without_scripts_links_to_the_quiz(strict_browser, serve, quiz_site):
    snippet = f'<script src="{quiz_site}/embed.js" async data-quiz="coffee"></script>'
    page = strict_browser(java_script_enabled=False).new_page()
    page.goto(serve(f'{snippet}<noscript><a href="{quiz_site}/q/coffee/">診断をはじめる</a></noscript>'))

    page.get_by_role("link", name="診断をはじめる").click()

    expect(page.get_by_role("button", **START)).to_be_visible()
