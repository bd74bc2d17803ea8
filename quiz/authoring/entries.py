"""The entries of a ZIP file under the names that people gave them, whichever system packed it."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath
from zipfile import ZipFile, ZipInfo

UTF8_FLAG = 0x800
ENCODINGS = ("utf-8", "cp932")  # some packers leave the flag out, and Windows in Japan writes Shift_JIS
PIECE = 64 * 1024
LITTER = {".ds_store", "desktop.ini", "thumbs.db"}


@dataclass(frozen=True, slots=True)
class Entry:
    """`name` is the whole name in the ZIP file, decoded and composed (NFC)."""

    name: str
    info: ZipInfo

    @property
    def plain(self) -> str:
        return PurePosixPath(self.name).name

    @property
    def suffix(self) -> str:
        return PurePosixPath(self.name).suffix.lower()

    def read_from(self, archive: ZipFile) -> bytes:
        """Return the content; whatever it would inflate to, no more than it declares is ever held."""
        content = bytearray()
        with archive.open(self.info) as file:
            while piece := file.read(min(PIECE, self.info.file_size + 1 - len(content))):
                content += piece
        return bytes(content)


def entries_of(archive: ZipFile) -> Iterator[Entry]:
    """Yield the files of a ZIP file, without what operating systems add unasked."""
    for info in archive.infolist():
        name = unicodedata.normalize("NFC", _decoded(info))
        if not info.is_dir() and not _is_litter(name):
            yield Entry(name, info)


def _decoded(info: ZipInfo) -> str:
    if info.flag_bits & UTF8_FLAG or info.filename != info.orig_filename:  # or a second name, in Unicode, stood beside
        return info.filename
    raw = info.filename.encode("cp437")
    for encoding in ENCODINGS:
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return info.filename


def _is_litter(name: str) -> bool:
    path = PurePosixPath(name)
    return "__MACOSX" in path.parts or path.name.startswith("._") or path.name.lower() in LITTER
