"""A product export of Shopify comes in as it is."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.utils import translation

from catalog.importing import import_catalog
from catalog.models import Product
from tests.factories import make_brand

pytestmark = pytest.mark.django_db
EXPORT = (Path(__file__).parents[1] / "cases" / "shopify-export.csv").read_bytes()


def rows(*names: str) -> list[tuple]:
    return list(Product.objects.order_by("pk").values_list(*names))


def test_every_variant_becomes_a_product_with_the_words_of_all():
    make_brand()

    imported = import_catalog(EXPORT, shopify_brand="komorebi")

    assert (imported.created, imported.problems) == (4, ())
    assert rows("key", "name", "unit", "price", "stock", "is_listed") == [
        ("DB/30 g", "朝のバーム", "30g / なし", 2980, 12, True),
        ("DB/50 g", "朝のバーム", "50g / ゆず", 4280, 0, True),
        ("0042", "柚子のオイル", "", 1980, None, False),
        ("old-soap", "昔の石けん", "", 680, None, False),
    ]


def test_words_come_without_markup_and_tags_as_they_are_typed():
    make_brand()

    import_catalog(EXPORT, shopify_brand="komorebi")

    first, _second, third, _last = Product.objects.order_by("pk")
    assert first.description == "軽い 使い心地。\n無香料です。\nビタミン C"
    assert first.tag_set == {"fragrance free", "dry skin", "ギフト対応"}
    assert third.tag_set == {"dry skin"}


def test_importing_again_adds_nothing_and_withdraws_what_left_the_shop():
    make_brand()
    import_catalog(EXPORT, shopify_brand="komorebi")
    without_balm = EXPORT[: EXPORT.index(b"day-balm")] + EXPORT[EXPORT.index(b"yuzu-oil") :]

    again = import_catalog(EXPORT, shopify_brand="komorebi", unlist=True)
    without = import_catalog(without_balm, shopify_brand="komorebi", unlist=True)

    assert (again.created, again.updated, again.unlisted) == (0, 4, 0)
    assert (without.updated, without.unlisted) == (2, 2)


def test_a_price_that_is_no_yen_is_refused_with_its_line_and_column():
    make_brand()

    with translation.override("en"):
        imported = import_catalog(EXPORT.replace(b"1980.00", b"19.99"), shopify_brand="komorebi")
        told = [str(problem) for problem in imported.problems]

    assert told == ["Line 5: price “19.99”: Write a whole number without a sign."]


def test_a_file_that_is_no_export_is_refused_in_one_line_a_column():
    with translation.override("en"), pytest.raises(Exception, match="The column “Handle” is missing"):
        import_catalog(b"kind,brand,key\n", shopify_brand="komorebi")
