from __future__ import annotations

import json

import pytest
from django.utils import timezone

from quiz import profiles, tokens
from quiz.models import Consent, Message, Participation, PendingKeep, Profile, Response, Suppression, Trait
from tests.quiz.keeping import EMAIL, ask, dump, finish, keep, make_full_profile, make_keepable

pytestmark = pytest.mark.django_db

GONE = [Profile, Participation, Trait, PendingKeep, Message]


@pytest.mark.parametrize("model", GONE, ids=lambda model: model.__name__)
def test_erase_leaves_no_row_of(model):
    profile = make_full_profile()
    assert model.objects.exists()

    profiles.erase(profile, now=timezone.now())

    assert not model.objects.exists()


def test_erase_leaves_the_responses_anonymous():
    profile = make_full_profile()
    kept = profile.participations.get().response
    Response.objects.update(suits=True, suits_word="私にぴったり")
    link = tokens.result_token(kept.uid)

    profiles.erase(profile, now=timezone.now())

    assert Response.objects.count() == 2
    left = Response.objects.get(pk=kept.pk)
    assert (left.type_key, left.outcome) == (kept.type_key, kept.outcome)
    assert (left.is_redacted, left.suits, left.suits_word) == (True, True, "")
    assert "care" not in {each["question"] for each in json.loads(left.explanation)["contributions"]}
    assert set(left.answers.values_list("question_key", flat=True)) == {"scene", "roast"}
    assert not Response.objects.filter(result_hash=tokens.hash_token(link)).exists()


def test_erase_keeps_the_evidence_without_an_identifier():
    profile = make_full_profile()
    subject = profile.subject

    profiles.erase(profile, now=timezone.now())

    states = Consent.objects.of_subject(subject).values_list("purpose", "state")
    assert list(states) == [
        *((purpose, "granted") for purpose in ("keep", "recommend", "mail", "treatment")),
        *((purpose, "withdrawn") for purpose in ("keep", "recommend", "mail", "treatment")),
    ]
    assert Consent.objects.granted(subject, on=timezone.now()) == {}


def test_erase_keeps_the_hash_of_the_address_so_that_nothing_is_mailed_unasked():
    profile = make_full_profile()

    profiles.erase(profile, now=timezone.now())

    suppression = Suppression.objects.get()
    assert (suppression.email_hash, suppression.reason) == (tokens.contact_hash(EMAIL, "komorebi"), "erased")


def test_erase_leaves_no_canary_in_any_table():
    address = "canary-7f3k+tag@secret-host.example.jp"
    profile = keep(finish(make_keepable()), email=address).profile
    ask(finish(make_keepable()), email=address.upper())
    subject, email_hash = profile.subject, profile.email_hash
    token = profiles.link_token(profile)
    assert dump().count("canary-7f3k") > 1

    profiles.erase(profile, now=timezone.now())

    left = dump().lower()
    assert "canary-7f3k" not in left
    assert "secret-host" not in left
    assert token not in left
    assert left.count(email_hash) == Suppression.objects.count() == 1
    assert left.count(str(subject)) == Consent.objects.of_subject(subject).count()


def test_erase_spares_everybody_else():
    version = make_keepable()
    other = keep(finish(version), email="taro@example.jp").profile
    before = profiles.export(other)

    profiles.erase(keep(finish(version)).profile, now=timezone.now())

    assert profiles.export(other) == before


def test_erase_twice_changes_nothing_more():
    profile = make_full_profile()
    profiles.erase(Profile.objects.get(), now=timezone.now())
    before = dump()

    profiles.erase(profile, now=timezone.now())
    profiles.withdraw(profile, "keep", place="here", language="ja", now=timezone.now())

    assert dump() == before
