"""The loader script that a brand's page includes: the current one, and those of earlier releases by hash."""

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
EARLIER = "js/embed-earlier"  # loaders of earlier releases, for pages that include them by hash


@dataclass(frozen=True, slots=True, kw_only=True)
class Loader:
    """A loader script, uncompressed and compressed."""

    hash: str  # part of the URL
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
    """Return all loaders by hash; the current one is the first."""
    folders = map(Path, settings.STATICFILES_DIRS)
    paths = [path for folder in folders for path in (folder / LOADER, *sorted((folder / EARLIER).glob("*.js")))]
    return {loader.hash: loader for loader in map(read_loader, filter(Path.is_file, paths))}


def current_loader() -> Loader:
    return next(iter(loaders().values()))
