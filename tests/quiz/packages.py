"""Quiz files with their pictures, packed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from tests.factories import make_brand, make_document

DRAWING = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 4"><path d="M0 0h4v4z"/></svg>'


def quiz_file_with(**pictures: str) -> bytes:
    """Return a quiz file whose types have these pictures (what they show → name of the file)."""
    document = make_document(brand=make_brand().key)
    for place, (alt, name) in enumerate(pictures.items()):
        document["types"][place] |= {"image": name, "alt": alt}
    return json.dumps(document).encode()


def zipped(entries: Mapping[str | ZipInfo, bytes], **options: int) -> bytes:
    packed = BytesIO()
    with ZipFile(packed, "w", **{"compression": ZIP_DEFLATED, **options}) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return packed.getvalue()
