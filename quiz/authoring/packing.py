"""Pack a quiz file and its pictures as a ZIP file, and unpack an untrusted ZIP file safely."""

from __future__ import annotations

import stat
import zlib
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import IO
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile

from django.utils.translation import gettext_lazy as _

from catalog.pictures import picture_storage
from quiz.authoring.entries import Entry, list_entries
from quiz.authoring.errors import FileProblem, QuizFileError, Words, raise_problems
from quiz.authoring.exporting import draft, export_text
from quiz.authoring.parsing import MAX_BYTES
from quiz.authoring.paths import pictured_in
from quiz.models import Quiz

MAX_FILES = 200
MAX_TOTAL = 50 * 1024 * 1024
QUIZ_FILE, QUIZ = "quiz.json", ".json"
PICTURES = (".png", ".jpg", ".jpeg", ".jfif", ".webp", ".gif", ".avif", ".svg")
ZIP_SIGNATURES = (b"PK\x03\x04", b"PK\x05\x06")
ENTRY_SIGNATURE = b"PK\x01\x02"  # the signature of an entry in the central directory
ENCRYPTED = 1


def pack_zip(quiz: Quiz) -> bytes:
    """Return a ZIP file with the draft's quiz file and its pictures."""
    packed = BytesIO()
    names = dict.fromkeys(part.image for _path, part in pictured_in(draft(quiz)) if part.image)
    with ZipFile(packed, "w", ZIP_DEFLATED) as archive:
        archive.writestr(f"{quiz.slug}.json", export_text(quiz))
        for name in names:
            with picture_storage().open(f"pictures/{name}") as picture:
                archive.writestr(f"pictures/{name}", picture.read())
    return packed.getvalue()


@contextmanager
def open_quiz_file(file: IO[bytes]) -> Iterator[tuple[bytes, Path | None]]:
    """Yield the content of a quiz file and, for a ZIP file, a temporary folder with its pictures."""
    start = file.read(4)
    file.seek(0)
    if start not in ZIP_SIGNATURES:
        yield file.read(MAX_BYTES + 1), None
        return
    with TemporaryDirectory(prefix="quiz-") as name:
        yield _unpack(file, Path(name)), Path(name)


def _unpack(file: IO[bytes], folder: Path) -> bytes:
    """Write the pictures into the folder by their plain names; return the content of the quiz file."""
    _check_size(file)
    try:
        with ZipFile(file) as archive:
            entries = [*list_entries(archive)]
            raise_problems(_archive_problems(entries))
            for entry in entries:
                name = QUIZ_FILE if entry.suffix == QUIZ else entry.plain
                (folder / name).write_bytes(entry.read_from(archive))
    except (BadZipFile, EOFError, OSError, RuntimeError, ValueError, zlib.error) as error:  # all errors of zipfile
        raise _unusable(_("The ZIP file is damaged.")) from error
    return (folder / QUIZ_FILE).read_bytes()


def _check_size(file: IO[bytes]) -> None:
    """Refuse a file that is too large, or whose central directory would fill the memory."""
    entries = size = 0
    while chunk := file.read(1024 * 1024):
        entries, size = entries + chunk.count(ENTRY_SIGNATURE), size + len(chunk)
    file.seek(0)
    if size > MAX_TOTAL:
        raise _unusable(_too_large())
    if entries > 2 * MAX_FILES:  # folders are entries, too
        raise _unusable(_too_many())


def _archive_problems(entries: list[Entry]) -> Iterator[FileProblem]:
    if len(entries) > MAX_FILES:
        yield FileProblem("", _too_many())
    if sum(entry.info.file_size for entry in entries) > MAX_TOTAL:
        yield FileProblem("", _too_large())
    kinds = Counter(entry.suffix for entry in entries)
    if kinds[QUIZ] != 1:
        text = _("A ZIP file holds one quiz file (.json) and its pictures; this one holds %(count)d quiz files.")
        yield FileProblem("", text % {"count": kinds[QUIZ]})
    names = Counter(entry.plain for entry in entries)
    for entry in entries:
        if message := _entry_problem(entry, names):
            yield FileProblem(entry.name[:80], message)


def _entry_problem(entry: Entry, names: Counter[str]) -> Words | None:
    path, info = PurePosixPath(entry.name), entry.info
    if ".." in path.parts or path.is_absolute() or {"\\", ":"} & set(entry.name):
        return _("The path leads out of the ZIP file.")
    if stat.S_ISLNK(info.external_attr >> 16):
        return _("This is a link, not a file.")
    if entry.suffix not in {QUIZ, *PICTURES}:
        return _("This is neither a quiz file (.json) nor a picture (PNG, JPEG, WebP, GIF, AVIF or SVG).")
    if names[entry.plain] > 1:
        return _("Two files have this name.")
    if info.file_size > MAX_BYTES:
        return _("The file is larger than 5 MB.")
    if info.flag_bits & ENCRYPTED or info.compress_type not in {ZIP_STORED, ZIP_DEFLATED}:
        return _("Pack it as an ordinary ZIP file, without a password.")
    return None


def _too_large() -> Words:
    return _("The ZIP file is larger than 50 MB, or would be once unpacked.")


def _too_many() -> Words:
    return _("The ZIP file holds more than %(limit)d files.") % {"limit": MAX_FILES}


def _unusable(message: Words) -> QuizFileError:
    return QuizFileError([FileProblem("", message)])
