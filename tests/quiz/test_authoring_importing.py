from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation
from PIL import Image

from catalog.models import Brand, ProductType
from catalog.pictures import picture_storage
from quiz import authoring
from quiz.authoring import QuizFileError
from quiz.models import Choice, Purpose, Question, Quiz, Weight
from tests.factories import (
    make_brand,
    make_document,
    make_offer,
    make_product,
    make_quiz,
    make_response,
    make_type,
    make_version,
)

pytestmark = pytest.mark.django_db

DRAWING = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 4"><rect width="4" height="4" fill="#123456"/></svg>'


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


def problems(document: dict[str, Any], **options: Any) -> list[str]:
    with pytest.raises(QuizFileError) as refusal:
        authoring.import_quiz(document, **options)
    return str(refusal.value).split("\n")


def typed(**entries: Any) -> list[dict[str, Any]]:
    return [{"key": "morning", "name": "朝", **entries}, {"key": "forest", "name": "森"}]


def test_import_makes_the_draft_of_the_brand_that_the_file_names():
    brand = make_brand()

    quiz = authoring.import_quiz(make_document(brand="komorebi"))

    assert (quiz.brand, quiz.slug, quiz.version) == (brand, "coffee", None)
    assert list(quiz.questions.values_list("key", "position")) == [("q1", 0), ("q2", 1), ("q3", 2)]
    weights = Weight.objects.filter(choice__question__key="q1").values_list("choice__key", "scale", "value")
    assert list(weights) == [("a", "morning", 1), ("b", "forest", 1)]


def test_import_again_replaces_the_draft_and_nothing_else():
    version = make_version(slug="coffee", questions=5)
    response = make_response(version)
    brand = make_brand()

    again = authoring.import_quiz(make_document(title="新しい題", questions=2), brand=brand)
    same = authoring.import_quiz(make_document(title="新しい題", questions=2), brand=brand)

    assert again.pk == same.pk == version.quiz_id
    quiz = Quiz.objects.get()
    assert (quiz.title, quiz.version, quiz.versions.get(), response.version) == ("新しい題", version, version, version)
    assert (Question.objects.count(), Choice.objects.count(), Weight.objects.count()) == (2, 4, 4)
    assert ProductType.objects.count() == 2


def test_import_keeps_the_state_and_the_dates_of_a_quiz():
    quiz = make_quiz(slug="coffee")
    Quiz.objects.update(state=Quiz.State.CLOSED)

    authoring.import_quiz(make_document(), brand=quiz.brand)

    assert Quiz.objects.get().state == Quiz.State.CLOSED


def test_import_creates_and_updates_types_and_purposes_by_key():
    brand = make_brand()
    make_type(brand=brand, key="morning", name="古い名", tagline="古い")
    for sku in ("A-1", "B-2", "C-3"):
        make_product(brand=brand, key=sku)
    make_offer(brand=brand, key="spring")
    types = typed(products=["B-2", "A-1"], safety_net=["C-3"], offer="spring", color="#123456")
    purposes = [{"key": "mail", "title": "メール", "text": "送ります。", "months": 6}]

    for _again in range(2):
        authoring.import_quiz(make_document(types=types, purposes=purposes), brand=brand)

    morning = ProductType.objects.get(key="morning")
    assert (morning.name, morning.tagline, morning.color, morning.offer.key) == ("朝", "", "#123456", "spring")
    assert (morning.product_keys("pick"), morning.product_keys("safety_net")) == (["B-2", "A-1"], ["C-3"])
    assert list(Purpose.objects.values_list("brand", "key", "months")) == [(brand.pk, "mail", 6)]


def test_import_names_every_product_and_offer_that_the_brand_lacks():
    make_product(brand=make_brand(key="other"), key="A-1")
    types = typed(products=["A-1"], safety_net=["B-2"], offer="spring")

    assert problems(make_document(types=types), brand=make_brand()) == [
        "types[0].products[0]: The brand has no product “A-1”. Import the catalog first.",
        "types[0].safety_net[0]: The brand has no product “B-2”. Import the catalog first.",
        "types[0].offer: The brand has no offer “spring”. Import the catalog first.",
    ]


