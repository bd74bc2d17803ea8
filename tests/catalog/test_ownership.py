"""Nothing of another brand can be attached."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from catalog.models import ProductType, TypeProduct
from quiz.models import QuizPurpose, QuizType
from tests.factories import make_brand, make_offer, make_product, make_purpose, make_quiz, make_staff, make_type

pytestmark = pytest.mark.django_db


def other():
    return make_brand(key="other")


def refused(row) -> list[str]:
    with pytest.raises(ValidationError) as refusal:
        row.full_clean()
    return [*refusal.value.message_dict]


def test_a_type_takes_no_offer_of_another_brand():
    assert refused(ProductType(brand=make_brand(), key="a", name="朝", offer=make_offer(brand=other()))) == ["offer"]
    ProductType(brand=make_brand(), key="a", name="朝", offer=make_offer()).full_clean()


def test_a_type_takes_no_product_of_another_brand():
    assert refused(TypeProduct(type=make_type(), product=make_product(brand=other()))) == ["product"]
    TypeProduct(type=make_type(key="b"), product=make_product()).full_clean()


def test_a_quiz_takes_no_type_and_no_purpose_of_another_brand():
    quiz = make_quiz()

    assert refused(QuizType(quiz=quiz, type=make_type(brand=other(), key="b"))) == ["type"]
    assert refused(QuizPurpose(quiz=quiz, purpose=make_purpose(brand=other()))) == ["purpose"]


def test_a_form_refuses_an_offer_of_another_brand_for_a_new_type_in_words(client):
    client.force_login(make_staff())
    offer = make_offer(brand=other())
    data = {"brand": make_brand().pk, "key": "a", "name": "朝", "offer": offer.pk}

    page = client.post(reverse("admin:catalog_producttype_add") + "?lang=ja", data)

    assert page.context["adminform"].form.errors == {"offer": ["ほかのブランドのものです。"]}
    assert f"{offer.brand} – {offer}" in page.content.decode()


def test_an_offer_of_another_brand_that_is_there_already_is_seen_and_not_dropped(client):
    client.force_login(make_staff())
    offer = make_offer(brand=other())
    made = make_type(offer=offer)

    page = client.get(reverse("admin:catalog_producttype_change", args=[made.pk]))

    assert str(page.context["adminform"].form["offer"]).count("selected") == 1
