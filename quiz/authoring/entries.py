"""The entries of a ZIP file with correctly decoded names, whichever system packed it."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath
from zipfile import ZipFile, ZipInfo

UTF8_FLAG = 0x800
ENCODINGS = ("utf-8", "cp932")  # for names without the flag; Windows in Japan writes Shift_JIS
CHUNK = 64 * 1024
SYSTEM_FILES = {".ds_store", "desktop.ini", "thumbs.db"}


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry; `name` is the full name in the ZIP file, decoded and normalised (NFC)."""

    name: str
    info: ZipInfo

    @property
    def plain(self) -> str:
        return PurePosixPath(self.name).name

    @property
    def suffix(self) -> str:
        return PurePosixPath(self.name).suffix.lower()

    def read_from(self, archive: ZipFile) -> bytes:
        """Return the content, cut to one byte more than its declared size, which limits a ZIP bomb."""
        content = bytearray()
        with archive.open(self.info) as file:
            while chunk := file.read(min(CHUNK, self.info.file_size + 1 - len(content))):
                content += chunk
        return bytes(content)


def list_entries(archive: ZipFile) -> Iterator[Entry]:
    """Yield the files of a ZIP file, without the metadata files of operating systems."""
    for info in archive.infolist():
        name = unicodedata.normalize("NFC", _decode_name(info))
        if not info.is_dir() and not _is_system_file(name):
            yield Entry(name, info)


def _decode_name(info: ZipInfo) -> str:
    if info.flag_bits & UTF8_FLAG or info.filename != info.orig_filename:  # or there is a Unicode path extra field
        return info.filename
    raw = info.filename.encode("cp437")
    for encoding in ENCODINGS:
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return info.filename


def _is_system_file(name: str) -> bool:
    path = PurePosixPath(name)
    return "__MACOSX" in path.parts or path.name.startswith("._") or path.name.lower() in SYSTEM_FILES
