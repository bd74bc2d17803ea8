"""Error pages for people. They read nothing from the database, so they work while it is down."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.csp import csp_override

from quiz.pages.framing import is_embedded
from quiz.pages.layout import show_whole

RETRY_SECONDS = 5
MAX_FIELDS = 40
MAX_FIELD_LENGTH = 2000


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _render_error(request, 400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _render_error(request, 403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _render_error(request, 404)


def too_many(request: HttpRequest, *, seconds: int) -> HttpResponse:
    page = _render_error(request, 429)
    page["Retry-After"] = str(seconds)
    return page


def server_error(request: HttpRequest) -> HttpResponse:
    return _render_error(request, 500, typed=_submitted_fields(request))


def unavailable(request: HttpRequest) -> HttpResponse:
    page = _render_error(request, 503, typed=_submitted_fields(request))
    page["Retry-After"] = str(RETRY_SECONDS)
    return page


def _submitted_fields(request: HttpRequest) -> list[tuple[str, str]]:
    """Return the submitted fields for a retry form; none in the admin, where a form may hold a password or be long."""
    if request.method != "POST" or request.path_info.startswith("/admin/"):
        return []
    pairs = [(name, value) for name, values in request.POST.lists() for value in values]
    return [(name, value[:MAX_FIELD_LENGTH]) for name, value in pairs][:MAX_FIELDS]


@xframe_options_exempt
@csp_override({**settings.SECURE_CSP, "frame-ancestors": ["*"]})
def _allow_framing(request: HttpRequest, page: HttpResponse) -> HttpResponse:
    """Let any site frame an error page, so that a frame shows it instead of staying blank.

    The brand's own sites are unknown here: an error page makes no query.
    """
    return page


def _render_error(request: HttpRequest, status: int, **context: object) -> HttpResponse:
    page = render(request, f"{status}.html", context, status=status)
    page["Cache-Control"] = "no-store"
    if request.headers.get("HX-Request"):
        show_whole(page)
    return _allow_framing(request, page) if is_embedded(request) else page
