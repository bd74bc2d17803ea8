"""Shared pages: rendered once for all visitors, with slots for the values of one visitor.

A shared page is declared with `shared_page` as a function of the quiz, the version and a key. The function gets nothing
else, so no response, request or token can get into the page. The key is a frozen dataclass of plain values. The cache
key of a page is that key with the layout (page or frame, whole page or main part, language), the rows of the quiz and
its brand, and the version.

The template prints a placeholder in a slot (for a handle, a submit key, a campaign). The rendered page is split at the
placeholders, and the visitor's values are escaped and inserted; a `SafeString` is inserted as it is.
docs/decisions/0006-pages-have-slots.md gives the reasons.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
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

MAX_PAGES = 600
NAME_LENGTH = 14
# A placeholder looks like a token, so it can be part of a path, too. It is random, so no text contains it.
PLACEHOLDER_SUFFIX = secrets.token_hex(9)
PLACEHOLDER = re.compile(rf"([a-z_]{{{NAME_LENGTH}}}){PLACEHOLDER_SUFFIX}")


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedPage[K: Hashable]:
    """A page that all visitors with the same key get; htmx gets only the main part if `is_step`."""

    template: str
    key: type[K]
    context: Callable[[Quiz, QuizVersion, K], Context]
    is_step: bool


@dataclass(frozen=True, slots=True)
class Layout:
    """The form in which a page is shown; `asked` is the language of `?lang=`, which the page's links keep."""

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
    """Declare a shared page: the decorated function returns the template's context for a key."""
    parameters = getattr(key, "__dataclass_params__", None)
    if not (parameters and parameters.frozen):
        raise TypeError(f"The key of {template} is no frozen dataclass.")

    def declare(context: Callable[[Quiz, QuizVersion, K], Context]) -> SharedPage[K]:
        page = SharedPage(template=template, key=key, context=context, is_step=is_step)
        SHARED_PAGES.append(page)
        return page

    return declare


def slot(name: str) -> str:
    """Return the placeholder of a slot."""
    return name.ljust(NAME_LENGTH, "_") + PLACEHOLDER_SUFFIX


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
    """Return a shared page with the visitor's values in its slots."""
    rendered = _get_page(page, _get_layout(request, is_step=page.is_step), quiz, version, key)
    filled = {"embedded_on": request.embedded_on, **values}
    encoded = {name: conditional_escape(value).encode() for name, value in filled.items() if value}
    if any(isinstance(value, SafeString) for value in values.values()):
        answer = HttpResponse(rendered.fill(encoded))  # a part of the visitor's own: `gate` compresses the whole page
    else:
        answer = compression.build_response(request, rendered, encoded)
    if page.is_step:
        patch_vary_headers(answer, ["HX-Request"])
    return answer


def _get_layout(request: ConsumerRequest, *, is_step: bool) -> Layout:
    is_part = is_step and wants_part(request)
    return Layout(is_embedded(request), translation.get_language(), asked_language(request), is_part)


def _get_page[K: Hashable](
    page: SharedPage[K], layout: Layout, quiz: Quiz, version: QuizVersion, key: K
) -> compression.Page:
    index = (page.template, layout, version.pk, key, *_row_values(quiz), *_row_values(quiz.brand))
    if index not in _pages:
        if len(_pages) >= MAX_PAGES:
            _pages.clear()
        _pages[index] = _render(page, layout, quiz, version, key)
    return _pages[index]


def _row_values(row: Model) -> Iterator[Hashable]:
    """Yield the values of a row; a change of any value makes the cached page stale."""
    return (value for name, value in vars(row).items() if not name.startswith("_"))


def _render[K: Hashable](
    page: SharedPage[K], layout: Layout, quiz: Quiz, version: QuizVersion, key: K
) -> compression.Page:
    template = f"{page.template}#main" if layout.is_part else page.template
    html = render_to_string(template, page.context(quiz, version, key), _layout_request(layout, quiz))
    pieces = PLACEHOLDER.split(html)
    return compression.Page(pieces[::2], [name.rstrip("_") for name in pieces[1::2]])


def _layout_request(layout: Layout, quiz: Quiz) -> HttpRequest:
    """Return a request that carries the layout only, with a slot for the embedding site."""
    request = cast(ConsumerRequest, HttpRequest())
    request.path_info = "/embed/" if layout.is_embedded else "/"
    request.GET = QueryDict(f"lang={layout.asked}" if layout.asked else "")
    namespace = "embed" if layout.is_embedded else "taking"
    request.resolver_match = ResolverMatch(_layout_request, (), {"slug": quiz.slug}, namespaces=[namespace])
    request.htmx = cast(HtmxDetails, layout.is_part)
    request.embedded_on = slot("embedded_on") if layout.is_embedded else ""
    return request
