"""A brand's key for customer ids is made by staff, shown once, and replaced at once."""

from __future__ import annotations

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client
from django.urls import reverse

from catalog.models import Brand
from tests.factories import make_brand, make_staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def page_address():
    return reverse("admin:catalog_brand_customer_key", args=[make_brand().pk])


@pytest.fixture
def staff(client: Client) -> Client:
    client.force_login(make_staff())
    return client


def test_new_key_is_shown_once(staff, page_address):
    page = staff.post(page_address)

    key = Brand.objects.get().customer_key
    assert page.context["key"] == key
    assert key in page.text
    assert "no-store" in page["Cache-Control"]
    assert key not in staff.get(page_address).text


def test_opening_the_page_makes_no_key(staff, page_address):
    staff.get(page_address)

    assert Brand.objects.get().customer_key == ""


def test_rotating_replaces_the_key_and_is_written_down_without_it(staff, page_address):
    first = staff.post(page_address).context["key"]
    second = staff.post(page_address).context["key"]

    assert first != second
    assert Brand.objects.get().customer_key == second
    assert [entry for entry in LogEntry.objects.all() if second in entry.change_message] == []
    assert LogEntry.objects.count() == 2


def test_who_may_not_change_brands_makes_no_key(client, page_address):
    client.force_login(make_staff(is_superuser=False))

    assert client.post(page_address).status_code == 403
    assert Brand.objects.get().customer_secret == ""
