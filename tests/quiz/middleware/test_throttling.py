"""Guessing and flooding: who does it too often waits, and nobody else does."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.auth import SESSION_KEY, get_user_model
from django.db import DatabaseError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from quiz import caching, retention, throttling
from quiz.models import Knock, Message
from quiz.tokens import new_token
from tests.quiz.keeping import make_keepable
from tests.quiz.walking import begin, walk

pytestmark = pytest.mark.django_db
LOGIN = {"username": "mika", "password": "wrong"}
ANSWERS = {"scene": "a", "roast": "a"}


@pytest.fixture(autouse=True)
def _strict(settings):
    (
        settings.RATE_LIMIT_MISSES_PER_MINUTE,
        settings.RATE_LIMIT_MAIL_FORMS_PER_HOUR,
        settings.RATE_LIMIT_FAILED_LOGINS,
    ) = 3, 3, 3


@pytest.fixture(autouse=True)
def _still_clock(monkeypatch):
    """Stop the clock, so that no stretch of time ends within a test."""
    now = timezone.now()
    monkeypatch.setattr(timezone, "now", lambda: now)


def guess(client: Client, **headers: str) -> int:
    return client.get(f"/q/coffee/r/{new_token()}", headers=headers).status_code


def test_who_guesses_result_links_has_to_wait(client):
    make_keepable(slug="coffee")

    assert [guess(client) for _ in range(5)] == [404, 404, 404, 429, 429]


def test_a_result_that_exists_can_not_be_told_while_one_waits(client):
    make_keepable(slug="coffee")
    result = walk(client, "coffee", ANSWERS)
    missed = [client.get(f"/q/coffee/r/{new_token()}") for _ in range(5)][-1]
    found = client.get(result)

    assert (found.status_code, found.content) == (429, missed.content)
    assert "Please wait a little" in found.text or "お待ち" in found.text
    assert 0 < int(found["Retry-After"]) <= 60
    assert Client(REMOTE_ADDR="203.0.113.9").get(result).status_code == 200


@pytest.mark.parametrize(
    "path", ["/q/coffee/a/{}/scene", "/embed/q/coffee/r/{}", "/confirm/{}", "/me/{}", "/preview/{}/"]
)
def test_every_kind_of_link_counts(client, path):
    make_keepable(slug="coffee")

    pages = [client.get(path.format(new_token())) for _ in range(4)]

    assert [page.status_code == 429 for page in pages] == [False, False, False, True]
    assert {knock.times for knock in Knock.objects.all()} == {4}


def test_the_stretch_of_time_ends(client, monkeypatch):
    make_keepable(slug="coffee")
    for _ in range(4):
        guess(client)
    later = timezone.now() + timedelta(minutes=1)
    monkeypatch.setattr(timezone, "now", lambda: later)

    assert guess(client) == 404


def test_a_page_that_is_found_costs_nothing_more(client, settings):
    make_keepable(slug="coffee")
    question = begin(client, "coffee")
    client.get(question)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        client.get(question)

    assert not any("knock" in query["sql"] for query in queries)
    assert not Knock.objects.exists()


def test_who_says_to_be_somebody_else_is_not_believed(client):
    make_keepable(slug="coffee")

    assert [guess(client, x_forwarded_for=f"203.0.113.{host}") for host in range(4)][-1] == 429


def test_behind_a_trusted_proxy_the_address_that_it_saw_counts(client, settings):
    settings.TRUST_PROXY = True
    make_keepable(slug="coffee")

    assert [guess(client, x_forwarded_for=f"198.51.100.{host}, 203.0.113.7") for host in range(4)][-1] == 429
    assert guess(client, x_forwarded_for="203.0.113.7, 198.51.100.1") == 404


@pytest.mark.parametrize(
    "address, counted",
    [
        ("203.0.113.7", "203.0.113.7"),
        ("::ffff:203.0.113.7", "203.0.113.7"),
        ("2001:db8:1:2:3::4", "2001:db8:1:2::/64"),
        ("", ""),
        ("unix:", ""),
    ],
)
def test_who_is_counted_as_one(address, counted):
    assert throttling.whose(address) == counted


def test_forms_that_mail_are_limited_for_one_address(client):
    brand = make_keepable(slug="coffee").quiz.brand
    pages = [client.post("/me/", {"brand": brand.key, "email": f"a{number}@example.jp"}) for number in range(5)]

    assert [page.status_code for page in pages] == [303, 303, 303, 429, 429]
    assert Message.objects.count() == 3


@pytest.mark.parametrize("username", ["mika", "nobody"])
def test_bad_passwords_are_limited_and_the_name_makes_no_difference(client, username):
    get_user_model().objects.create_superuser("mika", password="right")
    pages = [client.post("/admin/login/", LOGIN | {"username": username}) for _ in range(5)]

    assert [page.status_code for page in pages] == [200, 200, 200, 429, 429]


def test_the_right_password_has_to_wait_as_well(client):
    get_user_model().objects.create_superuser("mika", password="right")
    for _ in range(3):
        client.post("/admin/login/", LOGIN)
    caching.clear_all()  # as in another process

    assert client.post("/admin/login/", LOGIN | {"password": "right"}).status_code == 429
    assert SESSION_KEY not in client.session
    elsewhere = Client(REMOTE_ADDR="203.0.113.9")
    assert elsewhere.post("/admin/login/", LOGIN | {"password": "right"}).status_code == 302
    assert elsewhere.session[SESSION_KEY] == str(get_user_model().objects.get().pk)


@pytest.mark.parametrize("username", ["mika", "nobody"])
def test_bad_passwords_count_for_the_name_from_whatever_address(client, settings, username):
    settings.TRUST_PROXY = True
    get_user_model().objects.create_superuser("mika", password="right")
    names = [username, f" {username.upper()}"] * 4
    pages = [
        client.post("/admin/login/", LOGIN | {"username": name}, headers={"x-forwarded-for": f"203.0.113.{host}"})
        for host, name in enumerate(names)
    ]

    assert [page.status_code for page in pages] == [200] * 6 + [429] * 2
    assert username not in str(Knock.objects.values_list())


def test_bad_passwords_of_one_name_make_no_other_wait(client, settings):
    settings.TRUST_PROXY = True
    get_user_model().objects.create_superuser("mika", password="right")
    for host in range(7):
        client.post("/admin/login/", LOGIN | {"username": "jun"}, headers={"x-forwarded-for": f"203.0.113.{host}"})

    assert client.post("/admin/login/", LOGIN | {"password": "right"}).status_code == 302


OLD, NEW = "the old password", {"new_password1": "a new password", "new_password2": "a new password"}


@pytest.fixture
def mika(client) -> Client:
    client.force_login(get_user_model().objects.create_superuser("mika", password=OLD))
    return client


def test_wrong_old_passwords_are_limited_as_logins_are(mika):
    pages = [mika.post("/admin/password_change/", NEW | {"old_password": "wrong"}) for _ in range(5)]

    assert [page.status_code for page in pages] == [200, 200, 200, 429, 429]
    assert mika.post("/admin/password_change/", NEW | {"old_password": OLD}).status_code == 429
    assert mika.post("/admin/login/", LOGIN).status_code == 429


def test_wrong_old_passwords_count_for_the_name_from_whatever_address(mika, settings):
    settings.TRUST_PROXY = True
    pages = [
        mika.post(
            "/admin/password_change/", NEW | {"old_password": "wrong"}, headers={"x-forwarded-for": f"203.0.113.{host}"}
        )
        for host in range(8)
    ]

    assert [page.status_code for page in pages] == [200] * 6 + [429] * 2


def test_new_passwords_that_will_not_do_are_not_counted(mika):
    bad = {"new_password1": "1", "new_password2": "1"}

    assert {mika.post("/admin/password_change/", bad | {"old_password": OLD}).status_code for _ in range(5)} == {200}
    assert mika.post("/admin/password_change/", NEW | {"old_password": OLD}).status_code == 302


def test_staff_who_know_their_password_are_not_counted(client):
    get_user_model().objects.create_superuser("mika", password="right")

    assert {client.post("/admin/login/", LOGIN | {"password": "right"}).status_code for _ in range(5)} == {302}
    assert not Knock.objects.exists()


def test_without_a_limit_nothing_is_counted(client, settings):
    settings.RATE_LIMIT_MISSES_PER_MINUTE = 0
    make_keepable(slug="coffee")

    assert {guess(client) for _ in range(5)} == {404}
    assert not Knock.objects.exists()


def test_a_database_that_is_away_makes_nobody_wait(client, monkeypatch):
    def fail(*_args: object) -> int:
        raise DatabaseError

    make_keepable(slug="coffee")
    monkeypatch.setattr("quiz.models.throttling.KnockQuerySet.count_one", fail)

    assert {guess(client) for _ in range(5)} == {404}


def test_counts_hold_no_address_and_go_after_a_day(client):
    make_keepable(slug="coffee")
    guess(client)

    assert "127.0.0.1" not in str(Knock.objects.values_list())
    assert retention.apply(now=timezone.now() + timedelta(hours=25))["counts of addresses deleted"] == 1
    assert not Knock.objects.exists()
