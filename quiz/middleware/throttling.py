"""Who guessed or asked too often gets 429 in words, for every link alike: none can be told to exist."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from quiz import throttling
from quiz.pages.errors import too_many
from quiz.throttling import ASKS, LOGINS, MISSES, Limit

TOKENS = {"handle", "token"}
MAILING = {"keep", "request_link"}
LOGIN = "admin:login"
MISSED = {404, 410}

logger = logging.getLogger("quiz.throttling")


class ThrottleMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        page = self.get_response(request)
        limit = failed_at(request, page)
        if limit and throttling.count(limit, client_address(request), now=timezone.now()):
            return make_wait(request, limit)
        return page

    def process_view(self, request: HttpRequest, view: object, args: Any, kwargs: Any) -> HttpResponse | None:
        limit = exceeded(request)
        return make_wait(request, limit) if limit else None


def exceeded(request: HttpRequest) -> Limit | None:
    """Return what the visitor did too often already. A form that mails is counted before it does."""
    if is_lookup(request) and throttling.is_anybody_over() and is_over(request):
        return MISSES
    name = view_name(request) if request.method == "POST" else ""
    if name.split(":")[-1] in MAILING and throttling.count(ASKS, client_address(request), now=timezone.now()):
        return ASKS
    if name == LOGIN and throttling.is_used_up(LOGINS, client_address(request), now=timezone.now()):
        return LOGINS
    return None


def is_over(request: HttpRequest) -> bool:
    return throttling.is_over(MISSES, client_address(request), now=timezone.now())


def failed_at(request: HttpRequest, page: HttpResponse) -> Limit | None:
    """Return what this page was a failed try at. The form to log in comes again, with 200, when a password is wrong."""
    if page.status_code in MISSED and is_lookup(request):
        return MISSES
    is_form_again = request.method == "POST" and page.status_code == 200
    return LOGINS if is_form_again and view_name(request) == LOGIN else None


def view_name(request: HttpRequest) -> str:
    return request.resolver_match.view_name if request.resolver_match else ""


def is_lookup(request: HttpRequest) -> bool:
    return request.resolver_match is not None and not TOKENS.isdisjoint(request.resolver_match.kwargs)


def client_address(request: HttpRequest) -> str:
    """Return whom to count: who connects, or who did so to the proxy in front, when that is to be trusted."""
    told = request.META.get("HTTP_X_FORWARDED_FOR", "") if settings.TRUST_PROXY else ""
    return throttling.whose(told.rpartition(",")[2] or request.META.get("REMOTE_ADDR", ""))


def make_wait(request: HttpRequest, limit: Limit) -> HttpResponse:
    logger.warning("too many of %s from one address", limit.name)
    return too_many(request, seconds=throttling.seconds_left(limit, now=timezone.now()))
