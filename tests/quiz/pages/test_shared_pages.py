"""A page that is sent to everybody is a function of its key: nothing of one visitor can get into it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import is_dataclass
from datetime import datetime
from types import NoneType, UnionType
from typing import Any, get_args, get_origin, get_type_hints

import pytest
from django.test import Client, RequestFactory

from quiz.models import Quiz, QuizVersion, Response
from quiz.pages import slots
from quiz.pages.layout import Context
from quiz.pages.slots import SHARED_PAGES, SharedPage, render_shared
from quiz.pages.starts import StartKey
from tests.factories import make_response
from tests.quiz.walking import begin, walk

PLAIN = {bool, int, str, NoneType}


@pytest.fixture
def blind(monkeypatch) -> list[SharedPage[Any]]:
    """Let every look at a response fail while a shared page is rendered; return the pages that were."""
    rendered: list[SharedPage[Any]] = []
    under_way: list[SharedPage[Any]] = []
    render, get_attribute = slots._render, Response.__getattribute__

    def watch(page: SharedPage[Any], *details: Any) -> Any:
        rendered.append(page)
        under_way.append(page)
        try:
            return render(page, *details)
        finally:
            under_way.pop()

    def refuse(response: Response, name: str) -> Any:
        if under_way:
            raise AssertionError(f"{under_way[-1].template} looked at {name} of a response")
        return get_attribute(response, name)

    monkeypatch.setattr(slots, "_render", watch)
    monkeypatch.setattr(Response, "__getattribute__", refuse)
    return rendered


@pytest.mark.parametrize("base", ["", "/embed"])
def test_no_declared_page_looks_at_a_response(quiz, blind, base):
    Client().get(f"{base}/q/coffee/?utm_source=line")
    Client().get(begin(Client(), "coffee", base=base))
    Client().get(f"{base}/q/coffee/t/forest")
    Client().get(walk(Client(), "coffee", {"q1": "a", "q2": "a", "q3": "b"}))

    assert {page.template for page in blind} == {page.template for page in SHARED_PAGES}


def test_a_page_that_looks_at_a_response_is_caught(quiz, blind, monkeypatch):
    response = make_response(quiz.version)
    request = RequestFactory().get("/q/coffee/")
    request.embedded_on = ""

    def leak(quiz: Quiz, version: QuizVersion, key: StartKey) -> Context:
        return {"taken_at": response.started_at}

    page = SharedPage(template="quiz/taking/start.html", key=StartKey, context=leak, is_step=False)

    with pytest.raises(AssertionError, match="looked at started_at of a response"):
        render_shared(request, page, quiz, quiz.version, StartKey(hidden=()), values={})


def test_results_of_two_people_differ_in_what_is_their_own_alone(quiz):
    """Also their moments: whatever of the first one is on the page of the type, the second one would read."""
    first, second = (walk(Client(), "coffee", {"q1": "a", "q2": "a", "q3": "b"}) for _ in range(2))
    Response.objects.filter(pk=Response.objects.earliest("pk").pk).update(
        started_at=datetime.fromisoformat("2026-01-02T03:04:05Z"),
        finished_at=datetime.fromisoformat("2026-11-22T11:22:33Z"),
    )

    pages = [Client().get(address).text.replace(address, "") for address in (first, second)]

    assert pages[0] == pages[1]


@pytest.mark.parametrize("page", SHARED_PAGES, ids=lambda page: page.template)
def test_a_key_holds_plain_values_only(page):
    assert set(types_in(page.key)) <= PLAIN


def types_in(kind: Any) -> Iterator[Any]:
    """Yield the types of all values that a value of this type can hold."""
    if is_dataclass(kind):
        for hint in get_type_hints(kind).values():
            yield from types_in(hint)
    elif get_origin(kind) is tuple or isinstance(kind, UnionType):
        for part in get_args(kind):
            yield from types_in(part) if part is not Ellipsis else ()
    else:
        yield kind


def test_a_key_that_can_change_is_refused():
    class Changeable:
        response: Response

    with pytest.raises(TypeError):
        slots.shared_page("quiz/taking/start.html", key=Changeable)
