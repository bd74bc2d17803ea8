from __future__ import annotations

import pytest

from catalog.models import Product
from quiz.recommending import Reason, recommend
from quiz.scoring import load, score
from tests.factories import make_brand, make_document, make_product

pytestmark = pytest.mark.django_db


def recommend_for(answers: str, *, choice: dict | None = None, types: dict | None = None, **document):
    """Recommend for one letter a question, with the types' products and the last question's choice changed."""
    made = make_document(**document)
    for each in made["types"]:
        each.update((types or {}).get(each["key"], {}))
    for each in made["questions"][-1]["choices"]:
        each.update(choice or {})
    definition = load(made)
    given = {f"q{number}": (letter,) for number, letter in enumerate(answers, 1)}
    return recommend(definition, score(definition, given), brand_id=make_brand().pk)


def keys(recommendation) -> list[str]:
    return [pick.product.key for pick in recommendation.picks]


def test_type_shows_its_products_in_the_authors_order():
    make_product(key="A"), make_product(key="B")

    found = recommend_for("aaa", types={"morning": {"products": ["B", "A"]}})

    assert keys(found) == ["B", "A"]
    assert {pick.reason for pick in found.picks} == {Reason.TYPE}


def test_product_that_is_sold_out_comes_last_and_one_off_the_list_not_at_all():
    make_product(key="A", stock=0), make_product(key="B", stock=3), make_product(key="C", is_listed=False)

    assert keys(recommend_for("aaa", types={"morning": {"products": ["A", "B", "C"]}})) == ["B", "A"]


def test_price_is_the_one_of_today():
    make_product(key="A", price=1000)
    Product.objects.update(price=1200)

    found = recommend_for("aaa", types={"morning": {"products": ["A"]}})

    assert found.picks[0].product.price == 1200


def test_product_of_another_brand_is_never_shown():
    make_product(key="A", brand=make_brand(key="other"))

    assert keys(recommend_for("aaa", types={"morning": {"products": ["A"]}})) == []


def test_wishes_keep_what_has_the_tag():
    make_product(key="A", tags="無香料"), make_product(key="B")

    found = recommend_for("aaa", choice={"require": ["無香料"]}, types={"morning": {"products": ["A", "B"]}})

    assert keys(found) == ["A"]
    assert (found.required, found.picks[0].reason, found.used_safety_net) == (("無香料",), Reason.WISH, False)


def test_what_is_to_be_avoided_is_left_out():
    make_product(key="A", tags="深煎り"), make_product(key="B")

    assert keys(recommend_for("aaa", choice={"avoid": ["深煎り"]}, types={"morning": {"products": ["A", "B"]}})) == [
        "B"
    ]


def test_safety_net_shows_when_nothing_is_left_and_says_so():
    make_product(key="A"), make_product(key="NET")
    types = {"morning": {"products": ["A"], "safety_net": ["NET"]}}

    found = recommend_for("aaa", choice={"require": ["無香料"]}, types=types)

    assert keys(found) == ["NET"]
    assert found.used_safety_net


def test_one_product_comes_from_the_next_nearest_type():
    make_product(key="A"), make_product(key="B", stock=0), make_product(key="C")
    types = {"morning": {"products": ["A"]}, "forest": {"products": ["A", "B", "C"]}}

    found = recommend_for("aaa", types=types)

    assert (found.elsewhere.product.key, found.elsewhere.type.key) == ("C", "forest")


def test_what_comes_from_elsewhere_follows_the_wishes_too():
    make_product(key="A", tags="無香料"), make_product(key="B")
    types = {"morning": {"products": ["A"]}, "forest": {"products": ["B"]}}

    assert recommend_for("aaa", choice={"require": ["無香料"]}, types=types).elsewhere is None


def test_gate_leaves_no_product_at_all():
    make_product(key="A")
    gate = {"scale": "care", "at_least": 1, "title": "専門家へ", "text": "ご相談ください。"}

    found = recommend_for("aaa", gates=[gate], choice={"weights": {"care": 1}}, types={"morning": {"products": ["A"]}})

    assert (found.picks, found.elsewhere) == ((), None)


def test_products_cost_one_query(django_assert_num_queries):
    made = make_document()
    for each, products in zip(made["types"], ("ABC", "DEF"), strict=True):
        each["products"] = [make_product(key=key).key for key in products]
    definition, brand = load(made), make_brand()
    outcome = score(definition, {key: ("a",) for key in ("q1", "q2", "q3")})

    with django_assert_num_queries(1):
        found = recommend(definition, outcome, brand_id=brand.pk)

    assert len(found.picks) == 3


@pytest.mark.parametrize("typed", ["vegan", "ＶＥＧＡＮ", "Vegan\u200b", " Vegan "])
def test_tags_are_compared_however_they_are_typed(typed):
    make_product(key="A", tags="Vegan"), make_product(key="B")
    types = {"morning": {"products": ["A", "B"]}}

    wanted = recommend_for("aaa", choice={"require": [typed]}, types=types)
    avoided = recommend_for("aaa", choice={"avoid": [typed]}, types=types)

    assert (keys(wanted), keys(avoided)) == (["A"], ["B"])


def test_a_tag_of_two_words_is_not_two_tags():
    make_product(key="A", tags="Fragrance Free, dry skin"), make_product(key="B", tags="Fragrance")
    types = {"morning": {"products": ["A", "B"]}}

    found = recommend_for("aaa", choice={"avoid": ["Fragrance"]}, types=types)

    assert keys(found) == ["A"]
