"""The script that a brand's page includes: the loader of this release, and those of earlier ones by their hash."""

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
