from __future__ import annotations

import csv
import io
from datetime import timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.utils import timezone
from pytest_django.asserts import assertInHTML

from quiz import insights
from quiz.admin.export import safe
from quiz.models import Response
from tests.factories import make_response, make_version
from tests.quiz.admin.filling import address, log_in_with, messages_on, run
from tests.quiz.keeping import EMAIL, finish, keep, make_keepable

pytestmark = pytest.mark.django_db
SENSITIVE = "care"


def download(client, *responses, **more):
    data = {"action": "export_csv", "_selected_action": [response.pk for response in responses], **more}
    return client.post(address("response"), data)


def rows_of(page):
    content = b"".join(page.streaming_content)
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))


def test_a_response_is_told_in_the_words_of_its_version(staff):
    version = make_keepable()
    response = finish(version, scene="b")
    version.quiz.questions.filter(key="scene").update(text="書きかえた質問")

    page = staff.get(address("response", "change", response.pk))

    assert "いつ飲みますか" in page.text
    assert "bです" in page.text
    assert "書きかえた質問" not in page.text


def test_an_unfinished_response_has_a_page(staff):
    response = make_response(answers={"q1": ["a"]})

    page = staff.get(address("response", "change", response.pk) + "?lang=en")

    assert "Not finished." in page.text
    assert "こちら" in page.text


def test_a_sum_over_everything_has_a_name(staff):
    version = make_version(logic="bands")
    response = finish(version)

    page = staff.get(address("response", "change", response.pk))

    assert '<th scope="row">合計</th>' in page.text


def test_a_scale_of_an_advice_goes_by_its_title(staff):
    version = make_version(gates=[{"scale": "care", "at_least": 3, "title": "専門家へ", "text": "ご相談ください"}])

    page = staff.get(address("response", "change", finish(version).pk))

    assert '<th scope="row">専門家へ</th>' in page.text


def test_the_newest_answer_counts(staff):
    response = make_response(answers={"q1": ["a"]})
    response.answers.create(submit_key="later", question_key="q1", choices=["b"], answered_at=response.started_at)

    page = staff.get(address("response", "change", response.pk))

    assert "あちら" in page.text
    assert "こちら" not in page.text


def test_sensitive_answers_are_hidden_from_whom_they_are_not_for(client):
    response = finish(make_keepable(is_sensitive=True), care="b")
    url = address("response", "change", response.pk) + "?lang=en"

    log_in_with(client, "view_response")
    hidden = client.get(url).text
    log_in_with(client, "view_response", "view_personal_data")
    shown = client.get(url).text

    row = '<tr><th scope="row">治療中ですか <code>care</code></th><td>{}</td></tr>'
    assertInHTML(row.format("(hidden)"), hidden)
    assertInHTML(row.format("bです <code>b</code>"), shown)


def test_the_newest_response_comes_first_whenever_it_was_stored(staff):
    now = timezone.now()
    moments = [now - timedelta(days=2), now, now - timedelta(days=1)]
    version = make_version()
    responses = [make_response(version, started_at=moment) for moment in moments]

    page = staff.get(address("response"))

    assert list(page.context["cl"].result_list) == [responses[1], responses[2], responses[0]]


def test_responses_are_found_by_their_number_and_filtered_by_version(staff):
    version, other = make_version(), make_version()
    response, _unwanted = make_response(version), make_response(other)

    by_number = staff.get(address("response"), {"q": str(response.uid)})
    by_version = staff.get(address("response"), {"version__quiz__id__exact": version.quiz_id, "version": version.pk})

    assert [list(page.context["cl"].result_list) for page in (by_number, by_version)] == [[response], [response]]


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_of_responses_costs_the_same_however_long(staff, django_assert_num_queries, count):
    version = make_keepable()
    for _number in range(count):
        finish(version)
    staff.get(address("response"))

    with django_assert_num_queries(5):
        staff.get(address("response"))


