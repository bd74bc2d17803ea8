from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from catalog.origins import MAX_ORIGINS, clean_origin, frame_ancestors, is_listed, validate_origins


@pytest.mark.parametrize(
    ("written", "origin"),
    [
        ("https://brand.example", "https://brand.example"),
        ("https://Brand.Example/", "https://brand.example"),
        ("https://brand.example:8443", "https://brand.example:8443"),
        ("https://*.brand.example", "https://*.brand.example"),
        ("https://こもれび.jp", "https://xn--28j4cybzb.jp"),
        ("http://localhost:8100", "http://localhost:8100"),
        ("http://127.0.0.1", "http://127.0.0.1"),
    ],
)
def test_clean_origin_returns_the_normal_form(written, origin):
    assert clean_origin(written) == origin


@pytest.mark.parametrize(
    "written",
    [
        "",
        "*",
        "https://*",
        "https://*.jp",
        "https://*.co.jp",
        "https://co.jp",
        "https://*.*.brand.example",
        "https://a.*.example",
        "http://brand.example",
        "ftp://brand.example",
        "javascript:alert(1)",
        "brand.example",
        "//brand.example",
        "https://brand.example/path",
        "https://brand.example?x=1",
        "https://brand.example#x",
        "https://user:secret@brand.example",
        "https://brand.example:99999",
        "https://ok.jp; script-src *",
        "https://ok.jp,https://evil.example",
        "https://ok.jp\r\nSet-Cookie: a=b",
        "https://ok.jp\\evil.example",
        "https://-brand.example",
        "https://" + "a" * 300 + ".example",
        "https://localhost.",
        "https://intranet",
        "null",
        "'self'",
    ],
)
def test_clean_origin_refuses_everything_else(written):
    with pytest.raises(ValidationError):
        clean_origin(written)


def test_validate_origins_takes_at_most_thirty():
    lines = [f"https://shop{number}.example" for number in range(MAX_ORIGINS + 1)]

    validate_origins("\n".join(lines[:-1]))
    with pytest.raises(ValidationError):
        validate_origins("\n".join(lines))


def test_frame_ancestors_lists_the_site_itself_and_the_brand():
    assert frame_ancestors(()) == "'self'"
    assert (
        frame_ancestors(("https://a.example", "https://*.b.example")) == "'self' https://a.example https://*.b.example"
    )


@pytest.mark.parametrize(
    ("origin", "listed"),
    [
        ("https://a.example", True),
        ("https://a.example:444", False),
        ("http://a.example", False),
        ("https://www.a.example", False),
        ("https://www.b.example", True),
        ("https://deep.www.b.example", True),
        ("https://b.example", False),
        ("https://evilb.example", False),
        ("null", False),
        ("", False),
    ],
)
def test_is_listed_follows_the_rules_of_frame_ancestors(origin, listed):
    assert is_listed(origin, ("https://a.example", "https://*.b.example")) is listed
