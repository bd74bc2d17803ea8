from __future__ import annotations

import json

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from quiz import profiles, tokens
from quiz.models import Consent, Message, Profile
from tests.quiz.keeping import EMAIL, ask, dump, finish, keep, make_full_profile, make_keepable

pytestmark = pytest.mark.django_db


@pytest.fixture
def client() -> Client:
    return Client(enforce_csrf_checks=True)


def mine(name: str, profile: Profile) -> str:
    return reverse(name, args=[profiles.link_token(profile)])


def words(page) -> str:
    return page.content.decode()


def test_mine_shows_what_is_known_and_what_was_agreed_to(client):
    profile = make_full_profile()

    page = words(client.get(mine("mine", profile)))

    for text in (EMAIL, "いつ飲みますか", "aです", "朝ひかりタイプ", "KMR-1", "結果と答えを保存することに同意します。"):
        assert text in page
    assert page.count('name="purpose"') == 4


def test_mine_changes_nothing_when_it_is_opened(client):
    profile = make_full_profile()
    before = dump()

    for name in ("mine", "erase"):
        for _ in range(5):
            assert client.get(mine(name, profile)).status_code == 200
    for name in ("withdraw", "download"):
        assert client.get(mine(name, profile)).status_code == 405

    assert dump() == before


def test_mine_costs_the_same_for_one_result_and_for_three(client, django_assert_num_queries):
    version = make_keepable()
    profile = keep(finish(version)).profile

    with django_assert_num_queries(5):
        client.get(mine("mine", profile))
    for _ in range(2):
        keep(finish(version))
    with django_assert_num_queries(5):
        client.get(mine("mine", profile))


def test_withdraw_ends_one_purpose(client):
    profile = keep().profile

    page = client.post(mine("withdraw", profile), {"purpose": "recommend"})

    assert page.status_code == 303
    assert set(Consent.objects.granted(profile.subject, on=timezone.now())) == {"keep", "mail"}
    assert words(client.get(page["Location"])).count('name="purpose"') == 2


def test_download_is_a_file_with_everything(client):
    profile = keep().profile

    page = client.post(mine("download", profile))

    assert page["Content-Disposition"] == 'attachment; filename="my-data.json"'
    assert page["Content-Type"] == "application/json; charset=utf-8"
    assert json.loads(page.content) == profiles.export(profile)


def test_erase_asks_first_and_then_the_link_is_gone(client):
    profile = keep().profile
    path = mine("erase", profile)

    asked = client.get(path)
    done = client.post(path)

    assert (asked.status_code, done.status_code) == (200, 200)
    assert not Profile.objects.exists()
    for name in ("mine", "erase"):
        assert client.get(mine(name, profile)).status_code == 410
    for name in ("withdraw", "download", "erase"):
        assert client.post(mine(name, profile), {"purpose": "keep"}).status_code == 410


@pytest.mark.parametrize("name", ["mine", "withdraw", "download", "erase"])
def test_a_link_of_another_purpose_opens_nothing(client, name):
    profile = keep().profile
    other = keep(email="taro@example.jp").profile
    swapped = profiles.link_token(profile).split(":")[:1] + profiles.link_token(other).split(":")[1:]
    forged = [tokens.sign("unsubscribe", str(profile.subject)), profiles.link_token(profile)[:-2], ":".join(swapped)]
    before = dump()

    for token in forged:
        path = reverse(name, args=[token])
        assert client.post(path, {"purpose": "keep"}).status_code in {404, 405}

    assert dump() == before


def test_request_link_answers_the_known_and_the_unknown_alike(client):
    brand = keep().profile.brand
    Message.objects.all().delete()

    pages = []
    for email in (EMAIL, "nobody@example.jp"):
        page = client.post(reverse("request_link"), {"brand": brand.key, "email": email})
        pages.append((page.status_code, page["Location"], page.content, client.get(page["Location"]).content))

    assert pages[0] == pages[1]
    assert pages[0][:2] == (303, "/me/?asked")


def test_request_link_costs_the_same_for_the_known_and_the_unknown(client, django_assert_num_queries):
    brand = keep().profile.brand

    for email in (EMAIL, "nobody@example.jp"):
        with django_assert_num_queries(8):
            client.post(reverse("request_link"), {"brand": brand.key, "email": email})


def test_request_link_too_often_answers_the_same_and_mails_no_more(client):
    brand = keep().profile.brand
    Message.objects.all().delete()

    pages = [client.post(reverse("request_link"), {"brand": brand.key, "email": EMAIL}) for _ in range(5)]

    assert {(page.status_code, page["Location"]) for page in pages} == {(303, "/me/?asked")}
    assert Message.objects.count() == 3


def test_request_link_explains_a_bad_address(client):
    make_keepable()

    page = client.post(reverse("request_link"), {"email": "hanako", "brand": "komorebi"})

    assert page.status_code == 422
    assert 'value="hanako"' in words(page)


def test_no_page_sets_a_cookie_or_may_be_stored(client):
    profile = keep().profile
    response = finish(profile.participations.get().response.version)
    _pending, token = ask(response, email="taro@example.jp")

    pages = [
        client.get(reverse("confirm", args=[token])),
        client.get(reverse("request_link")),
        client.get(mine("mine", profile)),
        client.post(mine("download", profile)),
        client.post(mine("withdraw", profile), {"purpose": "mail"}),
        client.post(mine("erase", profile)),
        client.get(mine("mine", profile)),
    ]

    for page in pages:
        assert not page.cookies
        assert "Cookie" not in page.get("Vary", "")
        assert page["Cache-Control"] == "no-store"
        assert page["X-Robots-Tag"] == "noindex, nofollow"
        assert "frame-ancestors 'none'" in page["Content-Security-Policy"]


@pytest.mark.parametrize("name", ["withdraw", "download", "erase"])
def test_frame_without_an_origin_can_do_nothing_to_a_persons_data(client, name):
    profile = keep().profile
    sandboxed = {"Origin": "null", "Sec-Fetch-Site": "cross-site"}

    page = client.post(reverse(name, args=[profiles.link_token(profile)]), {"purpose": "mail"}, headers=sandboxed)

    assert page.status_code == 403
    assert Profile.objects.filter(pk=profile.pk).exists()


def test_page_of_ones_data_has_the_look_of_the_result_that_was_kept(client):
    participation = keep()
    version = participation.response.version

    page = client.get(reverse("mine", args=[profiles.link_token(participation.profile)])).content.decode()

    assert reverse("look", args=[version.quiz.slug, version.number]) in page
