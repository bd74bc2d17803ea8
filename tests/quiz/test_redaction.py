from __future__ import annotations

import logging

import pytest

from quiz.redaction import RedactTokens, redact

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
