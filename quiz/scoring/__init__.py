"""Scoring: pure functions from answers to a type, the reasons for it, and the odds of every type.

    format        what a quiz is, its quiz file and its faults, its published text
    answering     what may be answered    jumps, steps, walking  the path that answers take
    effects       what an answer does     plan                   what follows from a definition, worked out once
    logics        from sums to a type     engine, outcome        the score of a response
    branching     which question is next  why                    the reasons, and what would change the type
    distribution  how often each type comes out, over every way of answering

A quiz goes in as a parsed quiz file, answers as a mapping of question key to choice keys:

>>> from quiz.scoring import load, next_question, score
>>> definition = load({
...     "format": "pittari/1", "slug": "cup", "language": "en", "title": "Your cup", "logic": "points",
...     "types": [{"key": "light", "name": "Light"}, {"key": "dark", "name": "Dark"}],
...     "questions": [
...         {"key": "time", "text": "When?", "kind": "single", "choices": [
...             {"key": "dawn", "text": "At dawn", "weights": {"light": 2}},
...             {"key": "dusk", "text": "At dusk", "weights": {"dark": 1}}]},
...         {"key": "milk", "text": "Milk?", "kind": "single", "required": False, "choices": [
...             {"key": "yes", "text": "Yes", "weights": {"dark": 2}}]}],
... })
>>> next_question(definition, {"time": ("dusk",)}).key
'milk'
>>> outcome = score(definition, {"time": ("dusk",), "milk": ("yes",)})
>>> outcome.type, outcome.sums
('dark', {'light': 0, 'dark': 3})
"""

from __future__ import annotations

from quiz.scoring.answering import admissible, check_answer
from quiz.scoring.branching import next_question, path, position
from quiz.scoring.distribution import STATE_CAP, Distribution, Shares, TypeShare, distribution
from quiz.scoring.engine import score
from quiz.scoring.format.definition import Definition
from quiz.scoring.format.faults import DefinitionError, Fault, find_faults
from quiz.scoring.format.parts import (
    END,
    SCHEMA,
    TIE,
    Answers,
    Band,
    Choice,
    Code,
    Gate,
    Purpose,
    Question,
    Scale,
    TieBreak,
    Type,
    implied_role,
)
from quiz.scoring.format.quizfile import FORMAT, build, dump, load
from quiz.scoring.format.snapshot import SnapshotError, read_extras, read_snapshot, write_snapshot
from quiz.scoring.format.weights import Weights
from quiz.scoring.logics.nearness import compared_nearness
from quiz.scoring.outcome import Outcome, outcome_text, read_outcome
from quiz.scoring.walking import IncompleteError
from quiz.scoring.why.explain import explain
from quiz.scoring.why.explanation import AxisSide, BandPlace, Contribution, Explanation, Flip, Neighbour

__all__ = [
    "END",
    "FORMAT",
    "SCHEMA",
    "STATE_CAP",
    "TIE",
    "Answers",
    "AxisSide",
    "Band",
    "BandPlace",
    "Choice",
    "Code",
    "Contribution",
    "Definition",
    "DefinitionError",
    "Distribution",
    "Explanation",
    "Fault",
    "Flip",
    "Gate",
    "IncompleteError",
    "Neighbour",
    "Outcome",
    "Purpose",
    "Question",
    "Scale",
    "Shares",
    "SnapshotError",
    "TieBreak",
    "Type",
    "TypeShare",
    "Weights",
    "admissible",
    "build",
    "check_answer",
    "compared_nearness",
    "distribution",
    "dump",
    "explain",
    "find_faults",
    "implied_role",
    "load",
    "next_question",
    "outcome_text",
    "path",
    "position",
    "read_extras",
    "read_outcome",
    "read_snapshot",
    "score",
    "write_snapshot",
]
