"""Who guessed or asked too often gets 429 in words, for every link alike: none can be told to exist."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any
from unicodedata import normalize

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone

from quiz import throttling
from quiz.pages.errors import too_many
from quiz.throttling import ACCOUNTS, ASKS, LOGINS, MISSES, Limit

TOKENS = {"handle", "token"}
MAILING = {"keep", "request_link"}
LOGIN, PASSWORD_CHANGE = "admin:login", "admin:password_change"
MISSED = {404, 410}

logger = logging.getLogger("quiz.throttling")


class ThrottleMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        page = self.get_response(request)
        over = [limit for limit, whom in failures(request, page) if throttling.count(limit, whom, now=timezone.now())]
        return make_wait(request, over[0]) if over else page

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
    guessing = guessers(request) if name in {LOGIN, PASSWORD_CHANGE} else []
    return next((limit for limit, whom in guessing if throttling.is_used_up(limit, whom, now=timezone.now())), None)


def is_over(request: HttpRequest) -> bool:
    return throttling.is_over(MISSES, client_address(request), now=timezone.now())


def failures(request: HttpRequest, page: HttpResponse) -> list[tuple[Limit, str]]:
    """Return what this page was a failed try at, and for whom that counts."""
    if page.status_code in MISSED and is_lookup(request):
        return [(MISSES, client_address(request))]
    return guessers(request) if is_wrong_password(request, page) else []


def guessers(request: HttpRequest) -> list[tuple[Limit, str]]:
    """Return for whom a wrong password counts: the address, and the user name, from wherever it is tried."""
    return [(LOGINS, client_address(request)), (ACCOUNTS, user_name(request))]


def is_wrong_password(request: HttpRequest, page: HttpResponse) -> bool:
    """The form comes again, with 200, when a password is wrong; also when a new one will not do, which is no guess."""
    if request.method != "POST" or page.status_code != 200:
        return False
    if view_name(request) == PASSWORD_CHANGE and isinstance(page, TemplateResponse) and page.context_data:
        return "old_password" in page.context_data["form"].errors
    return view_name(request) == LOGIN


def user_name(request: HttpRequest) -> str:
    """Return the name that a password is tried for; spellings that Django takes for one are one."""
    name = request.POST.get("username", "") if view_name(request) == LOGIN else request.user.get_username()
    return normalize("NFKC", name).strip().casefold()


def view_name(request: HttpRequest) -> str:
    return request.resolver_match.view_name if request.resolver_match else ""


def is_lookup(request: HttpRequest) -> bool:
    return request.resolver_match is not None and not TOKENS.isdisjoint(request.resolver_match.kwargs)


def client_address(request: HttpRequest) -> str:
    """Return whom to count: who connects, or who did so to the proxy in front, when that is to be trusted."""
    told = request.META.get("HTTP_X_FORWARDED_FOR", "") if settings.TRUST_PROXY else ""
    return throttling.whose(told.rpartition(",")[2] or request.META.get("REMOTE_ADDR", ""))


def make_wait(request: HttpRequest, limit: Limit) -> HttpResponse:
    logger.warning("too many of %s", limit.name)
    return too_many(request, seconds=throttling.seconds_left(limit, now=timezone.now()))
