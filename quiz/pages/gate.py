"""The decorator of every consumer view: no cookie, the origin check, strict headers, and refusals in people's words."""

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
from quiz.pages.origin import Verdict, judge
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
    """Make a consumer view: no cookie, an origin check in place of CSRF tokens, strict headers, refusals as pages."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        visitor = cast(ConsumerRequest, request)
        visitor.framing, visitor.embedded_on, visitor.verdict = "'none'", "", None
        try:
            check_submit(visitor)
            page = view(visitor, *args, **kwargs)
            page = refuse_method(visitor, page) if page.status_code == 405 else page
        except Refusal as refusal:
            page = refuse(visitor, refusal)
        return add_headers(visitor, page)

    exempt = csrf_exempt(xframe_options_exempt(wrapped))
    _consumer_views.add(exempt)
    return exempt


def is_consumer(view: View) -> bool:
    """Tell whether a view was made by `consumer`."""
    return view in _consumer_views


def check_submit(request: ConsumerRequest) -> None:
    """Refuse a form that a foreign page sends, or that is not a form in UTF-8 with each single field once."""
    if request.method != "POST":
        return
    request.verdict = judge(request)
    if request.verdict is Verdict.FOREIGN:
        raise Refusal(403, "foreign")
    if request.verdict is Verdict.SANDBOXED and not is_of_quiz(request) and not is_for_programs(request):
        raise Refusal(403, "sandboxed")
    if request.content_type not in FORM_TYPES:
        raise Refusal(415, "not_a_form")
    if any(REPLACEMENT in value or "\x00" in value for _, values in request.POST.lists() for value in values):
        raise BadRequest("The form is not UTF-8.")


def is_of_quiz(request: ConsumerRequest) -> bool:
    """Tell whether a page belongs to a quiz, whose brand decides about frames without an origin."""
    return "slug" in request.resolver_match.kwargs


def is_for_programs(request: ConsumerRequest) -> bool:
    """Tell whether mail programs submit here on their own (RFC 8058), from wherever they show the mail."""
    return request.resolver_match.url_name == "unsubscribe"


def refuse(request: ConsumerRequest, refusal: Refusal) -> HttpResponse:
    """Say why in words. What htmx asked for as a part of the page becomes the whole of it, or it would go unseen."""
    context = {"reason": refusal.reason, **refusal.context}
    page = render_step(request, "quiz/taking/refused.html", context, status=refusal.status)
    return show_whole(page) if request.htmx else page


def refuse_method(request: ConsumerRequest, page: HttpResponse) -> HttpResponse:
    """Say in words that an address takes forms only, or shows a page only; `Allow` tells programs."""
    refused = refuse(request, Refusal(405, "wrong_method"))
    refused.headers["Allow"] = page.headers["Allow"]
    return refused


def add_headers(request: ConsumerRequest, page: HttpResponse) -> HttpResponse:
    """Compress a page and add the headers of every consumer page; what is not declared cacheable is never stored."""
    compression.compress(request, page)
    page.headers["Content-Security-Policy"] = POLICY + request.framing
    page.headers["Permissions-Policy"] = PERMISSIONS
    page.headers["Content-Language"] = translation.get_language()
    if "Cache-Control" not in page.headers:
        page.headers["Cache-Control"] = "no-store"
        page.headers["X-Robots-Tag"] = "noindex, nofollow"
    return page
