"""The origins that may frame a brand's quizzes: parsed strictly, because they become part of a header.

An origin is `https://host[:port]`. The host may begin with `*.` when at least two labels follow. `http` is for loopback
addresses only. International names become punycode. A suffix under which anybody can register (`*.co.jp`) and
everything else (paths, user names, bare `*`, separators) is refused.
"""

from __future__ import annotations

import re
from functools import cache
from urllib.parse import SplitResult, urlsplit

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from publicsuffixlist import PublicSuffixList

MAX_ORIGINS = 30
LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
HOST = re.compile(rf"(?:\*\.(?={LABEL}\.{LABEL}))?{LABEL}(?:\.{LABEL})*")
LOOPBACK = {"localhost", "127.0.0.1"}


def clean_origin(text: str) -> str:
    """Return the origin in its normal form; raise ValidationError when it is not one that may be listed."""
    parts, port = _split(text)
    host = _ascii_host(parts.hostname or "")
    is_loopback = host in LOOPBACK
    if parts.scheme not in ({"https", "http"} if is_loopback else {"https"}):
        raise ValidationError(_("%(origin)s must begin with https://."), params={"origin": text[:80]})
    if not is_loopback and (not HOST.fullmatch(host) or _suffixes().is_public(host.removeprefix("*."))):
        raise _refusal(text)
    return f"{parts.scheme}://{host}" + (f":{port}" if port else "")


@cache
def _suffixes() -> PublicSuffixList:
    """Return the list, which a process reads when the first origin is entered."""
    return PublicSuffixList()


def _split(text: str) -> tuple[SplitResult, int | None]:
    if len(text) > 260 or re.search(r"[\s;,'\"\\\x00-\x1f]", text):
        raise _refusal(text)
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError as error:
        raise _refusal(text) from error
    if parts.path not in {"", "/"} or parts.query or parts.fragment or "@" in parts.netloc or "://" not in text:
        raise _refusal(text)
    return parts, port


def _ascii_host(host: str) -> str:
    wild, host = ("*.", host[2:]) if host.startswith("*.") else ("", host)
    try:
        return wild + host.encode("idna").decode("ascii").lower()
    except UnicodeError:
        return ""


def _refusal(text: str) -> ValidationError:
    return ValidationError(
        _("“%(origin)s” is not an origin. Write https:// and the host, without a path."), params={"origin": text[:80]}
    )


def validate_origins(text: str) -> None:
    entries = text.split("\n")
    if len(entries) > MAX_ORIGINS:
        raise ValidationError(_("At most %(limit)d sites can be listed."), params={"limit": MAX_ORIGINS})
    for entry in filter(None, map(str.strip, entries)):
        clean_origin(entry)


def frame_ancestors(origins: tuple[str, ...]) -> str:
    """Return the value of the frame-ancestors directive: the site itself and what the brand lists."""
    return " ".join(["'self'", *map(clean_origin, origins)])


def is_listed(origin: str, origins: tuple[str, ...]) -> bool:
    """Tell whether a concrete origin is one of these, wildcards included (`*.` never means the bare domain)."""
    try:
        parts = urlsplit(clean_origin(origin))
    except ValidationError:
        return False
    return any(_matches(parts, urlsplit(clean_origin(entry))) for entry in origins)


def _matches(concrete: SplitResult, entry: SplitResult) -> bool:
    if (concrete.scheme, concrete.port) != (entry.scheme, entry.port):
        return False
    host, listed = concrete.hostname or "", entry.hostname or ""
    return host.endswith(listed[1:]) if listed.startswith("*.") else host == listed
