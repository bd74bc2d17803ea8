"""Export, import, export: the same bytes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from hypothesis import HealthCheck, given
from hypothesis import settings as trials
from hypothesis import strategies as st

from catalog.importing import import_catalog
from quiz import authoring, scoring
from quiz.models import Choice
from tests.factories import make_brand, make_document, make_offer, make_product, make_quiz

pytestmark = pytest.mark.django_db

DEMO = sorted((settings.BASE_DIR / "demo").glob("*.json"))


def reimported(text: str, **options: Any) -> str:
    return authoring.export_text(authoring.import_quiz(authoring.parse_document(text.encode()), **options))


@pytest.mark.parametrize("logic", ["points", "bands", "axes", "flow"])
def test_export_writes_what_was_imported(logic):
    document = make_document(logic=logic, brand=make_brand().key, lead="一行目\n二行目")

    quiz = authoring.import_quiz(document)

    assert authoring.document(quiz) == document
    assert reimported(authoring.export_text(quiz)) == authoring.export_text(quiz)


def test_export_leaves_defaults_out_and_keeps_the_order_of_the_format():
    question = {
        **{"required": True, "min": 1, "max": 1, "help": "", "image": None, "sensitive": False, "kind": "single"},
        **{"text": "いつ?", "key": "time"},
        "choices": [
            {"weights": {"forest": 0, "morning": 2}, "text": "朝", "key": "a", "next": None, "require": []},
            {"weights": {"forest": 2, "morning": 1}, "text": "夜", "key": "b", "neutral": False, "type": None},
        ],
    }

    text = authoring.export_text(make_quiz(slug="coffee", questions=[question], tie_break={"rule": "order"}))

    assert json.loads(text)["questions"] == [
        {
            "key": "time",
            "text": "いつ?",
            "kind": "single",
            "choices": [
                {"key": "a", "text": "朝", "weights": {"morning": 2}},
                {"key": "b", "text": "夜", "weights": {"morning": 1, "forest": 2}},
            ],
        }
    ]
    assert list(json.loads(text)) == ["format", "slug", "language", "title", "brand", "logic", "types", "questions"]
    assert text.startswith('{\n  "format": "pittari/1",\n  "slug": "coffee",\n') and text.endswith("]\n}\n")


@pytest.mark.parametrize("path", DEMO, ids=lambda path: path.stem)
def test_the_demo_files_come_back_as_they_are_apart_from_the_names_of_pictures(path: Path):
    for catalog in path.parent.glob("*.csv"):
        import_catalog(catalog.read_bytes(), folder=path.parent, atomic=True)
    definition = scoring.load(authoring.parse_document(path.read_bytes()))

    exported = authoring.export_text(authoring.import_quiz(json.loads(path.read_text()), folder=path.parent))

    assert reimported(exported) == exported
    assert without_pictures(json.loads(exported)) == without_pictures(scoring.dump(definition))


def without_pictures(part: Any) -> Any:
    if isinstance(part, dict):
        return {name: without_pictures(value) for name, value in part.items() if name != "image"}
    return [without_pictures(value) for value in part] if isinstance(part, list) else part


def test_export_does_not_need_a_finished_draft():
    quiz = make_quiz()
    Choice.objects.update(next_key="gone", type_key="gone")

    assert authoring.document(quiz)["questions"][0]["choices"][0]["next"] == "gone"


def test_export_costs_the_same_number_of_queries_whatever_the_size(django_assert_num_queries):
    small, large = make_quiz(questions=1), make_quiz(questions=60)

    with django_assert_num_queries(11):
        authoring.export_text(small)
    with django_assert_num_queries(11):
        authoring.export_text(large)


text = st.text(
    st.characters(codec="utf-8", exclude_categories=("C",)) | st.sampled_from("\n👨‍👩‍👧髙①ｱ"), min_size=1, max_size=20
)
tags = st.lists(st.sampled_from(["無香料", "浅煎り", "a-b"]), unique=True)
weight = st.integers(-1000, 1000)
flag = st.booleans()


@st.composite
def documents(draw: st.DrawFn) -> dict[str, Any]:
    """A document of any logic, with every entry that the format has."""
    logic = draw(st.sampled_from(["points", "bands", "axes", "flow"]))
    document = make_document(slug="any", logic=logic, questions=draw(st.integers(1, 4)), brand="komorebi")
    scales = {"points": ["morning", "forest"], "bands": ["total"], "axes": ["acidity"], "flow": []}[logic]
    document.update(draw(heads()))
    keys = [question["key"] for question in document["questions"]]
    for place, question in enumerate(document["questions"]):
        question.update(draw(questions()))
        for choice in question["choices"]:
            choice.update(draw(choices([*scales, "care"], [*keys[place + 1 :], "end"])))
    return document


def heads() -> st.SearchStrategy[dict[str, Any]]:
    rules = [None, {"rule": "order"}, {"rule": "question", "question": "q1"}]
    asked = {"text": "どちら?", "kind": "scale", "choices": [{"key": "x", "text": "x", "weights": {"care": 1}}]}
    gate = {"scale": "care", "at_least": 3, "title": "相談を", "text": "専門家へ", "url": "https://example.jp/a?b=c"}
    return st.fixed_dictionaries(
        {
            "title": text,
            "normalise": st.sampled_from([None, "none", "share", "max"]),
            "tie_break": st.sampled_from([*rules, {"rule": "ask", "question": asked}]),
            "gates": st.just([gate]),
            "purposes": st.just([{"key": "mail", "title": "メール", "text": "送ります。", "months": 6}]),
        },
        optional={"lead": text},
    )


def questions() -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries(
        {"text": text, "kind": st.sampled_from(["single", "multiple", "scale"])},
        optional={
            **{"help": text, "low": text, "high": text, "trait": text, "alt": text},
            **{
                "required": flag,
                "sensitive": flag,
                "purpose": st.just("mail"),
                "min": st.just(0),
                "max": st.integers(1, 3),
            },
        },
    )


def choices(scales: list[str], targets: list[str]) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries(
        {"text": text},
        optional={
            **{
                "note": text,
                "value": text,
                "alt": text,
                "exclusive": flag,
                "neutral": flag,
                "require": tags,
                "avoid": tags,
            },
            "weights": st.dictionaries(st.sampled_from(scales), weight),
            "next": st.sampled_from(targets) | st.none(),
            "type": st.sampled_from(["morning", "forest", None]),
        },
    )


@given(document=documents())
@trials(
    max_examples=trials.default.max_examples // 2, suppress_health_check=[HealthCheck.too_slow]
)  # each writes a quiz
def test_any_document_survives_export_and_import(document):
    brand = make_brand()

    first = authoring.export_text(authoring.import_quiz(document, brand=brand))

    assert reimported(first) == first
    assert json.loads(first) == scoring.dump(scoring.load(document))


def test_types_with_products_and_an_offer_survive():
    make_product(key="A-1")
    make_product(key="B-2")
    make_offer(key="spring")
    forest = {"key": "forest", "name": "森", "products": ["B-2", "A-1"], "safety_net": ["A-1"], "offer": "spring"}

    quiz = make_quiz(types=[forest, {"key": "morning", "name": "朝"}])

    assert authoring.document(quiz)["types"][0] == forest


def test_windows_line_ends_from_a_form_do_not_change_the_file():
    quiz = make_quiz(lead="一行目\n二行目")
    before = authoring.export_text(quiz)

    quiz.lead = "一行目\r\n二行目"
    quiz.save()

    assert authoring.export_text(quiz) == before
