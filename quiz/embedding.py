"""What a brand's page includes, and what a framed page tells it: docs/embedding.md has both, and a JSON Schema.

No message holds an answer, a token, a score or anything about a person; not even a question's key, because on a branch
it would tell the answer before. The type is told only when the author allows it.
"""

from __future__ import annotations

import base64
import gzip
import hashlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import brotli
from django.conf import settings

LOADER = "js/embed.js"
EARLIER = "js/embed-earlier"  # loaders of earlier releases, because pages that name a hash must go on working

type Message = dict[str, str | int]


def ready() -> list[Message]:
    return [{"type": "quiz.ready"}]


def viewed(number: int, total: int, *, is_first: bool) -> list[Message]:
    """Tell that a question is on the screen; the first one, with nothing answered yet, is also the start."""
    started: list[Message] = [{"type": "quiz.started"}] if is_first else []
    return [*started, {"type": "quiz.question_viewed", "number": number, "total": total}]


def completed(type_key: str, *, may_tell_type: bool) -> list[Message]:
    return [{"type": "quiz.completed"} | ({"type_key": type_key} if may_tell_type else {})]


@dataclass(frozen=True, slots=True, kw_only=True)
class Loader:
    """One loader as it is sent: as it is, and compressed."""

    hash: str  # in its address
    integrity: str  # for the `integrity` attribute
    encoded: dict[str, bytes]


def read_loader(path: Path) -> Loader:
    content = path.read_bytes()
    digest = hashlib.sha384(content).digest()
    return Loader(
        hash=digest.hex()[:32],
        integrity=f"sha384-{base64.b64encode(digest).decode()}",
        encoded={"br": brotli.compress(content), "gzip": gzip.compress(content), "identity": content},
    )


@cache
def loaders() -> dict[str, Loader]:
    """Return every loader by its hash; the present one comes first."""
    folders = map(Path, settings.STATICFILES_DIRS)
    paths = [path for folder in folders for path in (folder / LOADER, *sorted((folder / EARLIER).glob("*.js")))]
    return {loader.hash: loader for loader in map(read_loader, filter(Path.is_file, paths))}


def current_loader() -> Loader:
    return next(iter(loaders().values()))
