"""Beside a choice's tags stands how many products they leave."""

from __future__ import annotations

import pytest

from tests.factories import make_document, make_product, make_quiz
from tests.quiz.admin.questions import question_page

pytestmark = pytest.mark.django_db


def test_a_choice_tells_how_many_listed_products_its_tags_leave(staff):
    make_product(key="A", tags="Vegan"), make_product(key="B"), make_product(key="C", tags="Vegan", is_listed=False)
    questions = make_document()["questions"]
    questions[0]["choices"][0]["require"] = ["ｖｅｇａｎ"]

    page = staff.get(question_page(make_quiz(questions=questions)) + "?lang=ja")

    assert page.content.decode().count("ブランドの2商品のうち1商品（保存した内容で）") == 1
    assert page.content.decode().count("ブランドの2商品のうち2商品（保存した内容で）") == 2
