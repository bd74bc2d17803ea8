"""The WSGI entry point; docs/running.md tells how a server runs it. With the shipped SECRET_KEY it does not start."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable
from typing import Any

from django.core.wsgi import get_wsgi_application

from quiz import tokens

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

CHARSET = re.compile(r";\s*charset\*?\s*=[^;]*", re.IGNORECASE)

django = get_wsgi_application()
tokens.require_own_keys()


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Answer a request, which is UTF-8 whatever charset it claims.

    Django would decode it by any codec that Python has of that name, and fails before it can answer when that is none
    for text.
    """
    environ["CONTENT_TYPE"] = CHARSET.sub("", environ.get("CONTENT_TYPE", ""))
    return django(environ, start_response)
