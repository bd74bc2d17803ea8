"""Cells are read as shops and spreadsheets write them."""

from __future__ import annotations

import pytest
from django.utils import translation

from catalog.importing import import_catalog
from catalog.models import Product, ProductType
from tests.catalog.test_importing import product, refusals, table
from tests.factories import make_brand, make_product

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


@pytest.mark.parametrize(
    ("price", "expected"),
    [
        ("1480", 1480),
        ("１，４８０", 1480),
        ('"1,480"', 1480),
        ("0", 0),
        ("1480.00", 1480),
        ('"¥1,480"', 1480),
        ('"￥1,480-"', 1480),
        ('"\\1,480"', 1480),
        ("1480円", 1480),
        ('"1,480.00 円"', 1480),
        ("1 480", 1480),
        ("JPY 1480", 1480),
    ],
)
def test_prices_are_read_as_people_write_them(price, expected):
    make_brand()

    import_catalog(table(product(price=price)))

    assert Product.objects.get().price == expected


@pytest.mark.parametrize("price", ["19.99", "1.480", "1,48", "14,80", "1e3", "無料", "-"])
def test_a_price_that_could_mean_two_things_is_refused(price):
    make_brand()

    imported = import_catalog(table(product(price=f'"{price}"')))

    assert refusals(imported) == [f"Line 2: price “{price}”: Write a whole number without a sign."]


@pytest.mark.parametrize(
    ("stock", "expected"), [("-2", 0), ("−2", 0), ("▲2", 0), ("3.00", 3), ("１２", 12), ("", None)]
)
def test_stock_is_read_as_shops_write_it(stock, expected):
    make_brand()

    import_catalog(table(product(stock=stock)))

    assert Product.objects.get().stock == expected


@pytest.mark.parametrize("key", ["NC/30 g", "0042", "品番-１", "A.B (C)", "x" * 100])
def test_a_product_has_the_number_that_the_shop_gave_it(key):
    make_brand()
    kind = {"kind": "type", "brand": "komorebi", "key": "morning", "name": "朝", "products": key}

    imported = import_catalog(table(product(key), kind))

    assert imported.problems == ()
    assert ProductType.objects.get().product_keys("pick") == [key]


def test_numbers_with_spaces_are_listed_with_another_separator():
    make_brand()
    kind = {"kind": "type", "brand": "komorebi", "key": "morning", "name": "朝", "products": "NC/30 g|NC/50 g"}

    assert import_catalog(table(product("NC/30 g"), product("NC/50 g"), kind)).problems == ()


@pytest.mark.parametrize(
    ("separator", "encoding"), [("\t", "utf-8"), (";", "utf-8"), ("\t", "utf-16"), ("\t", "cp932")]
)
def test_what_spreadsheets_write_instead_of_commas_is_read(separator, encoding):
    make_brand()

    import_catalog(table(product(name="豆")).decode().replace(",", separator).encode(encoding))

    assert Product.objects.get().name == "豆"


@pytest.mark.parametrize(
    ("cell", "is_listed"), [("yes", True), ("0", False), ("非公開", False), ("ＴＲＵＥ", True), ("", False)]
)
def test_a_product_is_withdrawn_by_its_column(cell, is_listed):
    make_product(is_listed=False)

    import_catalog(table(product(listed=cell)))

    assert Product.objects.get().is_listed is is_listed


def test_what_the_file_leaves_out_is_unlisted_when_asked_for():
    make_product(key="KEPT"), make_product(key="REFUSED"), make_product(key="GONE")
    make_product(key="ELSEWHERE", brand=make_brand(key="other"))
    content = table(product("KEPT"), product("REFUSED", price="x"))

    asked = [import_catalog(content).unlisted, import_catalog(content, unlist=True).unlisted]

    assert asked == [0, 1]
    assert set(Product.objects.listed().values_list("key", flat=True)) == {"KEPT", "REFUSED", "ELSEWHERE"}


def test_nothing_is_unlisted_when_a_line_cannot_be_read():
    make_product(key="GONE")

    import_catalog(table(product("KEPT")) + b"\nproduct,komorebi,GONE,a,1,surplus", unlist=True)

    assert Product.objects.listed().count() == 2
