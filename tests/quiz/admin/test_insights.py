from __future__ import annotations

import pytest

from quiz.models import Kind
from tests.factories import make_quiz, make_version
from tests.quiz.admin.filling import address, log_in_with
from tests.quiz.tallying import make_event

pytestmark = pytest.mark.django_db


def test_the_report_counts_what_happened_until_now(staff):
    version = make_version()
    make_event(version, Kind.STARTED, count=4)
    make_event(version, Kind.FINISHED, "morning", count=3)

    page = staff.get(address("quiz", "report", version.quiz_id))

    funnel = page.context["funnel"]
    assert [(step.count, step.percent) for step in funnel.steps[1:3]] == [(4, "100%"), (3, "75%")]
    assert '<td class="number">75%</td>' in page.text
    assert '<rect width="0.7500" height="1"/>' in page.text


def test_the_report_of_one_version_alone(staff):
    first = make_version()
    first.quiz.title = "あたらしい題"
    first.quiz.save()
    second = make_version(first.quiz)
    make_event(first, Kind.STARTED, count=4)
    make_event(second, Kind.STARTED, count=1)
    url = address("quiz", "report", first.quiz_id)

    counts = [staff.get(url, query).context["funnel"].steps[1].count for query in ({}, {"version": 1}, {"version": 2})]

    assert counts == [5, 4, 1]


@pytest.mark.parametrize("number", ["9", "x", "1 OR 1=1"])
def test_a_version_that_is_not_there_is_not_found(staff, number):
    version = make_version()

    page = staff.get(address("quiz", "report", version.quiz_id), {"version": number})

    assert page.status_code == 404


def test_a_report_without_anything_to_report_says_so(staff):
    urls = [address("quiz", "report", quiz.pk) + "?lang=en" for quiz in (make_quiz(), make_version().quiz)]

    never_published, never_opened = (staff.get(url).text for url in urls)

    assert "This quiz was never published" in never_published
    assert "Nobody has opened this quiz yet." in never_opened


def test_the_report_needs_the_permission_to_see_the_quiz(client):
    quiz = make_version().quiz
    url = address("quiz", "report", quiz.pk)
    log_in_with(client, "view_response")
    without = client.get(url).status_code
    log_in_with(client, "view_quiz")

    assert (without, client.get(url).status_code) == (403, 200)


@pytest.mark.parametrize("days", [1, 3])
def test_the_report_costs_the_same_however_much_happened(staff, django_assert_num_queries, days):
    version = make_version()
    for _number in range(days):
        make_event(version, Kind.STARTED)
    url = address("quiz", "report", version.quiz_id)
    staff.get(url)

    with django_assert_num_queries(8):
        staff.get(url)
