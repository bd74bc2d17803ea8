"""Files are there whole or not at all."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.files.base import ContentFile

from catalog.storage import WholeFileStorage


class Interrupted(ContentFile):
    """A file whose second part cannot be written, as on a full disk."""

    def chunks(self, chunk_size: int | None = None) -> Iterator[bytes]:
        yield b"first"
        raise OSError(28, "No space left on device")


def test_a_file_is_seen_only_when_it_is_whole(tmp_path: Path):
    storage = WholeFileStorage(location=tmp_path)
    seen = []

    class Watched(ContentFile):
        def chunks(self, chunk_size: int | None = None) -> Iterator[bytes]:
            for part in (b"first", b"second"):
                seen.append(storage.exists("cards/a.png"))
                yield part

    assert storage.save("cards/a.png", Watched(b"firstsecond")) == "cards/a.png"
    assert (seen, storage.open("cards/a.png").read()) == ([False, False], b"firstsecond")


def test_a_full_disk_leaves_nothing(tmp_path: Path):
    storage = WholeFileStorage(location=tmp_path)

    with pytest.raises(OSError, match="No space left"):
        storage.save("pictures/a.webp", Interrupted(b"firstsecond"))

    assert [*(tmp_path / "pictures").iterdir()] == []


def test_a_file_that_is_kept_whole_is_not_written_again(tmp_path: Path):
    storage = WholeFileStorage(location=tmp_path)
    storage.save("pictures/a.webp", ContentFile(b"firstsecond"))

    assert storage.save("pictures/a.webp", Interrupted(b"firstsecond")) == "pictures/a.webp"


def test_a_file_that_was_cut_short_is_written_anew(tmp_path: Path):
    storage = WholeFileStorage(location=tmp_path)
    (tmp_path / "a.png").write_bytes(b"fir")

    storage.save("a.png", ContentFile(b"first"))

    assert (tmp_path / "a.png").read_bytes() == b"first"


def test_files_and_folders_are_read_by_whom_the_settings_say(tmp_path: Path, settings):
    settings.FILE_UPLOAD_PERMISSIONS, settings.FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o640, 0o750

    WholeFileStorage(location=tmp_path).save("a/b/c.png", ContentFile(b"first"))

    modes = [(tmp_path / name).stat().st_mode & 0o777 for name in ("a", "a/b", "a/b/c.png")]
    assert modes == [0o750, 0o750, 0o640]
