"""Files that are there whole or not at all."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

from django.core.files.base import File
from django.core.files.storage import FileSystemStorage


class WholeFileStorage(FileSystemStorage):
    """Keep files that are named by what they contain, so that writing one again changes nothing.

    A file is written beside its place and renamed, so nobody ever reads a part of it, and a full disk leaves nothing.
    """

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"allow_overwrite": True, **options})

    def _save(self, name: str, content: File) -> str:
        path = Path(self.path(name))
        if not (path.exists() and path.stat().st_size == content.size):
            self._make_folder(path.parent)
            self._write(path, content)
        return name.replace("\\", "/")

    def _make_folder(self, folder: Path) -> None:
        for missing in reversed([each for each in (folder, *folder.parents) if not each.exists()]):
            missing.mkdir(mode=self.directory_permissions_mode or 0o777, exist_ok=True)

    def _write(self, path: Path, content: File) -> None:
        with NamedTemporaryFile(dir=path.parent, prefix=".", suffix=".part", delete=False) as beside:
            try:
                for chunk in content.chunks():
                    beside.write(chunk)
                beside.flush()
                os.fsync(beside.fileno())
                if self.file_permissions_mode is not None:
                    os.fchmod(beside.fileno(), self.file_permissions_mode)
                os.replace(beside.name, path)
            except BaseException:
                with suppress(OSError):
                    os.unlink(beside.name)
                raise
