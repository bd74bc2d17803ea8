"""Redact log lines: a token is cut to its first four characters, and a mail address is removed.

A page with a token in its path needs the first part of the path in `TOKEN`; a test compares `TOKEN` with the URLs.
"""

from __future__ import annotations

import logging
import re
from typing import Any

TOKEN = re.compile(r"(/(?:a|r|me|keep|preview|confirm|unsubscribe)/)([^\s/?\"']{4})[^\s/?\"']{8,}")
PARAMETER = re.compile(r"([?&](?:utm_\w+|customer)=)[^\s&\"']+")
ADDRESS = re.compile(r"[^\s@<>\"'(),:;=]{1,64}@[\w.-]{1,255}")
LINE_BREAKS = re.compile(r"[\r\n\x1b\u2028\u2029]+")
MAX_LINE = 2000


def redact(text: str) -> str:
    """Return one line, without tokens, mail addresses, campaign parameters and customer ids."""
    text = ADDRESS.sub("•••@•••", PARAMETER.sub(r"\1…", TOKEN.sub(r"\1\2…", text)))
    return LINE_BREAKS.sub("⏎", text)[:MAX_LINE]


def mask_address(email: str, *, hide_host: bool = False) -> str:
    """Return an address with its local part masked (h•••@example.jp), and its host as well (h•••@e•••.jp)."""
    local, _at, host = email.rpartition("@")
    if hide_host:
        label, _dot, rest = host.rpartition(".")
        host = f"{label[:1]}•••.{rest}"
    return f"{local[:1]}•••@{host}"


class RedactTokens(logging.Filter):
    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = redact(record.getMessage()), ()
        return True


class RedactingFormatter(logging.Formatter):
    """Redact tracebacks, too, because a database error quotes the rejected row."""

    def formatException(self, ei: Any) -> str:
        return "\n".join(map(redact, super().formatException(ei).splitlines()))
