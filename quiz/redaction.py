"""Keep tokens out of log lines: only the first four characters of a handle, a result token or a link stay.

A page whose address holds a token needs its first part in `TOKEN`; a test compares with the site map.
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
    """Return one line with tokens cut short, without mail addresses and what a brand's page handed over."""
    text = ADDRESS.sub("•••@•••", PARAMETER.sub(r"\1…", TOKEN.sub(r"\1\2…", text)))
    return LINE_BREAKS.sub("⏎", text)[:MAX_LINE]


class RedactTokens(logging.Filter):
    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = redact(record.getMessage()), ()
        return True


class RedactingFormatter(logging.Formatter):
    """Redact what an error says as well: the database quotes the row that it refuses."""

    def formatException(self, ei: Any) -> str:
        return "\n".join(map(redact, super().formatException(ei).splitlines()))
