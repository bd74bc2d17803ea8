from __future__ import annotations

import threading
from collections import Counter

import pytest
from django.db import DatabaseError

from quiz import insights
from quiz.insights import viewing
from quiz.models import Event
from tests.factories import make_version
from tests.quiz.tallying import DAY

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _count_views_at_once(settings):
    settings.QUIZ_VIEW_FLUSH_SECONDS = 0


def test_a_view_is_counted_at_once_when_told_to():
    version = make_version()

    insights.count_view(version.pk, day=DAY)

    assert list(Event.objects.values_list("kind", "version", "day", "count")) == [("viewed", version.pk, DAY, 1)]


def test_views_gather_and_are_written_in_one_statement(settings, monkeypatch, django_assert_num_queries):
    settings.QUIZ_VIEW_FLUSH_SECONDS = 60
    monkeypatch.setattr(viewing.buffer, "schedule", lambda seconds: None)
    version, other = make_version(), make_version()

    with django_assert_num_queries(0):
        for each in (version, version, other):
            insights.count_view(each.pk, day=DAY)
    with django_assert_num_queries(1):
        insights.flush_views()

    assert dict(Event.objects.values_list("version", "count")) == {version.pk: 2, other.pk: 1}


def test_nothing_is_written_when_nothing_was_viewed(django_assert_num_queries):
    with django_assert_num_queries(0):
        insights.flush_views()


def test_views_from_many_threads_are_all_counted(settings, monkeypatch):
    settings.QUIZ_VIEW_FLUSH_SECONDS = 60
    monkeypatch.setattr(viewing.buffer, "schedule", lambda seconds: None)
    version = make_version()

    def look() -> None:
        for _time in range(500):
            insights.count_view(version.pk, day=DAY)

    threads = [threading.Thread(target=look) for _number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    insights.flush_views()

    assert Event.objects.get().count == 2000


def test_views_wait_while_the_database_is_away(monkeypatch):
    version = make_version()
    buffer = viewing.ViewBuffer()
    buffer.add(Counter({(version.pk, DAY): 2}))
    with monkeypatch.context() as patch:
        patch.setattr(viewing, "_write", refuse)
        buffer.flush()

    buffer.flush()

    assert Event.objects.get().count == 2


def refuse(views: viewing.Views) -> None:
    raise DatabaseError("away")


def test_forgotten_views_leave_no_timer_behind(settings):
    settings.QUIZ_VIEW_FLUSH_SECONDS = 3600
    insights.count_view(make_version().pk, day=DAY)
    timer = viewing.buffer._timer

    insights.discard_views()
    timer.join(timeout=10)

    assert not timer.is_alive()
    assert viewing.buffer._timer is None


@pytest.mark.django_db(transaction=True)
def test_the_timer_writes_views_by_itself(settings):
    settings.QUIZ_VIEW_FLUSH_SECONDS = 0.05
    version = make_version()

    insights.count_view(version.pk, day=DAY)
    viewing.buffer._timer.join(timeout=10)

    assert Event.objects.get().count == 1
