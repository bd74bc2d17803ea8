"""A brand's page may say which customer is there; it counts only with the brand's signature, and only for a day."""

from __future__ import annotations

import logging
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from catalog.models import Brand
from quiz import profiles, retention
from quiz.embedding import customers
from quiz.models import Profile, Response
from tests.factories import make_brand
from tests.quiz.keeping import ask, make_keepable
from tests.quiz.walking import walk

pytestmark = pytest.mark.django_db
ID = "顧客-42"


@pytest.fixture
def key():
    return make_brand().rotate_customer_key()


def token(key: str, *, customer: str = ID, brand: str = "komorebi", minutes: int = 60) -> str:
    return customers.sign(customer, key=key, brand=brand, expires=timezone.now() + timedelta(minutes=minutes))


def take(client, handed: str) -> Response:
    """Take a quiz that can be kept, with what a page handed over, and return the response."""
    make_keepable(slug="coffee")
    walk(client, "coffee", {"scene": "a", "roast": "a"}, customer=handed)
    return Response.objects.with_quiz().get()


def stored() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT customer FROM quiz_response")
        return cursor.fetchone()[0]


def confirm(response: Response, *, now=None) -> Profile:
    now = now or timezone.now()
    pending, _token = ask(response, now=now)
    return profiles.confirm(pending, now=now).profile


def test_known_customer_is_linked_when_the_address_is_confirmed_and_not_before(client, key):
    response = take(client, token(key))
    assert stored()
    assert ID not in stored()

    profile = confirm(response)

    assert profile.customer_id == ID
    assert stored() == ""
    assert profiles.export(profile)["customer_id"] == ID


def test_customer_who_does_not_keep_is_forgotten_after_a_day(client, key):
    take(client, token(key))

    retention.apply(now=timezone.now() + timedelta(hours=23))
    assert stored()
    retention.apply(now=timezone.now() + timedelta(hours=24, seconds=5))

    assert stored() == ""


def test_id_can_not_be_read_after_a_day_even_before_it_is_blanked(client, key):
    response = take(client, token(key))

    late = timezone.now() + timedelta(hours=24, seconds=5)

    assert customers.customer_of(response, now=late) == ""
    assert customers.customer_of(response, now=late - timedelta(hours=1)) == ID


WRONG = {
    "forged, or signed with another key": lambda key: token("another key"),
    "expired": lambda key: token(key, minutes=-1),
    "expires more than 24 hours ahead": lambda key: token(key, minutes=60 * 25),
    "malformed": lambda key: "customer 42",
}


@pytest.mark.parametrize("reason", WRONG)
def test_what_is_not_to_be_believed_is_ignored_with_a_line_that_tells_why_but_not_who(client, key, caplog, reason):
    with caplog.at_level(logging.WARNING, "quiz.embedding"):
        response = take(client, WRONG[reason](key))

    assert response.customer == ""
    assert caplog.messages == [f"customer id for brand komorebi ignored: {reason}"]


def test_token_of_another_brand_counts_for_nothing(client, key):
    assert take(client, token(key, brand="hada")).customer == ""


def test_id_with_control_characters_is_ignored(client, key):
    assert take(client, token(key, customer="4\n2")).customer == ""


def test_rotating_ends_the_key_before(client, key):
    make_brand().rotate_customer_key()

    assert take(client, token(key)).customer == ""


def test_key_lies_sealed_and_opens_with_a_key_of_before(key, settings):
    brand = Brand.objects.get()
    assert key not in brand.customer_secret

    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "a new one of enough length"

    assert brand.customer_key == key


def test_brand_without_a_key_believes_nobody(client):
    make_brand()

    assert take(client, token("")).customer == ""
