"""Attributes may be written by anybody whose HTML a page shows: none brings in a script or another site."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.embedding import begin, dialog, expect_equal, script_of

pytestmark = pytest.mark.django_db(transaction=True)
LOADER = '<script src="{}/embed.js"></script>'
SCRIPT = "javascript:parent.document.title='taken';//"
PIXEL = "data:image/gif;base64,R0lGODlhAQABAAAAACw="


@pytest.mark.parametrize(
    "place",
    [
        f'<span data-quiz="coffee" data-site="{SCRIPT}"></span>',
        '<span data-quiz="coffee" data-site="https://other.example"></span>',
        f'<p data-quiz="coffee" src="{SCRIPT}"></p>',
        '<script data-quiz="coffee" data-site="https://other.example">"inline"</script>',
        f'<div><img data-quiz="coffee" alt="" src="{PIXEL}"></div>',
        '<span data-quiz="coffee" data-target="#elsewhere" data-lang="en&amp;lang=ja#utm_source=other"></span>',
        """<span data-quiz="coffee" data-lang="ja'&quot;>"></span>""",
    ],
    ids=["script", "another site", "src", "inline script", "picture", "language and place", "quotes"],
)
def test_frame_is_of_the_loader_s_own_site_whatever_attributes_say(page: Page, serve, quiz_site, place):
    page.goto(serve(f'<p id="elsewhere"></p>{place}{LOADER.format(quiz_site)}'))

    expect(page.locator("iframe")).to_have_attribute("src", f"{quiz_site}/embed/q/coffee/#")
    assert page.locator("#elsewhere .pittari").count() == 0
    assert page.title() == "お店"


def test_language_of_an_attribute_is_asked_for(page: Page, serve, quiz_site):
    page.goto(serve(script_of(quiz_site, lang="en")))

    expect(page.locator("iframe")).to_have_attribute("src", f"{quiz_site}/embed/q/coffee/?lang=en#")


def test_option_for_the_site_runs_no_script(page: Page, serve, quiz_site, watch):
    page.goto(serve(LOADER.format(quiz_site)))

    source = page.evaluate(
        "site => Pittari.open('coffee', { site }).element.shadowRoot.querySelector('iframe').src", SCRIPT
    )

    assert source.startswith("http")
    assert page.title() == "お店"
    watch.forgive("/null/embed/")  # nothing is there; the request may end after the test


def test_colour_of_an_attribute_asks_no_other_site(page: Page, serve, quiz_site):
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(serve(script_of(quiz_site, mode="button", color="url(//other.example/x.png)")))
    page.get_by_role("button", name="診断をはじめる").click()

    begin(page)

    assert [url for url in asked if "other.example" in url] == []


@pytest.mark.parametrize("mode", ["popup", "slider"])
def test_overlay_on_a_page_that_is_hidden_keeps_nobody_from_it(page: Page, serve, quiz_site, mode):
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.goto(serve(script_of(quiz_site, mode=mode, click="h1"), head="<style>body{display:none}</style>"))
    page.wait_for_function("window.Pittari")

    page.evaluate("document.querySelector('h1').click()")

    expect_equal(
        page, lambda: [line for line in said if line.startswith("Pittari: quiz “coffee” is hidden")] != [], True
    )
    assert page.locator("dialog").evaluate("dialog => dialog.open") is False
    page.add_style_tag(content="body { display: block !important }")
    page.get_by_role("heading", name="お店のページ").click()
    expect(dialog(page)).to_be_visible()
