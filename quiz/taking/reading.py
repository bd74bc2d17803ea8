"""Read what each step needs: a response by its handle, and its answers.

These two statements run for every question and every answer of everybody, so they are written out: to let the ORM put
them together each time takes several times as long as the database does.
"""

from __future__ import annotations

from django.db import connection

from quiz.models import Answer, QuizVersion, Response

RESPONSE = """
SELECT r.*, v."quiz_id", v."number" AS "version_number", q."state" AS "quiz_state"
FROM quiz_response r
JOIN quiz_quizversion v ON v."id" = r."version_id"
JOIN quiz_quiz q ON q."id" = v."quiz_id"
WHERE r."handle_hash" = %s
"""
LOCKED = RESPONSE + 'FOR NO KEY UPDATE OF "r"'
ANSWERS = 'SELECT * FROM quiz_answer WHERE "response_id" = %s ORDER BY "id"'


def find(handle_hash: str, *, lock: bool = False) -> Response | None:
    """Return the response of a handle with its version, and as `quiz_state` how its quiz stands at this moment.

    Locked, the row is held until the transaction ends; SQLite has one writer at a time anyway.
    """
    is_locking = lock and connection.features.has_select_for_no_key_update
    found = next(iter(Response.objects.raw(LOCKED if is_locking else RESPONSE, [handle_hash])), None)
    if found is not None:
        facts = [found.version_id, found.quiz_id, found.version_number]
        found.version = QuizVersion.from_db(connection.alias, ["id", "quiz_id", "number"], facts)
    return found


def answers_of(response: Response) -> list[Answer]:
    """Return the answers to a response in the order of writing."""
    return list(Answer.objects.raw(ANSWERS, [response.pk]))
