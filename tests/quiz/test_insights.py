from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from quiz import insights, taking
from quiz.models import Kind, QuizVersion, Response
from tests.factories import make_quiz, make_version
from tests.quiz.tallying import DAY, make_event

pytestmark = pytest.mark.django_db


def start(version: QuizVersion) -> Response:
    source = taking.Source()
    return taking.start(version.quiz, source=source, language="ja", now=timezone.now())[0]


def test_a_quiz_that_was_never_published_has_no_report():
    assert insights.funnel(make_quiz()) is None


def test_a_quiz_that_nobody_opened_has_an_empty_report():
    assert insights.funnel(make_version().quiz).is_empty


def test_the_way_from_view_to_coupon():
    version = make_version()
    counts = {Kind.VIEWED: 20, Kind.STARTED: 10, Kind.FINISHED: 4, Kind.KEPT: 2, Kind.CLAIMED: 1}
    for kind, count in counts.items():
        make_event(version, kind, count=count)
    insights.fold()

    steps = insights.funnel(version.quiz).steps

    assert [(step.count, step.share) for step in steps] == [(20, None), (10, 1.0), (4, 0.4), (2, 0.2), (1, 0.1)]


def test_questions_tell_who_left_there_and_what_was_chosen():
    version = make_version(questions=2)
    for kind, key, count in [
        (Kind.REACHED, "q1", 10),
        (Kind.ANSWERED, "q1", 8),
        (Kind.CHOSEN, "q1/a", 6),
        (Kind.CHOSEN, "q1/b", 2),
        (Kind.REACHED, "q2", 8),
        (Kind.ANSWERED, "q2", 8),
    ]:
        make_event(version, kind, key, count=count)
    insights.fold()

    first, second = insights.funnel(version.quiz).questions

    assert (first.reached, first.answered, first.lost, first.percent) == (10, 8, 2, "20%")
    assert [(choice.text, choice.count, choice.percent) for choice in first.choices] == [
        ("こちら", 6, "75%"),
        ("あちら", 2, "25%"),
    ]
    assert (second.lost, second.percent) == (0, "0%")


def test_types_are_observed_and_expected():
    version = make_version(questions=3)
    make_event(version, Kind.FINISHED, "morning", count=3)
    make_event(version, Kind.FINISHED, "forest", count=1)
    make_event(version, Kind.TIED, count=1)
    insights.fold()

    report = insights.funnel(version.quiz)

    rows = [(row.name, row.count, row.share, row.expected) for row in report.types]
    assert rows == [("朝ひかりタイプ", 3, 0.75, 0.5), ("森ふかタイプ", 1, 0.25, 0.5)]
    assert (report.ties, report.ties_share, report.ties_expected, report.is_exact) == (1, 0.25, 0.0, True)


def test_whether_results_suit():
    version = make_version()
    make_event(version, Kind.SUITED, "yes", count=3)
    make_event(version, Kind.SUITED, "no", count=1)
    insights.fold()

    report = insights.funnel(version.quiz)

    assert (report.suited, report.not_suited, report.suited_percent) == (3, 1, "75%")


def test_one_version_or_all_of_them():
    first = make_version()
    quiz = first.quiz
    quiz.title = "あたらしい題"
    quiz.save()
    second = make_version(quiz)
    make_event(first, Kind.STARTED, count=5)
    make_event(second, Kind.STARTED, count=2)
    insights.fold()

    started = [insights.funnel(quiz, version=version).steps[1].count for version in (first, second, None)]

    assert started == [5, 2, 7]


def test_a_type_of_an_earlier_version_is_not_forgotten():
    version = make_version()
    make_event(version, Kind.FINISHED, "gone", count=2)
    insights.fold()

    last = insights.funnel(version.quiz).types[-1]

    assert (last.name, last.count, last.expected) == ("gone", 2, 0.0)


@pytest.mark.parametrize("days", [1, 3])
def test_a_report_is_one_query_however_much_happened(django_assert_num_queries, days):
    version = make_version()
    for number in range(days):
        make_event(version, Kind.STARTED, day=DAY + timedelta(days=number))
    insights.fold()
    insights.funnel(version.quiz)

    with django_assert_num_queries(1):
        insights.funnel(version.quiz)


def test_a_finished_response_is_counted_as_it_went():
    version = make_version(questions=2)
    response = start(version)
    for key in ("q1", "q2"):
        taking.answer(
            taking.load(response), taking.Submit(key=f"key-{key}", question=key, choices=("a",)), now=timezone.now()
        )
    insights.fold()

    report = insights.funnel(version.quiz)

    assert [step.count for step in report.steps] == [0, 1, 1, 0, 0]
    assert [(row.reached, row.answered) for row in report.questions] == [(1, 1), (1, 1)]


def test_shares_that_round_to_nothing_are_told_from_nothing():
    assert [insights.format_share(share) for share in (0, 0.001, 0.25, 1)] == ["0%", "< 1%", "25%", "100%"]
