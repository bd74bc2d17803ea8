"""A desk at which somebody of the staff sits."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.factories import make_staff


def log_in(page: Page) -> None:
    """Log somebody in who may do everything, through the form, at a desk's window."""
    make_staff(username="hanako")
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto("/admin/")
    page.locator("#id_username").fill("hanako")
    page.locator("#id_password").fill("a good password")
    page.locator("[type=submit]").click()
    expect(page.locator("#content-main")).to_be_visible()
