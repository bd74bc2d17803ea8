"""Absolute URLs of pages. The host comes from BASE_URL, never from a request."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse


def absolute(path: str) -> str:
    """Return the absolute URL of a path of this site."""
    return f"{settings.BASE_URL}{path}"


def address(name: str, *args: str) -> str:
    """Return the absolute URL of a page by its URL name."""
    return absolute(reverse(name, args=args))
