from __future__ import annotations

from typing import Any

import pytest

from quiz.scoring import DefinitionError, Fault, build, find_faults, load
from tests.quiz.scoring.builders import make_document


def faults(**fields: Any) -> list[tuple[str, str]]:
    return [(fault.path, fault.code) for fault in find_faults(build(make_document(**fields)))]


def question(**fields: Any) -> dict[str, Any]:
    return {"key": "one", "text": "One?", "kind": "single", **fields}


def choice(**fields: Any) -> dict[str, Any]:
    return {"key": "yes", "text": "Yes", **fields}


def test_a_whole_quiz_has_no_faults():
    assert faults() == []


def test_every_fault_is_found_with_its_place():
    assert faults(
        types=[{"key": "a", "name": "A", "products": ["A-1", "A-1"]}],
        bands=[{"from": 3, "to": 1, "type": "moon"}],
        codes=[{"code": "+-", "type": "a"}, {"code": "+-", "type": "a"}],
        questions=[
            question(purpose="mail", min=3, max=2, choices=[choice(weights={"moon": 0}, type="moon"), choice()]),
            question(choices=[choice(next="one"), choice(key="no", next="later", require=["x" * 401])]),
            question(key="end"),
        ],
        tie_break={"rule": "order", "question": "one"},
    ) == [
        ("questions[1].key", "key_used_twice"),
        ("codes[1].code", "key_used_twice"),
        ("types[0].products[1]", "key_used_twice"),
        ("questions[2].key", "reserved_key"),
        ("bands[0].type", "unknown_type"),
        ("bands[0].to", "band_reversed"),
        ("codes[0].code", "code_length"),
        ("codes[1].code", "code_length"),
        ("tie_break.question", "tie_question_unused"),
        ("questions[0].purpose", "unknown_purpose"),
        ("questions[0].max", "choice_limits"),
        ("questions[0].choices[1].key", "key_used_twice"),
        ("questions[0].choices[0].weights.moon", "unknown_scale"),
        ("questions[0].choices[0].type", "unknown_type"),
        ("questions[1].choices[0].next", "jump_backward"),
        ("questions[1].choices[1].next", "jump_nowhere"),
        ("questions[1].choices[1].require", "tags_too_long"),
    ]


def test_the_question_on_a_tie_is_judged_like_any_other_and_leads_nowhere():
    asked = question(key="any", choices=[choice(weights={"moon": 1}, next="one"), choice(key="no", next="end")])

    assert faults(tie_break={"rule": "ask", "question": asked}) == [
        ("tie_break.question.choices[0].weights.moon", "unknown_scale"),
        ("tie_break.question.choices[0].next", "jump_nowhere"),
    ]


@pytest.mark.parametrize(
    "fields",
    [
        {"bands": [{"from": 3, "to": 1, "type": "a"}]},
        {"questions": [question(min=3, max=2)]},
        {"questions": [question(choices=[choice(require=["x" * 401])])]},
        {"tie_break": {"rule": "order", "question": "one"}},
    ],
)
def test_load_takes_what_authors_are_refused_when_scoring_can_work_with_it(fields):
    document = make_document(**fields)

    assert faults(**fields) != []
    assert load(document) == build(document)


def test_a_fault_reads_as_its_place_its_code_and_what_it_quotes():
    with pytest.raises(DefinitionError, match=r"^questions\[0\].choices\[0\].next: jump_nowhere: key later$"):
        load(make_document(questions=[question(choices=[choice(next="later")])]))
    assert str(Fault("", "wrong_kind", {"kind": "an object"})) == "wrong_kind: kind an object"
