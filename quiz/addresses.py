"""Full addresses of pages. The host is the configured one, whatever a request says."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse


def absolute(path: str) -> str:
    """Return the full address of a path of this site."""
    return f"{settings.BASE_URL}{path}"


def address(name: str, *args: str) -> str:
    """Return the full address of a page by the name of its route."""
    return absolute(reverse(name, args=args))
