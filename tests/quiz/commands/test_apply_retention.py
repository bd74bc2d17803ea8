from __future__ import annotations

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from quiz.models import Event, Kind, Tally
from tests.factories import make_response, make_version
from tests.quiz.keeping import make_keepable
from tests.quiz.tallying import make_event, tallied

pytestmark = pytest.mark.django_db


def apply_retention(*arguments: str) -> None:
    call_command("apply_retention", *arguments, stdout=StringIO())


def test_events_are_folded_however_many_batches_wait(monkeypatch):
    monkeypatch.setattr("quiz.insights.folding.BATCH", 2)
    version = make_version()
    for number in range(5):
        make_event(version, Kind.ANSWERED, f"q{number}")

    apply_retention()

    assert tallied() == {("answered", f"q{number}"): 1 for number in range(5)}
    assert not Event.objects.exists()


def test_what_retention_records_is_folded_as_well(time_machine):
    make_response(make_keepable())
    time_machine.move_to(timezone.now() + timedelta(hours=25))

    apply_retention()

    assert tallied() == {("reached", "scene"): 1}
    assert not Event.objects.exists()


def test_a_dry_run_folds_nothing():
    make_event(make_version(), Kind.STARTED)

    apply_retention("--dry-run")

    assert Event.objects.count() == 1
    assert not Tally.objects.exists()
