from __future__ import annotations

import logging

import pytest

from quiz.redaction import RedactingFormatter, RedactTokens, redact

TOKEN = "abcd" + "E" * 28


@pytest.mark.parametrize(
    "path", ["/q/coffee/a/{}/q1", "/q/coffee/r/{}", "/me/{}", "/confirm/{}", "/unsubscribe/{}", "/preview/{}/"]
)
def test_redact_leaves_four_characters_of_a_token(path):
    assert TOKEN not in redact(path.format(TOKEN))
    assert "abcd…" in redact(path.format(TOKEN))


def test_redact_makes_one_short_line():
    assert "\n" not in redact("answer\r\nINFO forged line\x1b[31m")
    assert len(redact("x" * 10_000)) == 2000


def test_filter_redacts_what_the_arguments_hold():
    record = logging.LogRecord("django", logging.INFO, "", 0, '"GET %s"', (f"/q/coffee/r/{TOKEN}",), None)

    RedactTokens().filter(record)

    assert record.getMessage() == '"GET /q/coffee/r/abcd…"'


def test_redact_tells_no_mail_address():
    assert "hanako" not in redact("GET /admin/quiz/profile/?q=hanako@example.jp")
    assert redact("to hanako@example.jp, twice") == "to •••@•••, twice"


def test_formatter_redacts_what_an_error_quotes():
    try:
        raise ValueError(f"Failing row contains (1, hanako@example.jp).\nAt /q/coffee/r/{TOKEN}")
    except ValueError as error:
        record = logging.LogRecord(
            "django", logging.ERROR, "", 0, "broken", (), (ValueError, error, error.__traceback__)
        )

    line = RedactingFormatter("%(message)s").format(record)

    assert "ValueError: Failing row contains" in line
    assert "hanako" not in line
    assert TOKEN not in line
