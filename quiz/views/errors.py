"""Friendly pages for what goes wrong. They read nothing from the database, so they work when it does not."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

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
    """Return what was sent, so that the page can offer to send it again."""
    if request.method != "POST":
        return []
    pairs = [(name, value) for name, values in request.POST.lists() for value in values]
    return [(name, value[:KEPT_LENGTH]) for name, value in pairs if name != "csrfmiddlewaretoken"][:KEPT_FIELDS]


def _page(request: HttpRequest, status: int, **context: object) -> HttpResponse:
    page = render(request, f"{status}.html", context, status=status)
    page["Cache-Control"] = "no-store"
    return page
