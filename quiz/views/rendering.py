"""Pages that are the same for everyone are rendered once and kept, with slots for what differs.

A page is kept by its template, its layout (page or frame, whole or only its main part, language), the quiz and brand as
they stand, the version, and its details (such as the step). It is rendered for nobody: the request that its template
sees knows the layout and nothing else, so nothing of one visitor can stay in the page that the next one gets. Where a
handle, a submit key or a campaign belongs, the template prints a stand-in; there the page is cut, and each visitor's
own values are escaped and put in; a part that was rendered for the visitor is safe and stays as it is.
docs/decisions/0006-pages-have-slots.md tells why.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from types import SimpleNamespace

from django.http import HttpRequest, HttpResponse, QueryDict
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString

from quiz.models import Quiz, QuizVersion
from quiz.views import packing
from quiz.views.consumer import asked_language, is_embedded, wants_part

KEPT_PAGES = 600
NAME_LENGTH = 14
# A stand-in looks like a token, so that it can stand in an address as well. Nobody can guess it, so no text holds it.
MARK = secrets.token_hex(9)
STAND_IN = re.compile(rf"([a-z_]{{{NAME_LENGTH}}}){MARK}")

type Context = dict[str, object]


@dataclass(frozen=True, slots=True)
class Layout:
    """In what form a page is shown; `asked` is the language of `?lang=`, which the page's links carry on."""

    namespace: str
    language: str
    asked: str
    is_part: bool


_kept: dict[Hashable, packing.Page] = {}


def slot(name: str) -> str:
    """Return the stand-in for a value that is put in for each visitor."""
    return name.ljust(NAME_LENGTH, "_") + MARK


def slots(names: Iterable[str]) -> dict[str, str]:
    return {name: slot(name) for name in names}


def render_kept(
    request: HttpRequest,
    template: str,
    shown: tuple[Quiz, QuizVersion],
    *details: Hashable,
    context: Callable[[], Context],
    values: dict[str, str],
    is_step: bool = False,
) -> HttpResponse:
    """Return a page that shows a quiz in a version, with these values in its slots.

    `details` names everything else that `context` depends on; it is called only when the page is not kept yet. Of a
    step, htmx gets the main part only.
    """
    layout = _layout_of(request, is_part=is_step and wants_part(request))
    quiz, version = shown
    key = (template, layout, quiz.facts, version.pk, *details)
    page = _kept.get(key) or _keep(key, _render(template, layout, quiz, context()))
    filled = {"embedded_on": request.embedded_on, **values}
    encoded = {name: conditional_escape(value).encode() for name, value in filled.items() if value}
    if any(isinstance(value, SafeString) for value in values.values()):
        response = HttpResponse(page.fill(encoded))  # so much is the visitor's own that it is compressed with the rest
    else:
        response = packing.respond(request, page, encoded)
    if is_step:
        patch_vary_headers(response, ["HX-Request"])
    return response


def forget() -> None:
    """Render every page anew."""
    _kept.clear()


def _layout_of(request: HttpRequest, *, is_part: bool) -> Layout:
    return Layout(request.resolver_match.namespace, translation.get_language(), asked_language(request), is_part)


def _keep(key: Hashable, page: packing.Page) -> packing.Page:
    if len(_kept) >= KEPT_PAGES:
        _kept.clear()
    _kept[key] = page
    return page


def _render(template: str, layout: Layout, quiz: Quiz, context: Context) -> packing.Page:
    name = f"{template}#main" if layout.is_part else template
    pieces = STAND_IN.split(render_to_string(name, context, _nobody(layout, quiz)))
    return packing.Page(pieces[::2], [name.rstrip("_") for name in pieces[1::2]])


def _nobody(layout: Layout, quiz: Quiz) -> HttpRequest:
    """Return a request that tells the layout, and has a slot for the site around a frame."""
    request = HttpRequest()
    request.GET = QueryDict(f"lang={layout.asked}" if layout.asked else "")
    request.resolver_match = SimpleNamespace(namespace=layout.namespace, kwargs={"slug": quiz.slug})
    request.path_info = "/embed/" if is_embedded(request) else "/"
    request.htmx = layout.is_part
    request.embedded_on = slot("embedded_on") if is_embedded(request) else ""
    return request
