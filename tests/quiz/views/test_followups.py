from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from quiz import followups, profiles
from quiz.models import Consent, Profile, Suppression
from tests.quiz.keeping import dump, keep
from tests.quiz.walking import title

pytestmark = pytest.mark.django_db

ONE_CLICK = {"List-Unsubscribe": "One-Click"}


@pytest.fixture
def client() -> Client:
    return Client(enforce_csrf_checks=True)


def stop_path(profile: Profile) -> str:
    return reverse("unsubscribe", args=[followups.unsubscribe_token(profile)])


def test_unsubscribe_asks_when_it_is_opened(client):
    profile = keep().profile
    before = dump()

    for _ in range(5):
        page = client.get(stop_path(profile))

    assert page.status_code == 200
    assert "<form" in page.content.decode()
    assert dump() == before


def test_unsubscribe_acts_on_one_click_without_a_cookie(client):
    profile = keep().profile

    pages = [client.post(stop_path(profile), ONE_CLICK) for _ in range(2)]

    assert [page.status_code for page in pages] == [200, 200]
    assert not pages[0].cookies
    assert set(Consent.objects.granted(profile.subject, on=timezone.now())) == {"keep", "recommend"}
    assert Suppression.objects.count() == 1


def test_unsubscribe_of_an_erased_person_answers_alike(client):
    profile = keep().profile
    path = stop_path(profile)
    asked, stopped = client.get(path), client.post(path, ONE_CLICK)
    profiles.erase(profile, now=timezone.now())

    for before, after in [(asked, client.get(path)), (stopped, client.post(path, ONE_CLICK))]:
        assert (after.status_code, title(after)) == (before.status_code, title(before))


@pytest.mark.parametrize("method", ["get", "post"])
def test_unsubscribe_with_a_forged_link_changes_nothing(client, method):
    profile = keep().profile
    before = dump()

    for token in (profiles.link_token(profile), followups.unsubscribe_token(profile)[:-1] + "_", "x" * 40):
        page = getattr(client, method)(reverse("unsubscribe", args=[token]))
        assert page.status_code == 404

    assert dump() == before


def test_way_out_of_mail_has_the_look_of_the_brand_and_stays_open_to_mail_programs(client):
    participation = keep()
    version, path = participation.response.version, stop_path(participation.profile)

    asked = client.get(path).content.decode()
    sent = client.post(path, ONE_CLICK, headers={"Origin": "null", "Sec-Fetch-Site": "cross-site"})

    assert reverse("look", args=[version.quiz.slug, version.number]) in asked
    assert sent.status_code == 200
