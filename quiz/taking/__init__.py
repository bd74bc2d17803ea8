"""Take a quiz: start, answer, finish.

    starting   a response and its handle      answering  append an answer, tell what follows
    finishing  score, explain, close, count   statements a response and its answers, quickly
    errors     why a step is refused

Most answers lead to another question: `answer_ahead` writes them in one statement and waits for nobody. For all else
the caller of `answer` holds the response's row locked (`find(lock=True)`), so that two tabs, a double tap and a retry
meet one after the other. Nothing here reads the draft: a response goes by the version that it began with.
"""

from __future__ import annotations

from quiz.taking.answering import (
    Step,
    Submit,
    answer,
    answer_ahead,
    check_open,
    following_question,
    pass_over,
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
from quiz.taking.finishing import RESULT_LIFE, answer_events, current_answers, silence, tell_suits
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
    "answer",
    "answer_ahead",
    "answer_events",
    "check_open",
    "current_answers",
    "find",
    "following_question",
    "load",
    "pass_over",
    "question_on_path",
    "silence",
    "start",
    "tell_suits",
]
