"""Static files as they are served: sheets that import others are joined, then everything is hashed and compressed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Any

from django.core.files.base import ContentFile
from whitenoise.storage import CompressedManifestStaticFilesStorage

IMPORT = re.compile(r'@import url\("([\w./-]+)"\);')
COMMENT = re.compile(r"/\*.*?\*/\s*", re.DOTALL)


class JoinedStaticFilesStorage(CompressedManifestStaticFilesStorage):
    """Replace each `@import` of a style sheet by what it names, so that a page asks for one sheet."""

    def post_process(self, paths: dict[str, Any], **options: Any) -> Iterator[Any]:
        if options.get("dry_run"):
            return
        sheets = [name for name in paths if name.startswith("css/") and IMPORT.search(self._read(paths, name))]
        joined = {name: self._join(paths, name) for name in sheets}
        for name, sheet in joined.items():
            self.delete(name)
            self._save(name, ContentFile(sheet))
        yield from super().post_process(paths | {name: (self, name) for name in joined}, **options)

    def _join(self, paths: dict[str, Any], name: str) -> str:
        folder = PurePosixPath(name).parent
        joined = IMPORT.sub(lambda found: self._join(paths, str(folder / found[1])), self._read(paths, name))
        return COMMENT.sub("", joined)

    def _read(self, paths: dict[str, Any], name: str) -> str:
        # From its source: the collected sheet may be a joined one of an earlier time.
        storage, path = paths[name]
        with storage.open(path) as file:
            return file.read().decode()
