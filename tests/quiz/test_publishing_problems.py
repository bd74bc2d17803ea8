"""What publishing refuses, and what it only advises on. Each code keeps its meaning for ever."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.utils import translation

from catalog.models import Brand
from quiz import publishing, scoring
from quiz.models import Choice, Question, Quiz
from quiz.publishing import Problem
from tests.factories import make_document, make_product, make_quiz


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


def found_in(**details: Any) -> list[Problem]:
    details.setdefault("types", types())
    return publishing.problems_of(scoring.load(make_document(**details)))


def types(**entries: Any) -> list[dict[str, Any]]:
    morning = {"key": "morning", "name": "朝", "products": ["A-1"], **entries}
    return [morning, {"key": "forest", "name": "森", "products": ["B-2"]}]


def places(problems: list[Problem], *, blocking: bool) -> list[tuple[str, str]]:
    return [(problem.code, problem.where) for problem in problems if problem.blocking is blocking]


def question(*choices: dict[str, Any], **entries: Any) -> dict[str, Any]:
    named = [{"key": f"c{number}", "text": "はい", **choice} for number, choice in enumerate(choices)]
    return {"key": "q1", "text": "質問", "kind": "single", "choices": named, **entries}


def make_draft() -> Quiz:
    make_product(key="A-1")
    make_product(key="B-2")
    return make_quiz(types=types(), purposes=PURPOSES)


PURPOSES = [{"key": "keep", "title": "結果を保存する", "text": "保存することに同意します。"}]
TOWARDS_BOTH = ({"weights": {"morning": 1}}, {"weights": {"forest": 1}})


@pytest.mark.parametrize("logic", ["points", "bands", "axes", "flow"])
def test_a_small_whole_quiz_has_no_problems(logic):
    assert found_in(logic=logic) == []


@pytest.mark.django_db
def test_a_quiz_whose_results_nobody_can_keep_is_advised_on():
    quiz = make_draft()
    quiz.quiz_purposes.all().delete()

    [problem] = publishing.problems(quiz)

    assert (problem.code, problem.where, problem.blocking) == ("purposes_missing", "purposes", False)


@pytest.mark.parametrize(
    ("entries", "expected"),
    [
        ({"choices": [{"key": "a", "text": "はい"}]}, ("too_few_choices", "questions[0].choices")),
        ({"kind": "multiple", "min": 3, "max": 3}, ("choice_limits_unreachable", "questions[0].min")),
        ({"trait": "skin"}, ("trait_without_purpose", "questions[0].purpose")),
        ({"sensitive": True}, ("sensitive_without_purpose", "questions[0].purpose")),
        ({"image": "scene.webp"}, ("alt_missing", "questions[0].alt")),
    ],
)
def test_a_question_that_cannot_be_asked_like_this_blocks(entries, expected):
    assert expected in places(found_in(questions=[question(*TOWARDS_BOTH, **entries)]), blocking=True)


def test_a_sensitive_question_may_not_branch():
    purposes = [{"key": key, "title": "肌", "text": "使います。"} for key in ("keep", "care")]
    jumps = [
        question({"next": "end", "weights": {"morning": 1}}, {"weights": {"forest": 1}}, sensitive=True, purpose="care")
    ]

    found = found_in(questions=[*jumps, {**question(*TOWARDS_BOTH), "key": "q2"}], purposes=purposes)

    assert places(found, blocking=True) == [("sensitive_branches", "questions[0].choices[0].next")]


def test_pictures_of_types_and_choices_need_words_too():
    pictured = question({"image": "a.webp", "weights": {"morning": 1}}, {"weights": {"forest": 1}})

    found = found_in(types=types(image="t.webp"), questions=[pictured])

    assert places(found, blocking=True) == [
        ("alt_missing", "types[0].alt"),
        ("alt_missing", "questions[0].choices[0].alt"),
    ]


def test_an_unreachable_type_blocks_and_says_which():
    third = [*types(), {"key": "moon", "name": "月", "products": ["C-3"]}]

    found = found_in(types=third)

    assert [str(problem.message) for problem in found if problem.blocking] == ["No way of answering leads to “月”."]
    assert places(found, blocking=True) == [("type_unreachable", "types[2]")]


def test_a_rare_type_is_only_advised_on():
    rare = [question({"weights": {"morning": 1}}, *({"weights": {"forest": 1}} for _other in range(9)))] * 2
    rare = [{**each, "key": f"q{number}"} for number, each in enumerate(rare)]

    found = found_in(questions=rare, types=types()[::-1])

    assert places(found, blocking=False) == [("type_rare", "types[1]"), ("ties_often", "tie_break")]


@pytest.mark.parametrize(
    ("bands", "expected"),
    [
        ([], ("bands_missing", "bands")),
        ([(0, 1), (3, 3)], ("bands_gap", "bands")),
        ([(1, 1), (2, 3)], ("bands_gap", "bands")),
        ([(0, 2), (2, 3)], ("bands_overlap", "bands[1]")),
    ],
)
def test_bands_cover_every_sum_once(bands, expected):
    entries = [
        {"from": low, "to": high, "type": key} for (low, high), key in zip(bands, ["morning", "forest"], strict=False)
    ]

    assert expected in places(found_in(logic="bands", bands=entries), blocking=True)


def test_bands_may_leave_out_sums_that_nobody_gets():
    bands = [{"from": -5, "to": 0, "type": "morning"}, {"from": 4, "to": 9, "type": "forest"}]

    assert found_in(logic="bands", bands=bands, questions=[question({}, {"weights": {"total": 4}})]) == []


def test_every_code_of_the_axes_needs_a_type():
    found = found_in(logic="axes", codes=[{"code": "+", "type": "morning"}])

    assert ("code_missing", "codes") in places(found, blocking=True)
    assert places(found_in(logic="axes", scales=[], codes=[], questions=[question({}, {})]), blocking=True)[0] == (
        "axes_missing",
        "scales",
    )


def test_every_ending_of_a_flow_needs_a_type():
    last = question({"type": "morning"}, {"type": "forest"}, {"next": "end"}, {}, required=False)

    found = found_in(logic="flow", questions=[last])

    assert places(found, blocking=True) == [
        ("leaf_missing", "questions[0].choices[2]"),
        ("leaf_missing", "questions[0].choices[3]"),
        ("leaf_missing", "questions[0]"),
    ]


@pytest.mark.parametrize(("at_least", "code"), [(4, "gate_never"), (0, "gate_always"), (1, None), (3, None)])
def test_a_gate_that_never_or_always_fires_is_advised_on(at_least, code):
    gate = {"scale": "morning", "at_least": at_least, "title": "相談を", "text": "専門家へ"}

    found = found_in(gates=[gate])

    assert places(found, blocking=False) == ([(code, "gates[0].at_least")] if code else [])


def test_a_question_that_changes_nothing_is_advised_on():
    same = {**question({"weights": {"forest": 2}}, {"weights": {"forest": 2}}), "key": "same"}
    skipped = {**question({"weights": {"morning": 1}}, {"weights": {"forest": 1}}), "key": "skipped"}
    first = {**question({"next": "same", "weights": {"morning": 5}}, {"next": "same"}), "key": "first"}

    found = found_in(questions=[first, skipped, same])

    assert places(found, blocking=False) == [
        ("question_without_effect", "questions[2]"),
        ("question_unreachable", "questions[1]"),
    ]


def test_many_ties_under_the_order_of_types_are_advised_on():
    even = [{**question(*TOWARDS_BOTH), "key": key} for key in ("q1", "q2")]

    assert places(found_in(questions=even), blocking=False) == [("ties_often", "tie_break")]
    assert found_in(questions=even, tie_break={"rule": "question", "question": "q1"}) == []


def test_a_type_without_products_is_advised_on():
    assert places(found_in(types=types(products=[])), blocking=False) == [
        ("type_without_products", "types[0].products")
    ]


@pytest.mark.parametrize(
    "text", ["これで治る!", "必ず似合う", "売上Ｎｏ．１", "№1の実績", "１００%安心", "業界最安の日本一"]
)
def test_words_that_the_law_makes_risky_are_advised_on(text):
    found = found_in(types=types(tagline=text))

    assert {(problem.code, problem.where) for problem in found} == {("risky_words", "types[0].tagline")}


def test_a_colour_on_which_text_is_hard_to_read_is_advised_on():
    assert places(found_in(types=types(color="#ffcc00")), blocking=False) == [("color_contrast", "types[0].color")]
    assert found_in(types=types(color="#8a4b2a")) == []


@pytest.mark.django_db
def test_a_draft_is_examined_as_it_is_stored():
    quiz = make_draft()
    Brand.objects.update(color="#ffffff", logo="pictures/logo-0123456789ab.svg")
    Question.objects.filter(key="q2").update(text="")
    Choice.objects.filter(question__key="q3").update(next_key="q1", type_key="gone")

    found = publishing.problems(Quiz.objects.get(pk=quiz.pk))

    assert places(found, blocking=True) == [("missing", "questions[1].text")]
    assert places(found, blocking=False) == [("color_contrast", "brand.color"), ("logo_alt_missing", "brand.logo_alt")]


@pytest.mark.django_db
def test_references_to_nowhere_block():
    quiz = make_draft()
    Choice.objects.filter(question__key="q3", key="a").update(next_key="q1")
    Choice.objects.filter(question__key="q3", key="b").update(next_key="gone", type_key="gone")

    assert places(publishing.problems(quiz), blocking=True) == [
        ("jump_backward", "questions[2].choices[0].next"),
        ("unknown_type", "questions[2].choices[1].type"),
        ("jump_nowhere", "questions[2].choices[1].next"),
    ]


@pytest.mark.django_db
def test_an_empty_draft_is_examined_without_a_fault():
    quiz = make_quiz()
    quiz.questions.all().delete()
    quiz.quiz_types.all().delete()

    assert places(publishing.problems(quiz), blocking=True) == [("no_types", "types"), ("no_questions", "questions")]
