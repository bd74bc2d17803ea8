"""Paths of taking pages for the layout of a request, and the language that a request asks for."""

from __future__ import annotations

from functools import lru_cache

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils import translation

from quiz import tokens
from quiz.pages.requests import ConsumerRequest

ANY_TOKEN = tokens.new_token()  # the placeholder for a token in a cached path; random, so no path contains it


def asked_language(request: HttpRequest) -> str:
    """Return the language of `?lang=`, or "" when there is none or the site does not have it."""
    asked = request.GET.get("lang", "")
    return asked if asked and asked in dict(settings.LANGUAGES) else ""


def activate_language(request: ConsumerRequest, language: str) -> None:
    """Activate a response's language, unless `?lang=` asks for another."""
    chosen = asked_language(request) or language
    translation.activate(chosen)
    request.LANGUAGE_CODE = chosen


def taking_path(request: ConsumerRequest, name: str, slug: str, token: str, *step: str) -> str:
    """Return the path of a taking page in the request's layout (page or frame), with the request's `?lang=`."""
    path = _path(request.resolver_match.namespace, name, slug, step).replace(ANY_TOKEN, token)
    asked = asked_language(request)
    return f"{path}?lang={asked}" if asked else path


@lru_cache(maxsize=1024)
def _path(namespace: str, name: str, slug: str, step: tuple[str, ...]) -> str:
    return reverse(f"taking:{name}", args=[slug, ANY_TOKEN, *step], current_app=namespace)
