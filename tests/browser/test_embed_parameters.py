"""What the page around a quiz hands over reaches the stored response, and nothing else."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import quote

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from quiz.embedding import customers
from quiz.models import Response
from tests.browser.embedding import begin, brand_site, frame_of, inside, make_embedded, page_of, script_of
from tests.factories import make_brand

pytestmark = pytest.mark.django_db(transaction=True)
CAMPAIGN = "秋, 新作 & 50% = お得"
HANDED = f"?utm_source=line&utm_campaign={quote(CAMPAIGN)}&gclid=unknown&name=hanako"
MODES = ["inline", "popup", "slider", "button"]


@pytest.fixture
def shop(live_server, watch):
    pages = {f"/{mode}": page_of(script_of(live_server.url, mode=mode)) for mode in MODES}
    pages["/own"] = page_of(script_of(live_server.url, utm_source="shop", utm_campaign=CAMPAIGN.replace("&", "&amp;")))
    pages["/frame"] = page_of(frame_of(live_server.url, query=HANDED.replace("&", "&amp;")))
    with brand_site(pages, watch) as site:
        make_embedded()
        yield site


def start(page: Page) -> None:
    launch = page.get_by_role("button", name="診断をはじめる")
    expect(launch.or_(page.locator("iframe")).first).to_be_attached()
    if launch.count():
        launch.click()
    begin(page)


@pytest.fixture
def asked(page: Page, live_server) -> list[tuple[str, str]]:
    """Every address that the quiz site was asked for, with the Referer that came along."""
    seen: list[tuple[str, str]] = []

    def note(request) -> None:
        if request.url.startswith(live_server.url):
            seen.append((request.url.split("#")[0], request.headers.get("referer", "")))

    page.on("request", note)
    return seen


@pytest.mark.parametrize("mode", MODES)
def test_campaign_of_the_host_page_arrives_in_every_mode_and_leaks_nowhere(page: Page, shop, asked, caplog, mode):
    page.goto(f"{shop}/{mode}{HANDED}")
    page.evaluate(
        """() => { window.heard = ""; addEventListener("message", ({data}) => heard += JSON.stringify(data)) }"""
    )

    start(page)

    response = Response.objects.get()
    assert (response.utm_source, response.utm_campaign, response.embed_origin) == ("line", CAMPAIGN, shop)
    page.wait_for_function("heard.includes('quiz.question_viewed')")
    leaks = str(asked) + caplog.text + page.evaluate("heard")
    for part in ("utm_", quote(CAMPAIGN), "line", "hanako", "gclid"):
        assert part not in leaks


def test_campaign_of_the_snippet_comes_before_that_of_the_page(page: Page, shop):
    page.goto(f"{shop}/own{HANDED}")

    start(page)

    response = Response.objects.get()
    assert (response.utm_source, response.utm_campaign) == ("shop", CAMPAIGN)


def test_campaign_in_the_address_of_a_plain_frame_arrives(page: Page, shop):
    page.goto(f"{shop}/frame")

    start(page)

    response = Response.objects.get()
    assert (response.utm_source, response.utm_campaign) == ("line", CAMPAIGN)


def test_campaign_survives_another_language_and_a_second_start(page: Page, shop):
    page.goto(f"{shop}/inline{HANDED}")
    inside(page).get_by_role("link", name="English").click()
    inside(page).get_by_role("button", name="Start").click()
    inside(page).get_by_label("Back to the start").click()
    inside(page).get_by_role("button", name="Start").click()
    inside(page).get_by_role("heading", name="質問1").wait_for()

    assert [each.utm_campaign for each in Response.objects.all()] == [CAMPAIGN, CAMPAIGN]
    assert {each.embed_origin for each in Response.objects.all()} == {shop}


def test_signed_customer_arrives_sealed_and_leaks_nowhere(page: Page, live_server, watch, asked, caplog):
    key = make_brand().rotate_customer_key()
    soon = timezone.now() + timedelta(hours=1)
    token = customers.sign("customer-42", key=key, brand="komorebi", expires=soon)
    with brand_site({"/": page_of(script_of(live_server.url, customer=token))}, watch) as site:
        make_embedded()
        page.goto(site)
        start(page)

    response = Response.objects.get()
    assert customers.customer_of(response, now=timezone.now()) == "customer-42"
    assert token not in str(asked) + caplog.text
    assert "customer-42" not in response.customer


def test_code_at_the_counter_is_counted_in_another_language_too(page: Page, live_server):
    make_embedded()
    page.goto("/q/coffee/?via=qr&utm_source=counter")
    page.get_by_role("link", name="English").click()

    page.get_by_role("button", name="Start").click()
    page.get_by_role("heading", name="質問1").wait_for()

    response = Response.objects.get()
    assert (response.channel, response.utm_source, response.language) == ("qr", "counter", "en")
