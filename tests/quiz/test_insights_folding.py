from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from django.db import connection

from quiz import insights
from quiz.models import Event, Kind, Response, Tally
from tests.factories import make_response, make_version
from tests.quiz.keeping import finish, keep, make_keepable
from tests.quiz.tallying import DAY, make_event, tallied

pytestmark = pytest.mark.django_db


def test_fold_adds_events_to_the_tallies_and_deletes_them():
    version = make_version()
    for _number in range(3):
        make_event(version, Kind.ANSWERED, "q1")
    make_event(version, Kind.ANSWERED, "q2", count=5)

    moved = insights.fold()

    assert moved == 4
    assert tallied() == {("answered", "q1"): 3, ("answered", "q2"): 5}
    assert not Event.objects.exists()


def test_fold_adds_to_what_was_folded_before():
    version = make_version()
    make_event(version, Kind.STARTED)
    insights.fold()
    make_event(version, Kind.STARTED, count=2)

    insights.fold()

    assert tallied() == {("started", ""): 3}


def test_fold_keeps_versions_and_days_apart():
    first = make_version()
    second = make_version()
    make_event(first, Kind.STARTED)
    make_event(second, Kind.STARTED)
    make_event(second, Kind.STARTED, day=DAY + timedelta(days=1))

    insights.fold()

    rows = Tally.objects.order_by("version", "day").values_list("version", "day", "count")
    assert list(rows) == [(first.pk, DAY, 1), (second.pk, DAY, 1), (second.pk, DAY + timedelta(days=1), 1)]


def test_fold_takes_no_more_than_it_is_told():
    version = make_version()
    for _number in range(5):
        make_event(version, Kind.STARTED)

    moved = [insights.fold(limit=2) for _time in range(4)]

    assert moved == [2, 2, 1, 0]
    assert tallied() == {("started", ""): 5}


@pytest.mark.parametrize("count", [1, 3])
def test_fold_needs_as_many_statements_for_few_events_as_for_many(django_assert_num_queries, count):
    version = make_version()
    for number in range(count):
        make_event(version, Kind.ANSWERED, f"q{number}")

    with django_assert_num_queries(5):
        insights.fold()


@pytest.mark.django_db(transaction=True)
def test_two_folds_at_once_count_every_event_once():
    version = make_version()
    Event.objects.bulk_create(Event(version=version, kind=Kind.STARTED, day=DAY) for _number in range(200))

    def fold_all() -> None:
        try:
            while Event.objects.exists():
                insights.fold(limit=20)
        finally:
            connection.close()

    threads = [threading.Thread(target=fold_all) for _number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert tallied() == {("started", ""): 200}


def test_marking_as_test_takes_a_response_out_of_the_report_and_back():
    version = make_keepable()
    keep(finish(version))
    insights.fold()
    before = tallied()

    marked = insights.mark_tests(Response.objects.all(), is_test=True)
    insights.fold()
    out = set(tallied().values())
    insights.mark_tests(Response.objects.all(), is_test=False)
    insights.fold()

    assert marked == 1
    assert out == {0, -1}  # the response was made without its start
    assert tallied() == before | {("started", ""): 0}


def test_marking_again_changes_nothing():
    make_response(make_version(), is_test=True)

    assert insights.mark_tests(Response.objects.all(), is_test=True) == 0
    assert not Event.objects.exists()
