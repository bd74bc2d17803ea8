"""Insights: count events, fold them into tallies, and build reports from the tallies.

viewing  count views of start pages       folding  fold events into tallies     funnel  build a report
marking  exclude test responses           rows     the rows of a report
"""

from __future__ import annotations

from quiz.insights.folding import fold, fold_all
from quiz.insights.funnel import funnel
from quiz.insights.marking import mark_tests
from quiz.insights.rows import ChoiceRow, Funnel, QuestionRow, StepRow, TypeRow, format_share
from quiz.insights.viewing import count_view, discard_views, flush_views

__all__ = [
    "ChoiceRow",
    "Funnel",
    "QuestionRow",
    "StepRow",
    "TypeRow",
    "count_view",
    "discard_views",
    "flush_views",
    "fold",
    "fold_all",
    "format_share",
    "funnel",
    "mark_tests",
]
