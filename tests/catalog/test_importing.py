from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from django.utils import translation

from catalog.importing import CatalogFileError, Imported, import_catalog
from catalog.models import Brand, Offer, Product, ProductType
from tests.factories import make_brand, make_offer, make_product

pytestmark = pytest.mark.django_db
UNSEEN = "The text holds characters that cannot be seen. Please type it anew."


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


def table(*rows: dict[str, str]) -> bytes:
    header = list(dict.fromkeys(["kind", "brand", "key", *(column for row in rows for column in row)]))
    lines = [",".join(header), *(",".join(row.get(column, "") for column in header) for row in rows)]
    return "\n".join(lines).encode()


def product(key: str = "KMR-ETH-01", **cells: str) -> dict[str, str]:
    return {"kind": "product", "brand": "komorebi", "key": key, "name": "エチオピア", "price": "1480", **cells}


def refusals(imported: Imported) -> list[str]:
    return [str(problem) for problem in imported.problems]


def test_rows_of_every_kind_become_the_catalog_whatever_their_order():
    content = table(
        {"kind": "type", "brand": "komorebi", "key": "morning", "name": "朝", "products": "B-2|A-1", "offer": "spring"},
        {"kind": "offer", "brand": "komorebi", "key": "spring", "name": "15%オフ", "stock": "80", "code_prefix": "KMR"},
        product("A-1", tags="浅煎り　無香料", unit="100g"),
        product("B-2", stock="0"),
        {
            "kind": "brand",
            "key": "komorebi",
            "name": "こもれび珈琲",
            "origins": "https://a.example http://localhost:8100",
        },
    )

    imported = import_catalog(content)

    assert imported == Imported(created=5, updated=0, problems=())
    brand = Brand.objects.get()
    assert brand.origins == ("https://a.example", "http://localhost:8100")
    assert Product.objects.get(key="A-1").tag_set == {"浅煎り", "無香料"}
    morning = ProductType.objects.get(brand=brand, key="morning")
    assert morning.product_keys("pick") == ["B-2", "A-1"]
    assert morning.offer == Offer.objects.get(key="spring", stock=80)


def test_importing_again_changes_rows_and_adds_none():
    make_brand()
    import_catalog(table(product(tags="浅煎り")))

    imported = import_catalog(table(product(price="1620", tags="")))

    assert imported == Imported(created=0, updated=1, problems=())
    assert list(Product.objects.values_list("price", "tags")) == [(1620, "")]


def test_a_column_that_the_file_lacks_leaves_its_field():
    make_product(stock=7)

    import_catalog(table(product(price="1620")))

    assert Product.objects.get().stock == 7


def test_an_empty_colour_leaves_the_colour():
    make_brand(color="#123456")

    import_catalog(table({"kind": "brand", "key": "komorebi", "name": "新しい名前", "color": ""}))

    assert Brand.objects.values_list("name", "color").get() == ("新しい名前", "#123456")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932"])
def test_the_encodings_of_spreadsheets_are_read(encoding):
    make_brand()

    import_catalog(table(product(name="髙島の珈琲①")).decode().encode(encoding))

    assert Product.objects.get().name == "髙島の珈琲①"


def test_an_offer_runs_from_the_first_midnight_to_the_end_of_its_last_day():
    make_brand()
    row = {"kind": "offer", "brand": "komorebi", "key": "spring", "name": "15%オフ"}

    import_catalog(table({**row, "starts_on": "2026-10-01", "ends_on": "2026/12/31"}))

    offer = Offer.objects.get()
    assert (offer.starts_at, offer.ends_at) == (
        datetime(2026, 9, 30, 15, tzinfo=UTC),
        datetime(2026, 12, 31, 15, tzinfo=UTC),
    )


def test_what_was_given_away_is_never_touched():
    make_offer(stock=10, used=4)
    row = {"kind": "offer", "brand": "komorebi", "key": "autumn", "name": "20%オフ"}

    kept = import_catalog(table({**row, "stock": "5"}))
    refused = import_catalog(table({**row, "stock": "3"}))

    assert kept.updated == 1
    assert refusals(refused) == ["Line 2: More have been given already than this number."]
    assert Offer.objects.values_list("stock", "used").get() == (5, 4)


