from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from quiz import publishing, tokens
from quiz.models import Answer, Event, Quiz, Response
from quiz.pages.refusals import REFUSALS
from tests.factories import make_document, make_quiz
from tests.quiz.keeping import make_keepable
from tests.quiz.walking import title

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft():
    return make_quiz(slug="draft")


def address(quiz) -> str:
    return f"/preview/{publishing.preview_token(quiz)}/"


def test_preview_walks_the_draft_to_its_result_with_the_real_engine(client, draft):
    start = client.get(address(draft))
    second = client.get(address(draft), {"q.q1": "a"})
    end = client.get(address(draft), {"q.q1": "a", "q.q2": "a", "q.q3": "b"})

    assert [title(page) for page in (start, second, end)] == ["質問1", "質問2", "朝ひかりタイプ"]


def test_preview_shows_the_running_scores_and_what_the_last_answer_added(client, draft):
    page = client.get(address(draft), {"q.q1": "a", "q.q2": "b"}).content.decode()

    assert [(row["name"], row["sum"], row["step"]) for row in scores(client, draft)] == [
        ("朝ひかりタイプ", 1, 0),
        ("森ふかタイプ", 1, 1),
    ]
    assert "+1" in page


def scores(client, draft) -> list[dict]:
    page = client.get(address(draft), {"q.q1": "a", "q.q2": "b"})
    return [{"name": row.name, "sum": row.sum, "step": row.step} for row in page.context["scores"]]


def test_preview_is_a_whole_page_to_htmx_as_well(client, draft):
    page = client.get(address(draft), headers={"HX-Request": "true"})

    assert (page.status_code, page.content[:15]) == (200, b"<!doctype html>")


def test_preview_stores_counts_and_mails_nothing(client, draft):
    with CaptureQueriesContext(connection) as queries:
        client.get(address(draft), {"q.q1": "a", "q.q2": "a", "q.q3": "a"})

    assert {query["sql"].split()[0] for query in queries} == {"SELECT"}
    assert not (Response.objects.exists() or Answer.objects.exists() or Event.objects.exists())


def test_preview_shows_the_draft_as_it_is_now(client, draft):
    draft.questions.filter(key="q1").update(text="新しい質問")

    assert title(client.get(address(draft))) == "新しい質問"


@pytest.mark.parametrize(
    "query", [{"q.q1": "z"}, {"q.q1": ["a", "b"]}, {"q.nowhere": "a"}, {"q.q3": "a"}, {"q.q1": "a" * 9999}]
)
def test_preview_asks_again_where_the_query_holds_no_answer(client, draft, query):
    assert title(client.get(address(draft), query)) == "質問1"


def test_preview_looks_like_the_page_that_people_see(client, draft):
    link = address(draft)

    page = client.get(link, {"q.q1": "a"}).content.decode()

    assert 'max="3" value="2"' in page
    assert 'data-step="q2" data-advance>' in page
    assert f'<a class="back" href="{link}?"' in page


def test_preview_takes_the_answer_of_the_page(client, draft):
    page = client.get(address(draft), {"q.q1": "a", "step": "q2", "choice": "b"})

    assert title(page) == "質問3"
    assert [row["sum"] for row in scores(client, draft)] == [1, 1]


def test_preview_moves_on_by_a_tap_only_where_the_quiz_does(client, draft):
    Quiz.objects.filter(pk=draft.pk).update(auto_advance=False)

    assert "data-advance" not in client.get(address(draft)).content.decode()


def test_preview_says_what_is_wrong_with_an_answer(client, draft):
    page = client.get(address(draft), {"step": "q1"})

    assert title(page) == "質問1"
    assert 'role="alert"' in page.content.decode()


@pytest.mark.parametrize(("ticks", "told"), [({}, ""), ({"agree": "1"}, "aです")])
def test_preview_uses_a_sensitive_answer_only_when_it_is_agreed_to(client, ticks, told):
    quiz = make_keepable(is_sensitive=True, slug="draft").quiz
    before = {"q.scene": "a", "q.roast": "a"}

    asked = client.get(address(quiz), before).content.decode()
    page = client.get(address(quiz), {**before, "step": "care", "choice": "a", **ticks})

    assert 'name="agree"' in asked
    assert page.context["type"].key == "morning"
    assert page.context["trail"][-1].answer == told


def test_preview_may_be_left_blank_where_the_question_may(client):
    document = make_document(slug="draft")
    document["questions"][1]["required"] = False
    quiz = make_quiz(**document)

    page = client.get(address(quiz), {"q.q1": "a", "skip": "q2"})

    assert title(page) == "質問3"
    assert 'name="q.q2" value=""' in page.content.decode()


@pytest.mark.parametrize("spoil", [lambda token: token[:-1] + "x", lambda token: tokens.sign("manage", 1)])
def test_forged_link_is_refused(client, draft, spoil):
    page = client.get(f"/preview/{spoil(publishing.preview_token(draft))}/")

    assert (page.status_code, title(page)) == (410, REFUSALS["preview_expired"][0])


def test_link_ends_with_the_working_day(client, draft, time_machine):
    link = address(draft)

    time_machine.move_to(timezone.now() + timedelta(hours=12, seconds=1))

    page = client.get(link)
    assert (page.status_code, title(page)) == (410, REFUSALS["preview_expired"][0])


def test_draft_that_can_not_be_walked_says_so(client, draft):
    draft.questions.all().delete()

    page = client.get(address(draft))

    assert (page.status_code, title(page)) == (409, REFUSALS["preview_broken"][0])


def test_preview_may_be_framed_by_the_site_itself_only(client, draft):
    page = client.get(address(draft))

    assert page["Content-Security-Policy"].endswith("frame-ancestors 'self'")
    assert page["Cache-Control"] == "no-store"
