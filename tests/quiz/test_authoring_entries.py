"""Names in ZIP files as Japanese Windows, macOS and careless packers write them, and entries that lie."""

from __future__ import annotations

import struct
import tracemalloc
import unicodedata
from io import BytesIO
from zipfile import ZipFile

import pytest

from quiz import authoring
from quiz.authoring.entries import list_entries
from tests.quiz.packages import DRAWING, quiz_file_with, zipped

pytestmark = pytest.mark.django_db
NAME = "夜の表情ガーデン.svg"  # 表 has a backslash in Shift_JIS
STAND_IN = "x"


def zipped_raw(name: bytes, content: bytes = DRAWING, **others: bytes) -> bytes:
    """Return a ZIP file with an entry of this name in bytes, whose encoding no flag tells."""
    stand_in = (STAND_IN * len(name)).encode()
    packed = zipped({stand_in.decode(): content, **others})
    return packed.replace(stand_in, name)


def image_of(content: bytes) -> str:
    with authoring.open_quiz_file(BytesIO(content)) as (text, folder):
        quiz = authoring.import_quiz(authoring.parse_document(text), folder=folder)
    return quiz.quiz_types.first().type.image.name


@pytest.mark.parametrize("encoding", ["cp932", "utf-8"])
def test_a_name_without_a_flag_is_read_as_it_was_written(encoding):
    packed = zipped_raw(NAME.encode(encoding), **{"coffee.json": quiz_file_with(朝=NAME)})

    assert image_of(packed).endswith(".svg")


@pytest.mark.parametrize(("packed_as", "named_as"), [("NFD", "NFC"), ("NFC", "NFD"), ("NFD", "NFD")])
def test_names_are_the_same_however_their_letters_are_composed(packed_as, named_as):
    named, packed = unicodedata.normalize(named_as, NAME), unicodedata.normalize(packed_as, NAME)

    assert image_of(zipped({"coffee.json": quiz_file_with(朝=named), packed: DRAWING})).endswith(".svg")


def test_a_name_in_no_encoding_of_ours_stays_readable():
    with ZipFile(BytesIO(zipped_raw(b"caf\x82.svg"))) as archive:
        assert [entry.name for entry in list_entries(archive)] == ["café.svg"]


@pytest.mark.parametrize(
    "litter",
    [
        "__MACOSX/._coffee.json",
        "a/__MACOSX/b.json",
        "._coffee.json",
        "._a.png",
        ".DS_Store",
        "Desktop.ini",
        "THUMBS.DB",
    ],
)
def test_litter_of_operating_systems_is_overlooked(litter):
    packed = zipped({"coffee.json": quiz_file_with(朝="a.svg"), "a.svg": DRAWING, litter: b"litter"})

    assert image_of(packed).startswith("pictures/a-")


def test_an_entry_is_never_inflated_beyond_what_it_declares():
    packed = lying(zipped({"a.svg": bytes(60_000_000)}), says=1_000)
    with ZipFile(BytesIO(packed)) as archive:
        (entry,) = list_entries(archive)

        tracemalloc.start()
        with pytest.raises(Exception, match="CRC"):
            entry.read_from(archive)
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()

    assert most < 2_000_000


def lying(packed: bytes, *, says: int) -> bytes:
    """Return the ZIP file with another size of the only entry, in its header and in the list of contents."""
    changed = bytearray(packed)
    listed = packed.rindex(b"PK\x01\x02")
    changed[22:26] = changed[listed + 24 : listed + 28] = struct.pack("<I", says)
    return bytes(changed)
