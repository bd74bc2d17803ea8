"""Consents end by themselves, each once; and what retention has dealt with is not due again."""

from __future__ import annotations

import importlib
from datetime import datetime, timedelta
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from quiz import followups, profiles, retention
from quiz.models import Consent, Knock, Profile, Response, Trait
from tests.factories import make_response
from tests.quiz.keeping import ask, dump, finish, keep, make_full_profile, make_keepable

pytestmark = pytest.mark.django_db

NOTHING = {rule.name: 0 for rule in retention.RULES}


def later(**delta: int) -> datetime:
    return timezone.now() + timedelta(**delta)


def writes(queries: CaptureQueriesContext) -> list[str]:
    return [query["sql"] for query in queries if query["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]


def test_a_person_is_erased_when_every_consent_has_lapsed():
    profile = keep(purposes=["keep", "recommend"]).profile
    subject = profile.subject

    retention.apply(now=later(days=370))

    assert not Profile.objects.exists()
    assert Response.objects.count() == 1
    assert Consent.objects.of_subject(subject).exists()


def test_a_lapsed_consent_that_was_given_anew_ends_nothing():
    version, now = make_keepable(), timezone.now()
    keep(finish(version, now=now), now=now)
    half = now + timedelta(days=100)
    profile = keep(finish(version, now=half), now=half).profile

    retention.apply(now=now + timedelta(days=190))

    assert profile.traits.current().count() == 2
    assert profile.participations.count() == 2


def test_a_consent_that_lapsed_is_closed_once():
    version = make_keepable()
    for number in range(3):
        keep(finish(version), email=f"a{number}@example.jp")

    first = retention.apply(now=later(days=190))
    before = dump()
    with CaptureQueriesContext(connection) as queries:
        second = retention.apply(now=later(days=191))

    assert first["lapsed consents closed"] == 3
    assert second == NOTHING
    assert writes(queries) == []
    assert dump() == before


def test_a_consent_that_was_given_anew_is_looked_at_once_when_the_first_ends():
    version, now = make_keepable(), timezone.now()
    keep(finish(version, now=now), now=now)
    half = now + timedelta(days=100)
    keep(finish(version, now=half), now=half)

    closed = [
        retention.apply(now=now + timedelta(days=days))["lapsed consents closed"]
        for days in (180, 190, 191, 280, 290, 291)
    ]

    assert closed == [0, 1, 0, 0, 1, 0]


def test_what_lapsed_before_an_answer_was_kept_again_is_closed_after_it():
    version, now = make_keepable(), timezone.now()
    keep(finish(version, now=now), now=now)
    half = now + timedelta(days=190)
    profile = keep(finish(version, now=half), purposes=["keep"], now=half).profile
    Trait.objects.update(expires_at=later(days=5000))

    retention.apply(now=half)

    assert set(profile.traits.values_list("key", flat=True)) == {"roast"}


def test_people_are_closed_a_few_at_a_time(monkeypatch):
    """All who write wait for a chunk on SQLite."""
    chunks = []
    monkeypatch.setattr(retention, "profiles", SimpleNamespace(lapse=lambda profile, now: chunks.append(now)))
    version = make_keepable()
    for number in range(21):
        keep(finish(version), email=f"a{number}@example.jp")

    with CaptureQueriesContext(connection) as queries:
        retention.apply(now=later(days=190))

    assert len(chunks) == 21
    assert sum("lapses_at" in query["sql"] for query in queries) == 3


def test_people_of_before_are_looked_at_when_their_first_consent_ends():
    profile = keep().profile
    first = profile.lapses_at
    Profile.objects.update(lapses_at=None)

    importlib.import_module("quiz.migrations.0011_when_consents_lapse").note_first_end(apps, None)

    profile.refresh_from_db()
    assert profile.lapses_at == first == Consent.objects.get(purpose="recommend").until


@pytest.mark.parametrize("days", [2, 31, 190, 370, 800, 2000])
def test_nothing_is_due_twice(days):
    """Whatever the age of the data: what a rule leaves behind is not due for it, or for another rule, any more."""
    make_full_profile()
    profiles.erase(keep(email="gone@example.jp").profile, now=timezone.now())
    ask(finish())
    make_response(make_keepable())
    Response.objects.finished().update(suits_word="ぴったりでした", customer="sealed")
    Knock.objects.count_one("somebody", 0)
    followups.send_due(now=timezone.now())

    first = retention.apply(now=later(days=days))
    with CaptureQueriesContext(connection) as queries:
        second = retention.apply(now=later(days=days))

    assert first != NOTHING
    assert second == NOTHING
    assert writes(queries) == []
