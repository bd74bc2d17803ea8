"""A tag that no product of the brand has is told before publishing."""

from __future__ import annotations

import pytest

from quiz import publishing
from tests.factories import make_brand, make_document, make_product, make_quiz

pytestmark = pytest.mark.django_db


def problems(**choice: list[str]) -> list[tuple[str, bool]]:
    questions = make_document()["questions"]
    questions[1]["choices"][0].update(choice)
    quiz = make_quiz(questions=questions)
    return [(each.where, each.blocking) for each in publishing.problems(quiz) if each.code == "tag_of_no_product"]


def test_a_tag_that_no_product_has_is_advice_where_it_is_asked_for():
    make_product(tags="無香料")

    assert problems(require=["無香料", "無香量"]) == [("questions[1].choices[0].require[1]", False)]


def test_a_tag_that_no_product_has_blocks_where_it_is_to_be_avoided():
    make_product(tags="無香料")

    assert problems(avoid=["ナッツ"]) == [("questions[1].choices[0].avoid[0]", True)]


def test_a_tag_of_a_product_is_known_in_every_spelling():
    make_product(tags="SPF50、Fragrance Free")

    assert problems(require=["ＳＰＦ５０"], avoid=["fragrance free"]) == []


def test_a_tag_of_another_brands_product_is_not_known():
    make_product(tags="無香料", brand=make_brand(key="other"))

    assert problems(require=["無香料"]) == [("questions[1].choices[0].require[0]", False)]
