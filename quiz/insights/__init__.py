"""Insights: what happened, counted and folded into tallies, and read back as rows that are ready to print.

viewing  count views of start pages       folding  events into tallies       funnel  tallies into a report
"""

from __future__ import annotations

from quiz.insights.folding import BATCH, fold
from quiz.insights.funnel import funnel
from quiz.insights.marking import mark
from quiz.insights.rows import ChoiceRow, Funnel, QuestionRow, StepRow, TypeRow, percent
from quiz.insights.viewing import count_view, flush_views, forget_views

__all__ = [
    "BATCH",
    "ChoiceRow",
    "Funnel",
    "QuestionRow",
    "StepRow",
    "TypeRow",
    "count_view",
    "flush_views",
    "fold",
    "forget_views",
    "funnel",
    "mark",
    "percent",
]
