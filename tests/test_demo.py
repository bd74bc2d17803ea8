"""What the demo quizzes promise to the people who take them, and how they are written."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path

import pytest

from quiz import scoring
from quiz.authoring import parse_document

DEMO = Path(__file__).parents[1] / "demo"
QUIZZES = sorted(DEMO.glob("*.json"))
HALF_WIDTH = re.compile(r"[^\x00-\x7f][?!()]|[?!()][^\x00-\x7f]")
SMELLING_OF = {"floral": {"moon", "market"}, "citrus": {"citrus"}, "wood": {"rain"}}


@pytest.fixture(scope="module")
def scent() -> scoring.Definition:
    return scoring.load(parse_document((DEMO / "scent.json").read_bytes()))


@pytest.mark.parametrize("disliked", SMELLING_OF)
def test_nobody_becomes_a_type_of_a_disliked_scent(scent, disliked):
    found = scoring.distribution(scent, {"dislike": {disliked: 1}})

    assert [found.types[key].share for key in SMELLING_OF[disliked]] == [0] * len(SMELLING_OF[disliked])


def test_nobody_becomes_a_sweet_type_who_dislikes_sweet_scents(scent):
    found = scoring.distribution(scent, {"sweet": {"w1": 1}})

    assert [found.types[key].share for key in ("moon", "market")] == [0, 0]


def test_what_stands_in_for_scents_has_none(scent):
    with (DEMO / "kokochi.csv").open(encoding="utf-8", newline="") as catalog:
        tags = {row["key"]: set(row["tags"].split()) for row in csv.DictReader(catalog) if row["kind"] == "product"}
    avoided = {tag for question in scent.questions for choice in question.choices for tag in choice.avoid}

    assert avoided <= set().union(*tags.values())
    for each in scent.types:
        assert each.safety_net and not any(tags[key] & avoided for key in each.safety_net)


@pytest.mark.parametrize("path", QUIZZES, ids=lambda path: path.stem)
def test_texts_are_typeset_as_japanese_is(path):
    assert HALF_WIDTH.findall(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("path", QUIZZES, ids=lambda path: path.stem)
def test_no_help_says_again_how_many_may_be_chosen(path):
    questions = json.loads(path.read_text(encoding="utf-8"))["questions"]

    assert [each["key"] for each in questions if "つまで" in each.get("help", "")] == []
