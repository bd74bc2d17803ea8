"""Pictures that a catalog file names are found beside it, and nowhere else."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from django.utils import translation
from PIL import Image

from catalog.importing import import_catalog
from catalog.models import Product
from catalog.pictures import picture_storage
from tests.factories import make_brand

pytestmark = pytest.mark.django_db

DRAWING = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 4"><rect width="4" height="4" fill="#123456"/></svg>'


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


def table(**pictures: str) -> bytes:
    rows = [f"product,komorebi,{key},豆,1480,{picture},袋" for key, picture in pictures.items()]
    return "\n".join(["kind,brand,key,name,price,image,alt", *rows]).encode()


def test_pictures_are_found_beside_the_file_and_kept_once(tmp_path: Path):
    (tmp_path / "pictures").mkdir()
    (tmp_path / "pictures" / "bag.svg").write_bytes(DRAWING)
    photograph = BytesIO()
    Image.new("RGB", (8, 8), "green").save(photograph, "PNG")
    (tmp_path / "cup.png").write_bytes(photograph.getvalue())
    make_brand()
    content = table(A1="bag.svg", B2="cup.png")

    import_catalog(content, folder=tmp_path)
    first = dict(Product.objects.values_list("key", "image"))
    import_catalog(content, folder=tmp_path)

    assert dict(Product.objects.values_list("key", "image")) == first
    assert [name.rsplit("-", 1)[0] for name in first.values()] == ["pictures/bag", "pictures/cup"]
    assert all(picture_storage().exists(name) for name in first.values())


def test_a_picture_that_is_kept_already_needs_no_file(tmp_path):
    (tmp_path / "bag.svg").write_bytes(DRAWING)
    make_brand()
    import_catalog(table(A1="bag.svg"), folder=tmp_path)
    stored = Product.objects.get().image.name

    imported = import_catalog(table(A1=stored.removeprefix("pictures/")))

    assert imported.problems == ()
    assert Product.objects.get().image.name == stored


def test_a_link_out_of_the_folder_is_not_followed(tmp_path):
    (tmp_path / "secret.svg").write_bytes(DRAWING)
    folder = tmp_path / "files"
    folder.mkdir()
    (folder / "bag.svg").symlink_to(tmp_path / "secret.svg")
    make_brand()

    imported = import_catalog(table(A1="bag.svg"), folder=folder)

    assert [str(problem) for problem in imported.problems] == [
        "Line 2: image: There is no picture “bag.svg” beside the file."
    ]


def test_a_picture_exported_elsewhere_gets_no_second_digest(tmp_path):
    (tmp_path / "bag-0123456789ab.svg").write_bytes(DRAWING)
    make_brand()

    import_catalog(table(A1="bag-0123456789ab.svg"), folder=tmp_path)

    assert len(Product.objects.get().image.name) == len("pictures/bag-0123456789ab.svg")


@pytest.mark.parametrize("content", [b"<svg/>", DRAWING.replace(b"<rect", b"<script"), b"x" * 6_000_000])
def test_a_picture_that_cannot_be_kept_is_refused_with_its_line(content, tmp_path):
    (tmp_path / "bag.svg").write_bytes(content)
    make_brand()

    imported = import_catalog(table(A1="bag.svg"), folder=tmp_path)

    assert [(problem.line, str(problem)[:13]) for problem in imported.problems] == [(2, "Line 2: image")]
    assert not Product.objects.exists()


@pytest.mark.parametrize(("stored_as", "named_as"), [("NFD", "NFC"), ("NFC", "NFD")])
def test_a_picture_is_found_however_the_letters_of_its_name_are_composed(stored_as, named_as, tmp_path):
    (tmp_path / unicodedata.normalize(stored_as, "ガーデン.svg")).write_bytes(DRAWING)
    make_brand()

    imported = import_catalog(table(A1=unicodedata.normalize(named_as, "ガーデン.svg")), folder=tmp_path)

    assert (imported.created, imported.problems) == (1, ())
