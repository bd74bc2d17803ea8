"""What staff read fits the window, and a preview is walked as the quiz is."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from quiz import publishing
from tests.browser.desk import log_in
from tests.factories import make_quiz
from tests.quiz.keeping import finish, keep, make_keepable

pytestmark = pytest.mark.django_db(transaction=True)

WIDER = """() => [...document.querySelectorAll("html, .results")]
  .filter((each) => each.scrollWidth > each.clientWidth + 1).map((each) => each.className)"""


@pytest.mark.parametrize("size", [(1280, 800), (390, 844)])
def test_lists_and_pages_of_answers_need_no_scrolling_sideways(page: Page, live_server, size: tuple[int, int]):
    participation = keep(finish(make_keepable(title="肌とのつき合い方がわかる、七つの質問の診断")))
    response, profile = participation.response, participation.profile
    type(response).objects.update(embed_origin="https://www.a-rather-long-name.example.jp", channel="embed")
    log_in(page)
    page.set_viewport_size({"width": size[0], "height": size[1]})
    paths = ["response/", f"response/{response.pk}/change/", f"profile/{profile.pk}/change/", "consent/", "message/"]

    wider = {}
    for path in paths:
        page.goto(f"/admin/quiz/{path}")
        expect(page.locator("#content")).to_be_visible()
        wider[path] = page.evaluate(WIDER)

    assert wider == {path: [] for path in paths}


def test_a_preview_moves_on_by_a_tap(page: Page, live_server):
    quiz = make_quiz()

    page.goto(f"/preview/{publishing.preview_token(quiz)}/")
    for heading in ("質問2", "質問3", "朝ひかりタイプ"):
        page.locator(".choice").first.click()
        expect(page.get_by_role("heading", level=1)).to_have_text(heading)
