"""Nothing that axe-core can find is wrong on any page, in any state, in both languages, in the light and the dark."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import pytest
from django.core.exceptions import PermissionDenied
from django.db import OperationalError
from playwright.sync_api import Page

from catalog.models import Brand
from quiz.views import taking
from tests.browser import scenes
from tests.browser.axe import violations
from tests.browser.conftest import Watch

pytestmark = pytest.mark.django_db(transaction=True)
LANGUAGES = [pytest.param("", id="Japanese"), pytest.param("?lang=en", id="English")]


@pytest.fixture
def judge(page: Page, watch: Watch) -> Callable[..., dict[str, list[str]]]:
    """Return a function that tells what is wrong, by scene; nothing is the right answer."""

    watch.forgive("The action has been blocked. ()")  # styles that the checker itself tries, in no file of ours

    def judge(shown: Iterable[scenes.Scene], *, query: str = "") -> dict[str, list[str]]:
        wrong = {}
        for scene in shown:
            scene.show(page, query="" if "?" in scene.path else query)
            if found := violations(page):
                wrong[scene.name] = found
        return wrong

    return judge


@pytest.fixture
def demo(live_server) -> None:
    scenes.load_demo()


@pytest.mark.parametrize("query", LANGUAGES)
def test_start_and_type_pages(judge, watch, query):
    nothing = judge([scenes.Scene("home without a quiz", "/")], query=query)
    scenes.load_demo()

    assert nothing | judge(scenes.starts(), query=query) == {}
    watch.forgive("410")


@pytest.mark.parametrize("query", LANGUAGES)
def test_questions_of_every_kind(judge, demo, watch, query):
    assert judge(scenes.questions(), query=query) == {}
    watch.forgive("422")


@pytest.mark.parametrize("query", LANGUAGES)
def test_results_in_every_state(judge, demo, watch, query):
    assert judge(scenes.results(), query=query) == {}
    watch.forgive("410")
    watch.forgive("422")


@pytest.mark.parametrize("query", LANGUAGES)
def test_refusals_and_pages_of_ones_own_data(judge, demo, watch, query):
    assert judge([*scenes.refusals(), *scenes.people()], query=query) == {}
    for status in ("404", "409", "410", "422"):
        watch.forgive(status)


@pytest.mark.parametrize("query", LANGUAGES)
def test_error_pages(judge, live_server, monkeypatch, watch, query):
    wrong = judge([scenes.Scene("404", "/no/such/page")], query=query)
    for fault in (PermissionDenied(), RuntimeError(), OperationalError()):
        monkeypatch.setattr(taking, "render", raiser(fault))
        wrong |= judge([scenes.Scene(type(fault).__name__, "/")], query=query)

    assert wrong == {}
    watch.forgive("the server responded with a status of")


def raiser(fault: Exception) -> Callable[..., None]:
    def fail(*args: object, **kwargs: object) -> None:
        raise fault

    return fail


def test_dark_pages_where_the_brand_allows_them(page: Page, judge, live_server, watch):
    scenes.load_demo(allow_dark=True)
    page.emulate_media(color_scheme="dark")

    asked = scenes.Scene("sensitive", scenes.begin("skin", "sensitive"))
    mistaken = scenes.Scene("pictures with error", scenes.begin("scent", "pictures"), scenes.forget_to_choose)
    assert judge([scenes.Scene("start", "/q/skin/"), asked, mistaken, *scenes.results()]) == {}

    page.goto("/q/coffee/")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(29, 24, 20)"
    for status in ("410", "422"):
        watch.forgive(status)


def test_pages_without_a_look_go_dark_unless_their_brand_forbids_it(page: Page, judge, demo, watch):
    page.emulate_media(color_scheme="dark")
    Brand.objects.filter(key="komorebi").update(allow_dark=True)
    papers = {}
    for path in ("/", "/no/such/page", "/me/", "/b/komorebi/", "/b/kokochi/", "/embed/no/such/page"):
        page.goto(path)
        papers[path] = page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(29, 24, 20)"

    assert [path for path, is_dark in papers.items() if not is_dark] == ["/b/kokochi/", "/embed/no/such/page"]
    nowhere = scenes.Scene("404", "/no/such/page")
    assert judge([scenes.Scene("home", "/"), nowhere, *scenes.refusals(), *scenes.people()]) == {}
    for status in ("404", "409", "410", "422"):
        watch.forgive(status)
