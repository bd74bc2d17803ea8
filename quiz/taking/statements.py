"""What each step reads and writes: a response by its handle, its answers, and one answer more.

These three statements run for every question and every answer of everybody, so they are written out, and what the ORM
would work out anew each time (columns, how a database's values become Python's) is worked out once.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from datetime import datetime
from functools import cache
from typing import Any, NamedTuple

from django.db import connection

from quiz.models import QuizVersion, Response

RESPONSE = """
SELECT {columns}, v."id", v."quiz_id", v."number", q."state"
FROM quiz_response r
JOIN quiz_quizversion v ON v."id" = r."version_id"
JOIN quiz_quiz q ON q."id" = v."quiz_id"
WHERE r."handle_hash" = %s
"""
LOCK = 'FOR NO KEY UPDATE OF "r"'
ANSWERS = """
SELECT "id", "submit_key", "question_key", "choices", "may_keep" FROM quiz_answer WHERE "response_id" = %s ORDER BY "id"
"""
APPEND = """
INSERT INTO quiz_answer ("response_id", "submit_key", "question_key", "choices", "may_keep", "answered_at")
VALUES (%s, %s, %s, %s, %s, %s) RETURNING "id"
"""


class AnswerRow(NamedTuple):
    """An answer as it was written."""

    pk: int
    submit_key: str
    question_key: str
    choices: tuple[str, ...]
    may_keep: bool


def find(handle_hash: str, *, lock: bool = False) -> Response | None:
    """Return the response of a handle with its version, and as `quiz_state` how its quiz stands at this moment.

    Locked, the row is held until the transaction ends; SQLite has one writer at a time anyway.
    """
    is_locking = lock and connection.features.has_select_for_no_key_update
    with connection.cursor() as cursor:
        cursor.execute(_statement() + (LOCK if is_locking else ""), [handle_hash])
        row = cursor.fetchone()
    if row is None:
        return None
    *columns, version_id, quiz_id, number, quiz_state = row
    response = _to_response(columns)
    response.version = QuizVersion.from_db(connection.alias, ["id", "quiz_id", "number"], [version_id, quiz_id, number])
    response.quiz_state = quiz_state
    return response


def answers_of(response: Response) -> list[AnswerRow]:
    """Return the answers to a response in the order of writing."""
    with connection.cursor() as cursor:
        cursor.execute(ANSWERS, [response.pk])
        rows = cursor.fetchall()
    return [AnswerRow(pk, key, question, tuple(json.loads(text)), bool(keep)) for pk, key, question, text, keep in rows]


def append_answer(
    response: Response, key: str, question: str, choices: tuple[str, ...], *, may_keep: bool, now: datetime
) -> AnswerRow:
    """Write an answer under its submit key."""
    moment = connection.ops.adapt_datetimefield_value(now)
    with connection.cursor() as cursor:
        cursor.execute(APPEND, [response.pk, key, question, json.dumps(choices), may_keep, moment])
        (pk,) = cursor.fetchone()
    return AnswerRow(pk, key, question, choices, may_keep)


@cache
def _statement() -> str:
    return RESPONSE.format(columns=", ".join(f'r."{field.column}"' for field in Response._meta.concrete_fields))


def _to_response(values: list[Any]) -> Response:
    for place, convert in _converters(connection.vendor):
        values[place] = convert(values[place])
    return Response.from_db(connection.alias, _names(), values)


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
            found.append((place, lambda value, convert=convert, column=column: convert(value, column, connection)))
    return found
