"""Make what a test needs, small and valid, with every detail open to change. Whatever isn't given is made."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from itertools import count
from typing import Any
from uuid import uuid4

from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractUser
from django.utils import timezone

from catalog.models import Brand, Offer, Product, ProductType
from catalog.pictures import clean_picture, picture_storage
from quiz import authoring, publishing
from quiz.models import Answer, Purpose, Quiz, QuizVersion, Response

numbers = count(1)


def make_brand(*, key: str = "komorebi", **details: Any) -> Brand:
    """Return the brand of this key, which is made only once."""
    details = {"name": "こもれび珈琲", "owner": "こもれび珈琲株式会社", "contact": "hello@komorebi.example", **details}
    return Brand.objects.update_or_create(key=key, defaults=details)[0]


def make_product(*, brand: Brand | None = None, key: str = "KMR-ETH-01", **details: Any) -> Product:
    details = {"name": "エチオピア イルガチェフェ", "price": 1480, "unit": "100g", **details}
    return Product.objects.create(brand=brand or make_brand(), key=key, **details)


def make_type(*, brand: Brand | None = None, key: str = "morning", **details: Any) -> ProductType:
    details = {"name": "朝ひかりタイプ", **details}
    return ProductType.objects.create(brand=brand or make_brand(), key=key, **details)


def make_offer(*, brand: Brand | None = None, key: str = "autumn", **details: Any) -> Offer:
    details = {"name": "15%オフ", "code_prefix": "KMR", **details}
    return Offer.objects.create(brand=brand or make_brand(), key=key, **details)


def make_purpose(*, brand: Brand | None = None, key: str = "followup", **details: Any) -> Purpose:
    details = {"title": "おすすめのメール", "text": "診断の答えをもとに、おすすめをメールでお送りします。", **details}
    return Purpose.objects.create(brand=brand or make_brand(), key=key, **details)


def make_staff(*, username: str | None = None, **details: Any) -> AbstractUser:
    """Return a member of staff who may do everything; `is_superuser=False` makes one who may do nothing yet."""
    details = {"is_staff": True, "is_superuser": True, **details}
    username = username or f"staff{next(numbers)}"
    return get_user_model().objects.create_user(username, password="a good password", **details)


def make_document(
    *, slug: str = "coffee", logic: str = "points", questions: int | Sequence[Mapping[str, Any]] = 3, **overrides: Any
) -> dict[str, Any]:
    """Return a quiz file's document: two types, `morning` for whoever always answers `a`, `forest` for `b`.

    Questions are called q1, q2, … and the answers never tie. `overrides` are entries of the document.
    """
    if isinstance(questions, int):
        questions = [_question(number, questions, logic) for number in range(1, questions + 1)]
    return {
        "format": "pittari/1",
        "slug": slug,
        "language": "ja",
        "title": "あなたにぴったりの一杯",
        "logic": logic,
        "types": [{"key": "morning", "name": "朝ひかりタイプ"}, {"key": "forest", "name": "森ふかタイプ"}],
        **_deciding(logic, len(questions)),
        "questions": list(questions),
        **overrides,
    }


def make_quiz(*, brand: Brand | None = None, slug: str | None = None, **details: Any) -> Quiz:
    """Return a draft that may be published; the details are those of `make_document`."""
    slug = slug or f"quiz-{next(numbers)}"
    return authoring.import_quiz(make_document(slug=slug, **details), brand=brand or make_brand())


def make_version(quiz: Quiz | None = None, *, now: datetime | None = None, **details: Any) -> QuizVersion:
    """Publish the quiz, or one made from the details."""
    return publishing.publish(quiz or make_quiz(**details), now=now or timezone.now())


def make_response(
    version: QuizVersion | None = None, *, answers: Mapping[str, Sequence[str]] | None = None, **details: Any
) -> Response:
    """Return a response under way, holding these answers (question key → choice keys)."""
    now = details.pop("started_at", None) or timezone.now()
    details = {"handle_hash": uuid4().hex * 2, "language": "ja", "expires_at": now + timedelta(days=1), **details}
    response = Response.objects.create(version=version or make_version(), started_at=now, **details)
    for key, chosen in (answers or {}).items():
        make_answer(response, key, *chosen, answered_at=now)
    return response


def make_answer(response: Response, question: str, *choices: str, **details: Any) -> Answer:
    details = {"submit_key": uuid4().hex, "answered_at": timezone.now(), **details}
    return Answer.objects.create(response=response, question_key=question, choices=list(choices), **details)


def _question(number: int, total: int, logic: str) -> dict[str, Any]:
    first, second = _consequences(number, total, logic)
    return {
        "key": f"q{number}",
        "text": f"質問{number}",
        "kind": "single",
        "choices": [{"key": "a", "text": "こちら", **first}, {"key": "b", "text": "あちら", **second}],
    }


def _consequences(number: int, total: int, logic: str) -> tuple[dict[str, Any], dict[str, Any]]:
    # An odd sum of weights can't be shared equally, so nothing ties.
    weight = 2 if number == 1 and total % 2 == 0 else 1
    match logic:
        case "bands":
            return {}, {"weights": {"total": 1}}
        case "axes":
            return {"weights": {"acidity": weight}}, {"weights": {"acidity": -weight}}
        case "flow":
            return {"type": "morning"}, {"type": "forest"} if number == total else {}
    return {"weights": {"morning": weight}}, {"weights": {"forest": weight}}


def _deciding(logic: str, total: int) -> dict[str, Any]:
    match logic:
        case "bands":
            middle = total // 2
            low, high = {"from": 0, "to": middle}, {"from": middle + 1, "to": total}
            return {"bands": [{**low, "type": "morning"}, {**high, "type": "forest"}]}
        case "axes":
            return {
                "scales": [{"key": "acidity", "low": "まろやか", "high": "すっきり"}],
                "codes": [{"code": "+", "type": "morning"}, {"code": "-", "type": "forest"}],
            }
    return {}


def store_picture(name: str, content: bytes) -> str:
    """Keep a picture as an upload is kept, and return its stored name."""
    picture = clean_picture(name, content)
    return picture_storage().save(picture.name, picture)
