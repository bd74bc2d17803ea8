from __future__ import annotations

import json
from pathlib import Path

import pytest

from quiz.scoring import (
    DefinitionError,
    SnapshotError,
    dump,
    outcome_text,
    read_extras,
    read_outcome,
    read_snapshot,
    score,
    write_snapshot,
)
from tests.quiz.scoring.builders import make_duel

GOLDEN = Path(__file__).parents[3] / "snapshots"
NAMES = ("minimal", "full", "bands", "axes", "flow")


def read_golden(name: str) -> str:
    return (GOLDEN / f"schema1_{name}.json").read_text(encoding="utf-8").rstrip("\n")


def read_golden_outcomes(name: str) -> list[dict]:
    lines = (GOLDEN / f"schema1_{name}.outcomes.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


@pytest.mark.parametrize("name", NAMES)
def test_golden_snapshot_still_reads_as_it_was_written(name):
    text = read_golden(name)

    assert dump(read_snapshot(text)) == json.loads(text)["quiz"]
    assert write_snapshot(read_snapshot(text), read_extras(text)) == text


@pytest.mark.parametrize("name", NAMES)
def test_golden_snapshot_still_scores_to_the_byte(name):
    definition = read_snapshot(read_golden(name))

    for golden in read_golden_outcomes(name):
        answers = {key: tuple(keys) for key, keys in golden["answers"].items()}
        canonical = json.dumps(golden["outcome"], ensure_ascii=False, separators=(",", ":"), sort_keys=True)

        assert outcome_text(score(definition, answers)) == canonical
        assert outcome_text(read_outcome(canonical)) == canonical


def test_write_snapshot_is_canonical():
    definition = make_duel()

    text = write_snapshot(definition, {"b": [1], "a": {"y": "茶", "x": None}})

    assert text.startswith('{"schema":1,"quiz":{"format":"pittari/1","slug":"quiz"')
    assert text.endswith('"extras":{"a":{"x":null,"y":"茶"},"b":[1]}}')
    assert text == write_snapshot(definition, {"a": {"x": None, "y": "茶"}, "b": [1]})


@pytest.mark.parametrize(
    "text", ["", "nonsense", "[]", "{}", '{"schema":2,"quiz":{}}', '{"schema":[1]}', '{"schema":true}', '{"quiz":{}}']
)
def test_read_snapshot_refuses_what_it_does_not_know(text):
    with pytest.raises(SnapshotError):
        read_snapshot(text)


def test_read_snapshot_says_where_a_quiz_is_broken():
    with pytest.raises(DefinitionError) as caught:
        read_snapshot('{"schema":1,"quiz":{"format":"pittari/1"}}')

    assert caught.value.fault.path == "slug"
