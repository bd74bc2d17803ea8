"""Shared pages: rendered once for everybody, with slots for what differs from visitor to visitor.

A shared page is declared with `shared_page` as a function of its key: it gets the quiz, the version and the key, and
nothing else, so no response, request or token can get into it. The key is a frozen dataclass of plain values. The page
is cached by that key, by its layout (page or frame, whole or only its main part, language), by the rows of the quiz and
its brand, and by the version.

Where a handle, a submit key or a campaign belongs, the template prints a placeholder; there the page is cut, and the
visitor's own values are escaped and put in. A part that was rendered for the visitor is safe and stays as it is.
docs/decisions/0006-pages-have-slots.md tells why.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, is_dataclass
from typing import Any, cast

from django.db.models import Model
from django.http import HttpRequest, HttpResponse, QueryDict
from django.template.loader import render_to_string
from django.urls import ResolverMatch
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString
from django_htmx.middleware import HtmxDetails

from quiz import caching
from quiz.models import Quiz, QuizVersion
from quiz.pages import compression
from quiz.pages.framing import is_embedded
from quiz.pages.layout import Context, wants_part
from quiz.pages.links import asked_language
from quiz.pages.requests import ConsumerRequest

MOST_PAGES = 600
NAME_LENGTH = 14
# A placeholder looks like a token, so that it can stand in an address, too. Nobody can guess it, so no text holds it.
MARK = secrets.token_hex(9)
PLACEHOLDER = re.compile(rf"([a-z_]{{{NAME_LENGTH}}}){MARK}")


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedPage[K: Hashable]:
    """A page that everybody with the same key gets; of a step, htmx gets the main part only."""

    template: str
    key: type[K]
    context: Callable[[Quiz, QuizVersion, K], Context]
    is_step: bool


@dataclass(frozen=True, slots=True)
class Layout:
    """In what form a page is shown; `asked` is the language of `?lang=`, which the page's links carry on."""

    is_embedded: bool
    language: str
    asked: str
    is_part: bool


SHARED_PAGES: list[SharedPage[Any]] = []
_pages: dict[Hashable, compression.Page] = {}
caching.register(_pages.clear)


def shared_page[K: Hashable](
    template: str, *, key: type[K], is_step: bool = False
) -> Callable[[Callable[[Quiz, QuizVersion, K], Context]], SharedPage[K]]:
    """Declare a shared page by the function that returns what its template shows for a key."""
    if not (is_dataclass(key) and key.__dataclass_params__.frozen):
        raise TypeError(f"The key of {template} is no frozen dataclass.")

    def declare(context: Callable[[Quiz, QuizVersion, K], Context]) -> SharedPage[K]:
        page = SharedPage(template=template, key=key, context=context, is_step=is_step)
        SHARED_PAGES.append(page)
        return page

    return declare


def slot(name: str) -> str:
    """Return the placeholder for a value that is put in for each visitor."""
    return name.ljust(NAME_LENGTH, "_") + MARK


def slots(names: Iterable[str]) -> dict[str, str]:
    return {name: slot(name) for name in names}


def render_shared[K: Hashable](
    request: ConsumerRequest,
    page: SharedPage[K],
    quiz: Quiz,
    version: QuizVersion,
    key: K,
    *,
    values: Mapping[str, str],
) -> HttpResponse:
    """Return a shared page with a visitor's own values in its slots."""
    rendered = _find(page, _layout_of(request, is_step=page.is_step), quiz, version, key)
    filled = {"embedded_on": request.embedded_on, **values}
    encoded = {name: conditional_escape(value).encode() for name, value in filled.items() if value}
    if any(isinstance(value, SafeString) for value in values.values()):
        answer = HttpResponse(rendered.fill(encoded))  # so much is the visitor's own that all is compressed together
    else:
        answer = compression.respond(request, rendered, encoded)
    if page.is_step:
        patch_vary_headers(answer, ["HX-Request"])
    return answer


def _layout_of(request: ConsumerRequest, *, is_step: bool) -> Layout:
    is_part = is_step and wants_part(request)
    return Layout(is_embedded(request), translation.get_language(), asked_language(request), is_part)


def _find[K: Hashable](
    page: SharedPage[K], layout: Layout, quiz: Quiz, version: QuizVersion, key: K
) -> compression.Page:
    index = (page.template, layout, version.pk, key, *_facts(quiz), *_facts(quiz.brand))
    if index not in _pages:
        if len(_pages) >= MOST_PAGES:
            _pages.clear()
        _pages[index] = _render(page, layout, quiz, version, key)
    return _pages[index]


def _facts(row: Model) -> Iterator[Hashable]:
    """Yield the values of a row: when one of them changes, a cached page is out of date."""
    return (value for name, value in vars(row).items() if not name.startswith("_"))


def _render[K: Hashable](
    page: SharedPage[K], layout: Layout, quiz: Quiz, version: QuizVersion, key: K
) -> compression.Page:
    template = f"{page.template}#main" if layout.is_part else page.template
    html = render_to_string(template, page.context(quiz, version, key), _nobody(layout, quiz))
    pieces = PLACEHOLDER.split(html)
    return compression.Page(pieces[::2], [name.rstrip("_") for name in pieces[1::2]])


def _nobody(layout: Layout, quiz: Quiz) -> HttpRequest:
    """Return a request that tells the layout, and has a slot for the site around a frame."""
    request = cast(ConsumerRequest, HttpRequest())
    request.path_info = "/embed/" if layout.is_embedded else "/"
    request.GET = QueryDict(f"lang={layout.asked}" if layout.asked else "")
    namespace = "embed" if layout.is_embedded else "taking"
    request.resolver_match = ResolverMatch(_nobody, (), {"slug": quiz.slug}, namespaces=[namespace])
    request.htmx = cast(HtmxDetails, layout.is_part)
    request.embedded_on = slot("embedded_on") if layout.is_embedded else ""
    return request
