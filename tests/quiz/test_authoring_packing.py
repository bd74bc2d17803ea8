"""Quiz files that come with their pictures in a ZIP file, well meant and hostile."""

from __future__ import annotations

import stat
import struct
from io import BytesIO
from zipfile import ZIP_BZIP2, ZipFile, ZipInfo

import pytest
from PIL import Image

from catalog.pictures import picture_storage
from quiz import authoring
from quiz.authoring import packing
from quiz.models import Quiz
from tests.quiz.packages import DRAWING, quiz_file_with, zipped

pytestmark = pytest.mark.django_db
ONE_FILE = "A ZIP file holds one quiz file (.json) and its pictures; this one holds {} quiz files."


def photograph() -> bytes:
    content = BytesIO()
    Image.new("RGB", (8, 8), "teal").save(content, "JPEG")
    return content.getvalue()


def unpack(content: bytes) -> Quiz:
    with authoring.open_quiz_file(BytesIO(content)) as (text, folder):
        return authoring.import_quiz(authoring.parse_document(text), folder=folder)


def refusals(content: bytes) -> list[str]:
    with pytest.raises(authoring.QuizFileError) as refusal:
        unpack(content)
    assert not Quiz.objects.exists()
    return [str(problem) for problem in refusal.value.problems]


@pytest.fixture(autouse=True)
def _in_english(settings):
    settings.LANGUAGE_CODE = "en"


def images(quiz: Quiz) -> list[str]:
    return [row.type.image.name.rsplit("-", 1)[0] for row in quiz.quiz_types.select_related("type")]


@pytest.mark.parametrize("folder", ["", "coffee/"])
def test_pictures_come_with_the_quiz_file_with(folder):
    entries = {
        f"{folder}coffee.JSON": quiz_file_with(朝="morning.svg", 森="forest.JPG"),
        f"{folder}pictures/morning.svg": DRAWING,
        f"{folder}forest.JPG": photograph(),
        "__MACOSX/._coffee.json": b"litter",
        ".DS_Store": b"litter",
    }

    quiz = unpack(zipped(entries))

    assert images(quiz) == ["pictures/morning", "pictures/forest"]


def test_what_is_packed_can_be_unpacked_elsewhere():
    content = {"coffee.json": quiz_file_with(朝="morning.svg"), "morning.svg": DRAWING}
    packed = authoring.pack_zip(unpack(zipped(content)))
    Quiz.objects.all().delete()
    for name in picture_storage().listdir("pictures")[1]:
        picture_storage().delete(f"pictures/{name}")

    quiz = unpack(packed)

    assert images(quiz)[0] == "pictures/morning"
    assert picture_storage().exists(quiz.quiz_types.first().type.image.name)


def test_a_picture_is_checked_as_an_uploaded_one_is():
    script = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'

    found = refusals(zipped({"coffee.json": quiz_file_with(朝="evil.svg"), "evil.svg": script}))

    assert [problem.partition(":")[0] for problem in found] == ["types[0].image"]


@pytest.mark.parametrize(
    "name", ["../evil.svg", "pictures/../../evil.svg", "/etc/evil.svg", "..\\evil.svg", "C:\\evil.svg", "C:evil.svg"]
)
def test_no_path_leads_out(name):
    found = refusals(zipped({"coffee.json": quiz_file_with(), name: DRAWING}))

    assert [problem.endswith("The path leads out of the ZIP file.") for problem in found] == [True]


def test_links_are_refused():
    link = ZipInfo("evil.svg")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16

    assert refusals(zipped({"coffee.json": quiz_file_with(), link: b"/etc/passwd"})) == [
        "evil.svg: This is a link, not a file."
    ]


@pytest.mark.parametrize("name", ["evil.html", "evil.py", "evil.json.exe", "evil", "inner.zip"])
def test_other_files_are_refused(name):
    found = refusals(zipped({"coffee.json": quiz_file_with(), name: b"x"}))

    assert found[0].startswith(f"{name}: This is neither a quiz file (.json) nor a picture")


def test_a_bomb_is_refused_before_it_is_unpacked(monkeypatch):
    bomb = zipped({"coffee.json": quiz_file_with(), **{f"{number}.svg": bytes(4_900_000) for number in range(12)}})
    large = zipped({"coffee.json": quiz_file_with(), "a.svg": bytes(6_000_000)})
    monkeypatch.setattr(ZipFile, "open", lambda *args, **options: pytest.fail("It was unpacked."))

    assert refusals(bomb) == ["The ZIP file is larger than 50 MB, or would be once unpacked."]
    assert refusals(large) == ["a.svg: The file is larger than 5 MB."]


def test_a_bomb_that_lies_about_its_size_is_damaged():
    honest = zipped({"coffee.json": quiz_file_with(), "a.svg": bytes(6_000_000)})
    lie = honest.replace(struct.pack("<L", 6_000_000), struct.pack("<L", 60))

    assert refusals(lie) == ["The ZIP file is damaged."]


def test_too_many_files_are_refused_before_they_are_listed(monkeypatch):
    entries = {"coffee.json": quiz_file_with(), **{f"{number}.svg": b"" for number in range(packing.MAX_FILES)}}
    many = zipped(entries)
    crowd = zipped({f"{number}/": b"" for number in range(3 * packing.MAX_FILES)})

    assert refusals(many) == ["The ZIP file holds more than 200 files."]
    monkeypatch.setattr(packing, "ZipFile", lambda *args: pytest.fail("It was listed."))
    assert refusals(crowd) == ["The ZIP file holds more than 200 files."]


def test_a_zip_file_that_is_too_large_is_not_opened(monkeypatch):
    monkeypatch.setattr(packing, "MAX_TOTAL", 100)
    monkeypatch.setattr(packing, "ZipFile", lambda *args: pytest.fail("It was opened."))

    assert refusals(zipped({"coffee.json": quiz_file_with()})) == [
        "The ZIP file is larger than 50 MB, or would be once unpacked."
    ]


@pytest.mark.parametrize("count", [0, 2])
def test_there_is_one_quiz_file_with(count):
    found = refusals(zipped({"a.svg": DRAWING} | {f"{number}.json": quiz_file_with() for number in range(count)}))

    assert found == [ONE_FILE.format(count)]


def test_equal_names_are_refused():
    found = refusals(zipped({"coffee.json": quiz_file_with(), "a.svg": DRAWING, "pictures/a.svg": DRAWING}))

    assert found == ["a.svg: Two files have this name.", "pictures/a.svg: Two files have this name."]


def with_password(content: bytes) -> bytes:
    """Return the ZIP file as if its entries were encrypted."""
    start = content.index(b"PK\x01\x02") + 8
    return content[:start] + b"\x01" + content[start + 1 :]


def test_strange_packing_is_refused():
    plain = zipped({"coffee.json": quiz_file_with()})
    refused = ["coffee.json: Pack it as an ordinary ZIP file, without a password."]

    assert refusals(zipped({"coffee.json": quiz_file_with()}, compression=ZIP_BZIP2)) == refused
    assert refusals(with_password(plain)) == refused


@pytest.mark.parametrize("content", [b"PK\x03\x04", b"PK\x05\x06" + bytes(9), b"PK\x03\x04" + b"x" * 999])
def test_a_damaged_file_is_refused(content):
    assert refusals(content) == ["The ZIP file is damaged."]


def test_a_file_cut_short_is_refused():
    content = zipped({"coffee.json": quiz_file_with(), "a.svg": DRAWING})

    assert refusals(content[:-30]) == ["The ZIP file is damaged."]
    assert refusals(content[:40] + b"xxxx" + content[44:]) == ["The ZIP file is damaged."]
