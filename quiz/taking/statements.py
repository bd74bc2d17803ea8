"""The SQL of a step: select a response by its handle with its answers, and insert one answer.

The two statements run for every question and every answer, so they are written by hand; what the ORM would compute for
each query (columns, conversion of database values to Python values) is computed once per process.
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
    """A row of `Answer`."""

    pk: int
    submit_key: str
    question_key: str
    choices: tuple[str, ...]
    may_keep: bool

    @classmethod
    def from_row(cls, row: Sequence[Any]) -> StoredAnswer:
        pk, submit_key, question_key, choices, may_keep = row
        return cls(pk, submit_key, question_key, tuple(choices), bool(may_keep))


@dataclass(frozen=True, slots=True)
class FoundResponse:
    """A response with its version, its answers in the order of insertion, and the current state of its quiz."""

    response: Response
    answers: tuple[StoredAnswer, ...]
    quiz_state: str


def find(handle_hash: str, *, lock: bool = False) -> FoundResponse | None:
    """Return the response of a handle as it is stored now, or None.

    With `lock`, the row is locked until the transaction ends. SQLite needs no row lock: it has one writer at a time.
    """
    with connection.cursor() as cursor:
        if lock and connection.features.has_select_for_no_key_update:
            cursor.execute(LOCK, [handle_hash])  # separate, so that the next statement reads what is committed by then
        cursor.execute(_find_statement(connection.vendor), [handle_hash])
        row = cursor.fetchone()
    return _read_row(row) if row else None


def load(response: Response) -> FoundResponse:
    """Return a response that was read before, together with its answers."""
    answers = tuple(StoredAnswer.from_row(row) for row in response.answers.values_list(*StoredAnswer._fields))
    return FoundResponse(response, answers, response.version.quiz.state)


def append_answer(
    response: Response, key: str, question: str, choices: tuple[str, ...], *, may_keep: bool, now: datetime
) -> StoredAnswer | None:
    """Insert an answer under its submit key; return None, without a write, if the key is used or the response finished.

    The statement locks the response's row itself, so the caller needs no transaction.
    """
    moment = connection.ops.adapt_datetimefield_value(now)
    with _write() as cursor:
        cursor.execute(
            _append_statement(connection.vendor), [key, question, json.dumps(choices), may_keep, moment, response.pk]
        )
        row = cursor.fetchone()
    return StoredAnswer(row[0], key, question, choices, may_keep) if row else None


@contextmanager
def _write() -> Iterator[CursorWrapper]:
    """Open a cursor for one writing statement in its own transaction; on SQLite the writers' queue needs `atomic`."""
    with nullcontext() if connection.vendor == "postgresql" else atomic(), connection.cursor() as cursor:
        yield cursor


@cache
def _find_statement(vendor: str) -> str:
    columns = ", ".join(f'r."{field.column}"' for field in Response._meta.concrete_fields)
    return RESPONSE.format(columns=columns, answers=ANSWERS[vendor])


@cache
def _append_statement(vendor: str) -> str:
    return APPEND.format(lock="FOR NO KEY UPDATE" if vendor == "postgresql" else "")


def _read_row(row: Sequence[Any]) -> FoundResponse:
    *values, version_id, quiz_id, number, quiz_state, answers = row
    for index, convert in _converters(connection.vendor):
        values[index] = convert(values[index])
    response = Response.from_db(connection.alias, _field_names(), values)
    response.version = QuizVersion.from_db(connection.alias, ["id", "quiz_id", "number"], [version_id, quiz_id, number])
    return FoundResponse(response, tuple(sorted(map(StoredAnswer.from_row, json.loads(answers or "[]")))), quiz_state)


@cache
def _field_names() -> Sequence[str]:
    return [field.attname for field in Response._meta.concrete_fields]


@cache
def _converters(vendor: str) -> list[tuple[int, Callable[[Any], Any]]]:
    """Return the conversions of database values to Python values, with the index of the column."""
    columns = [field.get_col("r") for field in Response._meta.concrete_fields]
    found = []
    for index, column in enumerate(columns):
        for convert in (*connection.ops.get_db_converters(column), *column.get_db_converters(connection)):
            found.append((index, _converter(convert, column)))
    return found


def _converter(convert: Callable[..., Any], column: Col) -> Callable[[Any], Any]:
    return lambda value: convert(value, column, connection)
