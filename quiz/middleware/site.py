"""Middleware of the whole site: database faults, pages sent again, what staff alone need, and the language."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable

from django.conf import settings
from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.messages.middleware import MessageMiddleware
from django.contrib.sessions.middleware import SessionMiddleware
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.middleware.csrf import CsrfViewMiddleware
from django.utils import translation
from django.utils.deprecation import MiddlewareMixin

from quiz.caching import this_second
from quiz.pages.errors import unavailable
from quiz.pages.layout import PublicPage

logger = logging.getLogger("quiz.faults")

# What tells one public page from another; the third is what Django goes by behind a proxy.
ADDRESS = (
    "wsgi.url_scheme",
    "HTTP_HOST",
    "HTTP_X_FORWARDED_PROTO",
    "PATH_INFO",
    "QUERY_STRING",
    "HTTP_ACCEPT_ENCODING",
)
MAX_PAGES = 200


class DatabaseFaultMiddleware:
    """Answer a database that is away, locked or full with a friendly 503 that keeps what was typed."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not isinstance(error, (OperationalError, InterfaceError)):
            return None
        logger.error("database fault on %s: %s", request.path, type(error).__name__)
        return unavailable(request)


class PublicPageMiddleware:
    """Send a public page again as it was, within the second in which it was made.

    It stands outermost, so a page sent again has every header of the first one. A `PublicPage` depends on its address
    and on what the browser can decompress alone; its `on_repeat` is called each time.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self._second = 0
        self._pages: dict[tuple[str | None, ...], PublicPage] = {}

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method != "GET":
            return self.get_response(request)
        second = this_second()
        if second != self._second:
            self._second, self._pages = second, {}
        pages, key = self._pages, tuple(map(request.META.get, ADDRESS))
        if sent := pages.get(key):
            sent.on_repeat()
            return HttpResponse(sent.content, headers=sent.headers)
        page = self.get_response(request)
        if isinstance(page, PublicPage) and page.get("Vary") == "Accept-Encoding" and len(pages) < MAX_PAGES:
            pages[key] = page
        return page


class ForStaff(MiddlewareMixin):
    """Spare people who take a quiz one of Django's middlewares: they have no session, no account and no messages."""

    def __call__(self, request: HttpRequest) -> HttpResponseBase | Awaitable[HttpResponseBase]:
        return super().__call__(request) if is_for_staff(request) else self.get_response(request)


class StaffSessionMiddleware(ForStaff, SessionMiddleware):
    pass


class StaffCsrfMiddleware(ForStaff, CsrfViewMiddleware):
    pass


class StaffAuthenticationMiddleware(ForStaff, AuthenticationMiddleware):
    pass


class StaffMessageMiddleware(ForStaff, MessageMiddleware):
    pass


def is_for_staff(request: HttpRequest) -> bool:
    return request.path_info.startswith("/admin/")


class LanguageMiddleware:
    """Speak the language of `?lang=`; without it the site's, and to staff their browser's. No cookie is read or set."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with translation.override(choose_language(request)):
            request.LANGUAGE_CODE = translation.get_language()
            page = self.get_response(request)
            page.headers.setdefault("Content-Language", request.LANGUAGE_CODE)
            return page


def choose_language(request: HttpRequest) -> str:
    asked = request.GET.get("lang", "")
    if asked and asked in dict(settings.LANGUAGES):
        return asked
    if is_for_staff(request):
        return translation.get_language_from_request(request)
    return settings.LANGUAGE_CODE