@pytest.mark.parametrize(
    ("row", "message"),
    [
        (product(price="abc"), "price “abc”: Write a whole number without a sign."),
        (product(price="-1"), "price “-1”: Write a whole number without a sign."),
        (product(price="1.5"), "price “1.5”: Write a whole number without a sign."),
        (product(price=""), "price: This field cannot be null."),
        (product(price="100000001"), "price “100000001”: Ensure this value is less than or equal to 100000000."),
        (product(name=""), "name: This field cannot be blank."),
        (product(key="x" * 101), f"key “{'x' * 40}…”: Use at most 100 characters, without commas and “|”."),
        (product(url="javascript:alert(1)"), "url “javascript:alert(1)”: Enter a valid URL."),
        (
            product(name="逆\u202eさま"),
            "name “逆?さま”: The text holds characters that cannot be seen. Please type it anew.",
        ),
        (
            product(brand="\x1b[31m"),
            "brand “?[31m”: The text holds characters that cannot be seen. Please type it anew.",
        ),
        (product(brand="nobody"), "brand: There is no brand “nobody”."),
        (product(kind="thing"), "kind “thing”: Write one of these: brand, product, offer, type."),
        (product(offer="spring"), "offer “spring”: Leave this empty: it is not for rows of this kind."),
        (product(image="missing.webp"), "image: There is no picture “missing.webp” beside the file."),
        (
            product(image="../secret.webp"),
            "image: There is no picture “../secret.webp” beside the file.",
        ),
        (
            {"kind": "type", "brand": "komorebi", "key": "t", "name": "朝", "products": "X-9"},
            "products: The brand has no product “X-9”.",
        ),
        (
            {"kind": "type", "brand": "komorebi", "key": "t", "name": "朝", "offer": "x"},
            "offer: The brand has no offer “x”.",
        ),
        (
            {"kind": "type", "brand": "komorebi", "key": "t", "name": "朝", "color": "red"},
            "color “red”: Write the colour as # and six hexadecimal digits.",
        ),
        (
            {"kind": "offer", "brand": "komorebi", "key": "o", "name": "春", "ends_on": "2026-13-01"},
            "ends_on “2026-13-01”: Write a day such as 2026-12-31.",
        ),
        (
            {
                "kind": "offer",
                "brand": "komorebi",
                "key": "o",
                "name": "春",
                "starts_on": "2026-12-31",
                "ends_on": "2026-01-01",
            },
            "The end must come after the start.",
        ),
        (
            {"kind": "brand", "key": "evil", "name": "悪", "origins": "https://*.co.jp"},
            "origins: “https://*.co.jp” is not an origin. Write https:// and the host, without a path.",
        ),
    ],
)
def test_a_bad_row_is_refused_with_its_line_and_the_rest_is_kept(row, message, tmp_path):
    make_brand()

    imported = import_catalog(table(row, product("GOOD-1")), folder=tmp_path)

    assert [text for text in refusals(imported) if message in text] == refusals(imported)
    assert imported.problems[0].line == 2
    assert list(Product.objects.values_list("key", flat=True)) == ["GOOD-1"]


def test_a_row_with_more_cells_than_columns_is_refused():
    make_brand()

    imported = import_catalog(table(product("GOOD-1")) + b"\nproduct,komorebi,A-1,a,1,surplus")

    assert refusals(imported) == ["Line 3: There are more cells than columns."]


def test_atomic_keeps_nothing_when_any_row_is_refused():
    make_brand()

    with pytest.raises(CatalogFileError) as refusal:
        import_catalog(table(product("GOOD-1"), product("BAD-1", price="x")), atomic=True)

    assert str(refusal.value) == "Line 3: price “x”: Write a whole number without a sign."
    assert not Product.objects.exists()


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "Line 1: The column “kind” is missing."),
        (b"kind,brand,key,colour\n", "Line 1: The column “colour” is not known."),
        (b"kind,brand,key,key\n", "Line 1: The column “key” comes twice."),
        (b"kind,brand,key\n\x81", "Line 1: The file is neither UTF-8 nor Shift_JIS text. Save it as UTF-8."),
        (b'kind,brand,key\n"' + b"x" * 200_000 + b'"\n', "Line 2: This line is not CSV that can be read."),
        (b"x" * 6_000_000, "Line 1: The file is larger than 5 MB."),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_whole(content, message):
    with pytest.raises(CatalogFileError) as refusal:
        import_catalog(content)

    assert message in str(refusal.value).split("\n")
