"""What an upgrade changes in the rows of earlier releases."""

from __future__ import annotations

from datetime import timedelta
from importlib import import_module
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import connection
from django.utils import timezone

from quiz import freezing, invariants
from quiz.models import Consent, Purpose, Role
from tests.factories import make_answer, make_purpose
from tests.quiz.keeping import keep, make_keepable

pytestmark = pytest.mark.django_db
EDITOR = SimpleNamespace(connection=connection)


def test_answers_off_the_way_and_facts_without_a_purpose_are_deleted_and_counted(capsys):
    profile = keep().profile
    make_answer(profile.participations.get().response, "gone", "a")
    with freezing.permit():
        Consent.objects.filter(purpose="recommend").update(until=timezone.now() - timedelta(days=1))

    import_module("quiz.migrations.0017_mend_facts").mend(apps, EDITOR)

    assert "deleted 1 answers off the final way, 1 facts" in capsys.readouterr().out
    assert invariants.check(now=timezone.now()) == []
    assert list(profile.traits.values_list("key", flat=True)) == ["roast"]


def test_a_clean_database_is_left_as_it_is(capsys):
    profile = keep().profile

    import_module("quiz.migrations.0017_mend_facts").mend(apps, EDITOR)

    assert capsys.readouterr().out == ""
    assert profile.traits.count() == 2


def test_keys_that_had_a_meaning_become_roles():
    make_keepable(is_sensitive=True)
    make_purpose(key="news", role=Role.OTHER)
    profile = keep().profile
    Purpose.objects.update(role=Role.OTHER)
    with freezing.permit():
        Consent.objects.update(role=Role.OTHER)

    import_module("quiz.migrations.0014_map_purpose_roles").map_roles(apps, EDITOR)

    assert dict(Purpose.objects.values_list("key", "role")) == {
        "keep": "keep",
        "recommend": "recommend",
        "mail": "mail",
        "treatment": "sensitive",
        "news": "other",
    }
    assert {row.purpose: row.role for row in Consent.objects.of_subject(profile.subject)} == {
        "keep": "keep",
        "recommend": "recommend",
        "mail": "mail",
    }
