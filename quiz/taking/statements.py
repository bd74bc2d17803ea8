"""What each step reads and writes: a response by its handle with its answers, and one answer more.

These two statements run for every question and every answer of everybody, so they are written out, and what the ORM
would work out anew each time (columns, how a database's values become Python's) is worked out once.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any, NamedTuple

from django.db import connection
from django.db.backends.utils import CursorWrapper
from django.db.models.expressions import Col
from django.db.transaction import atomic

from quiz.models import QuizVersion, Response

RESPONSE = """
SELECT {columns}, v."id", v."quiz_id", v."number", q."state",
    (SELECT {answers} FROM quiz_answer a WHERE a."response_id" = r."id")
FROM quiz_response r
JOIN quiz_quizversion v ON v."id" = r."version_id"
JOIN quiz_quiz q ON q."id" = v."quiz_id"
WHERE r."handle_hash" = %s
"""
ROW = 'a."id", a."submit_key", a."question_key", {choices}, a."may_keep"'
ANSWERS = {
    "postgresql": f"json_agg(json_build_array({ROW.format(choices='a."choices"')}))::text",
    "sqlite": f"json_group_array(json_array({ROW.format(choices='json(a."choices")')}))",
}
LOCK = 'SELECT "id" FROM quiz_response WHERE "handle_hash" = %s FOR NO KEY UPDATE'
APPEND = """
INSERT INTO quiz_answer ("response_id", "submit_key", "question_key", "choices", "may_keep", "answered_at")
SELECT r."id", %s, %s, %s, %s, %s FROM quiz_response r WHERE r."id" = %s AND r."state" = 'answering' {lock}
ON CONFLICT DO NOTHING RETURNING "id"
"""


class StoredAnswer(NamedTuple):
    """An answer as it was written."""

    pk: int
    submit_key: str
    question_key: str
    choices: tuple[str, ...]
    may_keep: bool

    @classmethod
    def of(cls, row: Sequence[Any]) -> StoredAnswer:
        pk, submit_key, question_key, choices, may_keep = row
        return cls(pk, submit_key, question_key, tuple(choices), bool(may_keep))


@dataclass(frozen=True, slots=True)
class FoundResponse:
    """A response with its version, its answers in the order of writing, and the present state of its quiz."""

    response: Response
    answers: tuple[StoredAnswer, ...]
    quiz_state: str


def find(handle_hash: str, *, lock: bool = False) -> FoundResponse | None:
    """Return the response of a handle as it is stored now.

    Locked, the row is held until the transaction ends; SQLite has one writer at a time anyway.
    """
    with connection.cursor() as cursor:
        if lock and connection.features.has_select_for_no_key_update:
            cursor.execute(LOCK, [handle_hash])  # alone: what is read next is what is there once the row is held
        cursor.execute(_find(connection.vendor), [handle_hash])
        row = cursor.fetchone()
    return _to_found(row) if row else None


def load(response: Response) -> FoundResponse:
    """Return a response that is at hand together with its answers, for the verbs of answering."""
    answers = tuple(StoredAnswer.of(row) for row in response.answers.values_list(*StoredAnswer._fields))
    return FoundResponse(response, answers, response.version.quiz.state)


def append_answer(
    response: Response, key: str, question: str, choices: tuple[str, ...], *, may_keep: bool, now: datetime
) -> StoredAnswer | None:
    """Write an answer under its submit key. None: the key is used or the response finished, and nothing was written.

    The row is held while it is looked at, so that this needs no transaction around it.
    """
    moment = connection.ops.adapt_datetimefield_value(now)
    with _write() as cursor:
        cursor.execute(_append(connection.vendor), [key, question, json.dumps(choices), may_keep, moment, response.pk])
        row = cursor.fetchone()
    return StoredAnswer(row[0], key, question, choices, may_keep) if row else None


@contextmanager
def _write() -> Iterator[CursorWrapper]:
    """Open a cursor for one statement that writes, a transaction of its own; SQLite's writers queue to begin one."""
    with nullcontext() if connection.vendor == "postgresql" else atomic(), connection.cursor() as cursor:
        yield cursor


@cache
def _find(vendor: str) -> str:
    columns = ", ".join(f'r."{field.column}"' for field in Response._meta.concrete_fields)
    return RESPONSE.format(columns=columns, answers=ANSWERS[vendor])


@cache
def _append(vendor: str) -> str:
    return APPEND.format(lock="FOR NO KEY UPDATE" if vendor == "postgresql" else "")


def _to_found(row: Sequence[Any]) -> FoundResponse:
    *values, version_id, quiz_id, number, quiz_state, answers = row
    for place, convert in _converters(connection.vendor):
        values[place] = convert(values[place])
    response = Response.from_db(connection.alias, _names(), values)
    response.version = QuizVersion.from_db(connection.alias, ["id", "quiz_id", "number"], [version_id, quiz_id, number])
    return FoundResponse(response, tuple(sorted(map(StoredAnswer.of, json.loads(answers or "[]")))), quiz_state)


@cache
def _names() -> Sequence[str]:
    return [field.attname for field in Response._meta.concrete_fields]


@cache
def _converters(vendor: str) -> list[tuple[int, Callable[[Any], Any]]]:
    """Return what turns a column's value into Python's, for each column that needs it."""
    columns = [field.get_col("r") for field in Response._meta.concrete_fields]
    found = []
    for place, column in enumerate(columns):
        for convert in (*connection.ops.get_db_converters(column), *column.get_db_converters(connection)):
            found.append((place, _converter(convert, column)))
    return found


def _converter(convert: Callable[..., Any], column: Col) -> Callable[[Any], Any]:
    return lambda value: convert(value, column, connection)