def test_marking_as_test_leaves_the_response_out_of_the_report(staff):
    response = finish()
    quiz = response.version.quiz

    page = run(staff, address("response", "change", response.pk) + "?lang=en", "mark_as_test", response.pk)

    insights.fold()
    assert Response.objects.get().is_test
    assert messages_on(page) == ["1 response was changed."]
    assert insights.funnel(quiz).steps[2].count == 0


def test_marking_needs_the_permission_to_change(client):
    response = finish()
    log_in_with(client, "view_response")

    run(client, address("response", "change", response.pk), "mark_as_test", response.pk)

    assert not Response.objects.get().is_test


def test_export_holds_answers_in_words_and_no_contact(staff):
    response = keep(finish(make_keepable(), scene="b")).response

    page = download(staff, response)
    row = rows_of(page)[0]

    assert page["Content-Type"] == "text/csv; charset=utf-8"
    assert (row["いつ飲みますか"], row["どちらが好きですか"]) == ("bです", "aです")
    assert EMAIL not in str(row)
    assert str(response.participation.profile.subject) not in str(row)


def test_export_is_logged(staff):
    response = finish()

    download(staff, response, lang="en")

    entry = LogEntry.objects.get()
    assert (entry.user.username, entry.object_id) == ("hanako", None)


def test_export_needs_its_permission(client):
    response = finish()
    log_in_with(client, "view_response", "change_response")

    page = download(client, response)

    assert not page.streaming
    assert not LogEntry.objects.exists()


def test_export_hides_sensitive_answers_from_whom_they_are_not_for(client):
    response = finish(make_keepable(is_sensitive=True), care="b")

    log_in_with(client, "view_response", "export_response")
    hidden = rows_of(download(client, response))[0]["治療中ですか"]
    log_in_with(client, "view_response", "export_response", "view_personal_data")
    shown = rows_of(download(client, response))[0]["治療中ですか"]

    assert hidden != "bです"
    assert shown == "bです"


def test_export_puts_versions_side_by_side(staff):
    version = make_version(questions=2)
    quiz = version.quiz
    old = make_response(version, answers={"q1": ["a"]})
    quiz.questions.filter(key="q1").update(text="書きかえた質問")
    new = make_response(make_version(quiz), answers={"q1": ["b"]})

    rows = rows_of(download(staff, old, new))

    assert [row["書きかえた質問"] for row in rows] == ["こちら", "あちら"]


@pytest.mark.parametrize(
    "start", ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", " =", "\u3000＝", '"=', "\ufeff@"]
)
def test_a_cell_that_would_be_a_formula_is_made_text(start):
    cell = f"{start}HYPERLINK(1)"

    assert safe(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["朝、目を覚ましたいとき", "", "3-4杯", -3, 0, 12])
def test_other_cells_stay_as_they_are(cell):
    assert safe(cell) == cell


def test_hostile_content_is_harmless_in_the_file(staff):
    version = make_version(title="=HYPERLINK(1)")
    response = make_response(version, utm_source="@SUM(A1)", answers={"q1": ["a"]})

    values = list(rows_of(download(staff, response))[0].values())

    assert "'=HYPERLINK(1)" in values
    assert "'@SUM(A1)" in values


@pytest.mark.parametrize("lookup", ["suits_word__startswith", "explanation__contains", "customer"])
def test_filters_cannot_feel_their_way_along_what_people_said(client, lookup):
    finish()
    log_in_with(client, "view_response")

    hit, miss = (client.get(address("response"), {lookup: start}) for start in ("{", "zz"))

    assert hit.status_code in {302, 400}
    assert (hit.status_code, hit.content, hit.get("Location")) == (miss.status_code, miss.content, miss.get("Location"))


@pytest.mark.parametrize("parameter", ["version", "version__quiz__id__exact"])
def test_a_number_of_thousands_of_digits_filters_nothing(staff, parameter):
    finish()

    page = staff.get(address("response"), {parameter: "9" * 5000}, follow=True)

    assert page.context["cl"].result_count == 1