@pytest.mark.parametrize("brand", [{}, {"brand": "nobody"}])
def test_import_needs_a_brand_that_exists(brand):
    name = brand.get("brand", "")

    assert problems(make_document(**brand)) == [
        f"brand: There is no brand “{name}”. Import the catalog of the brand first."
    ]


def test_import_does_not_take_the_address_of_another_brands_quiz():
    make_quiz(slug="coffee")

    refused = problems(make_document(), brand=make_brand(key="other"))

    assert refused == ["slug: A quiz of another brand has this address already."]
    assert Quiz.objects.get().brand.key == "komorebi"


def test_import_keeps_nothing_of_a_file_that_fails():
    brand = make_brand()
    document = make_document(purposes=[{"key": "mail", "title": "メール", "text": "送ります。"}])
    document["questions"][2]["choices"][1]["next"] = "nowhere"

    refused = problems(document, brand=brand)
    also_refused = problems(make_document(types=typed(products=["X"])), brand=brand)

    assert (len(refused), len(also_refused)) == (1, 1)
    assert [model.objects.count() for model in (Quiz, Question, ProductType, Purpose)] == [0, 0, 0, 0]


def test_import_costs_the_same_number_of_queries_whatever_the_size(django_assert_num_queries):
    brand = make_brand()
    authoring.import_quiz(make_document(questions=1), brand=brand)

    with django_assert_num_queries(25):
        authoring.import_quiz(make_document(questions=1), brand=brand)
    with django_assert_num_queries(25):
        authoring.import_quiz(make_document(questions=60), brand=brand)


def test_pictures_are_found_beside_the_file(tmp_path: Path):
    (tmp_path / "pictures").mkdir()
    (tmp_path / "pictures" / "morning.svg").write_bytes(DRAWING)
    photograph = BytesIO()
    Image.new("RGB", (8, 8), "green").save(photograph, "PNG")
    (tmp_path / "朝.png").write_bytes(photograph.getvalue())
    document = make_document(types=typed(image="morning.svg", alt="朝日"))
    document["questions"][0]["choices"][0].update(image="朝.png", alt="朝")

    authoring.import_quiz(document, folder=tmp_path, brand=make_brand())

    kept = [ProductType.objects.get(key="morning").image.name, Choice.objects.exclude(image="").get().image.name]
    assert [name.rsplit("-", 1)[0] for name in kept] == ["pictures/morning", "pictures/picture"]
    assert all(picture_storage().exists(name) for name in kept)


@pytest.mark.parametrize("name", ["missing.webp", "brand.json", "secret.svg"])
def test_a_picture_that_cannot_be_used_is_named(name, tmp_path):
    (tmp_path / "secret.svg").write_bytes(DRAWING)
    folder = tmp_path / "quiz"
    folder.mkdir()
    (folder / "brand.json").write_text("{}")
    (folder / "secret.svg").symlink_to(tmp_path / "secret.svg")

    refused = problems(make_document(types=typed(image=name)), folder=folder, brand=make_brand())

    assert [line.partition(":")[0] for line in refused] == ["types[0].image"]
    assert not Quiz.objects.exists()


def test_duplicate_makes_a_draft_of_its_own():
    asked = {
        "text": "どちら?",
        "kind": "single",
        "choices": [{"key": "x", "text": "こちら"}, {"key": "y", "text": "あちら"}],
    }
    quiz = make_version(slug="coffee", tie_break={"rule": "ask", "question": asked}).quiz

    copy = authoring.duplicate(quiz, slug="coffee-2")

    assert (copy.version, copy.brand) == (None, quiz.brand)
    assert authoring.document(copy) == {**authoring.document(quiz), "slug": "coffee-2"}
    assert ProductType.objects.count() == 2


def test_duplicate_copies_an_unfinished_draft():
    quiz = make_quiz()
    Choice.objects.update(next_key="gone")
    quiz.questions.first().delete()

    copy = authoring.duplicate(quiz, slug="copy")

    assert authoring.document(copy)["questions"] == authoring.document(quiz)["questions"]


@pytest.mark.parametrize("slug", ["coffee", "with space", ""])
def test_duplicate_refuses_an_address_that_cannot_be_used(slug):
    quiz = make_quiz(slug="coffee")

    with pytest.raises(ValidationError):
        authoring.duplicate(quiz, slug=slug)

    assert (Quiz.objects.count(), Brand.objects.count()) == (1, 1)
