"""The decorator of every consumer view: no cookie, the origin check, strict headers, and refusals as pages."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import cast

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.csrf import csrf_exempt

from quiz.pages import compression
from quiz.pages.layout import render_step, show_whole
from quiz.pages.origin import Verdict, check_origin
from quiz.pages.refusals import Refusal
from quiz.pages.requests import ConsumerRequest

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; object-src 'none'; frame-ancestors "
)
PERMISSIONS = "camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()"
FORM_TYPES = {"application/x-www-form-urlencoded", "multipart/form-data"}
REPLACEMENT = "\ufffd"

type View = Callable[..., HttpResponse]

_consumer_views: set[View] = set()


def consumer(view: View) -> View:
    """Decorate a view: an origin check in place of CSRF tokens, strict headers, and a page for a Refusal."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        visitor = cast(ConsumerRequest, request)
        visitor.framing, visitor.embedded_on, visitor.verdict = "'none'", "", None
        try:
            check_submit(visitor)
            page = view(visitor, *args, **kwargs)
            page = render_wrong_method(visitor, page) if page.status_code == 405 else page
        except Refusal as refusal:
            page = render_refusal(visitor, refusal)
        return add_headers(visitor, page)

    exempt = csrf_exempt(xframe_options_exempt(wrapped))
    _consumer_views.add(exempt)
    return exempt


def is_consumer(view: View) -> bool:
    """Return whether a view is decorated with `consumer`."""
    return view in _consumer_views


def check_submit(request: ConsumerRequest) -> None:
    """Refuse a form from another site or of another content type; raise BadRequest when it is not UTF-8."""
    if request.method != "POST":
        return
    request.verdict = check_origin(request)
    if request.verdict is Verdict.FOREIGN:
        raise Refusal(403, "foreign")
    if request.verdict is Verdict.SANDBOXED and not is_quiz_page(request) and not is_one_click_unsubscribe(request):
        raise Refusal(403, "sandboxed")
    if request.content_type not in FORM_TYPES:
        raise Refusal(415, "not_a_form")
    if any(REPLACEMENT in value or "\x00" in value for _, values in request.POST.lists() for value in values):
        raise BadRequest("The form is not UTF-8.")


def is_quiz_page(request: ConsumerRequest) -> bool:
    """Return whether a request is to a page of a quiz, where the brand's setting for sandboxed frames applies."""
    return "slug" in request.resolver_match.kwargs


def is_one_click_unsubscribe(request: ConsumerRequest) -> bool:
    """Return whether mail programs may submit this form (RFC 8058); they do so from any origin."""
    return request.resolver_match.url_name == "unsubscribe"


def render_refusal(request: ConsumerRequest, refusal: Refusal) -> HttpResponse:
    """Return the page that explains a refusal. htmx puts it in place of the whole page, so that it is always seen."""
    context = {"reason": refusal.reason, **refusal.context}
    page = render_step(request, "quiz/taking/refused.html", context, status=refusal.status)
    return show_whole(page) if request.htmx else page


def render_wrong_method(request: ConsumerRequest, page: HttpResponse) -> HttpResponse:
    """Return the page for a method that a view does not allow, with the view's own `Allow` header."""
    refused = render_refusal(request, Refusal(405, "wrong_method"))
    refused.headers["Allow"] = page.headers["Allow"]
    return refused


def add_headers(request: ConsumerRequest, page: HttpResponse) -> HttpResponse:
    """Compress a page and add the security headers; forbid caching and indexing unless the page sets Cache-Control."""
    compression.compress(request, page)
    page.headers["Content-Security-Policy"] = POLICY + request.framing
    page.headers["Permissions-Policy"] = PERMISSIONS
    page.headers["Content-Language"] = translation.get_language()
    if "Cache-Control" not in page.headers:
        page.headers["Cache-Control"] = "no-store"
        page.headers["X-Robots-Tag"] = "noindex, nofollow"
    return page
