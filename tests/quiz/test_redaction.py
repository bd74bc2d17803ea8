from __future__ import annotations

import logging
import re
from collections.abc import Iterator

import pytest
from django.urls import URLResolver, get_resolver, resolve

from quiz import tokens
from quiz.redaction import RedactingFormatter, RedactTokens, mask_address, redact

TOKEN = "abcd" + "E" * 28
SIGNED = [1, 12, 1234, "6f1c", ["6f1c2b1e-7d7b-4a52-9a39-6f0c6b2c9f10", 1], "a" * 200]
IN_PATH = re.compile(r"<(signed|token):\w+>|<(?:\w+:)?(?:handle|token)>")
OTHERS = {"slug": "coffee", "step": "q1"}


def places(resolver: URLResolver, before: str = "/") -> Iterator[tuple[str, str]]:
    """Yield each address of the site map that holds a token, with a place for it, and the converter of the token."""
    for pattern in resolver.url_patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from places(pattern, route)
        elif found := IN_PATH.search(route):
            address = route.replace(found[0], "{}")
            yield re.sub(r"<\w+:(\w+)>", lambda other: OTHERS[other[1]], address), found[1]


PLACES = list(places(get_resolver()))


def test_all_addresses_with_a_token_are_found():
    assert {address for address, _ in PLACES} >= {
        *("/q/coffee/a/{}/q1", "/embed/q/coffee/r/{}/keep", "/me/{}/erase", "/confirm/{}", "/unsubscribe/{}"),
        "/preview/{}/",
    }


@pytest.mark.parametrize(("address", "converter"), PLACES)
def test_redact_leaves_four_characters_of_a_token(address, converter):
    signed = [tokens.sign("purpose", data) for data in SIGNED]

    for token in signed if converter == "signed" else [TOKEN]:
        resolve(address.format(token))
        assert redact(f"Gone: {address.format(token)}") == f"Gone: {address.format(token[:4] + '…')}"


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


@pytest.mark.parametrize(
    ("email", "hide_host", "masked"),
    [
        ("hanako@example.jp", False, "h•••@example.jp"),
        ("hanako@example.jp", True, "h•••@e•••.jp"),
        ("a@b", True, "a•••@•••.b"),
    ],
)
def test_mask_address_keeps_the_first_letter_and_hides_the_host_on_request(email, hide_host, masked):
    assert mask_address(email, hide_host=hide_host) == masked
