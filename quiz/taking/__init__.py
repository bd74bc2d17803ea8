"""Take a quiz: start, answer, finish.

    starting   create a response and its handle   answering  append an answer, return the next question
    finishing  score, explain, close, count       statements the SQL of the two hot queries
    errors     why a step is refused

Most answers lead to another question: `answer_unlocked` writes such an answer in one statement and takes no lock. In
all other cases the caller of `answer` locks the response's row (`find(lock=True)`), so that two tabs, a double tap and
a retry are handled one after the other. No module here reads the draft: a response keeps the version it started with.
"""

from __future__ import annotations

from quiz.taking.answering import (
    Step,
    Submit,
    advance,
    answer,
    answer_unlocked,
    check_open,
    following_question,
    question_on_path,
)
from quiz.taking.errors import (
    CORRECTABLE,
    ClosedError,
    ExpiredError,
    FinishedError,
    InvalidAnswerError,
    NotReachedError,
    ReusedKeyError,
    TakingError,
    TooManyAnswersError,
)
from quiz.taking.finishing import (
    RESULT_LIFE,
    answer_events,
    answered_on_way,
    current_answers,
    hide_answers,
    record_suits,
)
from quiz.taking.starting import HANDLE_LIFE, Source, start
from quiz.taking.statements import FoundResponse, find, load

__all__ = [
    "CORRECTABLE",
    "HANDLE_LIFE",
    "RESULT_LIFE",
    "ClosedError",
    "ExpiredError",
    "FinishedError",
    "FoundResponse",
    "InvalidAnswerError",
    "NotReachedError",
    "ReusedKeyError",
    "Source",
    "Step",
    "Submit",
    "TakingError",
    "TooManyAnswersError",
    "advance",
    "answer",
    "answer_events",
    "answer_unlocked",
    "answered_on_way",
    "check_open",
    "current_answers",
    "find",
    "following_question",
    "hide_answers",
    "load",
    "question_on_path",
    "record_suits",
    "start",
]
