"""Friendly pages for what goes wrong. They read nothing from the database, so they work when it does not."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.csp import csp_override

from quiz.pages.framing import is_embedded
from quiz.pages.layout import show_whole

RETRY_SECONDS = 5
KEPT_FIELDS = 40
KEPT_LENGTH = 2000


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page(request, 400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page(request, 403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page(request, 404)


def too_many(request: HttpRequest, *, seconds: int) -> HttpResponse:
    page = _page(request, 429)
    page["Retry-After"] = str(seconds)
    return page


def server_error(request: HttpRequest) -> HttpResponse:
    return _page(request, 500, typed=_typed(request))


def unavailable(request: HttpRequest) -> HttpResponse:
    page = _page(request, 503, typed=_typed(request))
    page["Retry-After"] = str(RETRY_SECONDS)
    return page


def _typed(request: HttpRequest) -> list[tuple[str, str]]:
    """Return what was sent, to be sent again; nothing of staff: no password, no half of a long form."""
    if request.method != "POST" or request.path_info.startswith("/admin/"):
        return []
    pairs = [(name, value) for name, values in request.POST.lists() for value in values]
    return [(name, value[:KEPT_LENGTH]) for name, value in pairs][:KEPT_FIELDS]


@xframe_options_exempt
@csp_override({**settings.SECURE_CSP, "frame-ancestors": ["*"]})
def _framed(request: HttpRequest, page: HttpResponse) -> HttpResponse:
    """Show what went wrong in a frame within that frame, not a blank one. Whose it is nobody looked up."""
    return page


def _page(request: HttpRequest, status: int, **context: object) -> HttpResponse:
    page = render(request, f"{status}.html", context, status=status)
    page["Cache-Control"] = "no-store"
    if request.headers.get("HX-Request"):
        show_whole(page)
    return _framed(request, page) if is_embedded(request) else page
