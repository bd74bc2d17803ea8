"""The pictures that an imported file names: found beside the file, or kept already."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from catalog.pictures import MAX_BYTES, STORED_NAME, Picture, clean_picture, picture_storage

DIGEST = re.compile(r"-[0-9a-f]{12}(?=\.\w+\Z)")


def find_picture(name: str, folder: Path | None) -> Picture | str:
    """Return the stored name of a picture kept already, or the content to keep, read from beside the file."""
    stored = f"pictures/{name}"
    if STORED_NAME.fullmatch(stored) and picture_storage().exists(stored):
        return stored
    path = _beside(name, folder)
    if path is None:
        raise ValidationError(_("There is no picture “%(name)s” beside the file."), params={"name": name[:80]})
    with path.open("rb") as file:
        # A name that was exported elsewhere ends in a digest; it gets a new one, not a second one.
        return clean_picture(DIGEST.sub("", name), file.read(MAX_BYTES + 1))


def keep_picture(picture: Picture | str) -> str:
    """Write a found picture, if need be, and return its stored name."""
    return picture if isinstance(picture, str) else picture_storage().save(picture.name, picture)


def _beside(name: str, folder: Path | None) -> Path | None:
    if folder is None or not name or Path(name).name != name or {"\\", "\0"} & set(name):
        return None
    home = folder.resolve()
    candidates = (path.resolve() for place in (home, home / "pictures") for path in _called(name, place))
    return next((path for path in candidates if path.is_relative_to(home) and path.is_file()), None)


def _called(name: str, place: Path) -> Iterator[Path]:
    """Yield the file of this name, also where its letters are composed otherwise: macOS takes 「が」 apart."""
    yield place / name
    if place.is_dir() and not name.isascii():
        composed = unicodedata.normalize("NFC", name)
        yield from (path for path in place.iterdir() if unicodedata.normalize("NFC", path.name) == composed)
