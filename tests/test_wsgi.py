"""What reaches Django through the WSGI entry point."""

from __future__ import annotations

import importlib
from io import BytesIO
from typing import Any
from wsgiref.util import setup_testing_defaults

import pytest
from django.conf import settings as site
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command

FORM = b'--B\r\nContent-Disposition: form-data; name="utm_source"\r\n\r\n\xff\r\n--B--\r\n'


def status(kind: str, *, query: str = "lang=en", body: bytes = FORM) -> str:
    """Return the status that a POST with this Content-Type is answered with."""
    told: list[Any] = []  # the import waits for the tests' own key
    environ = {"REQUEST_METHOD": "POST", "PATH_INFO": "/q/coffee/start", "QUERY_STRING": query, "CONTENT_TYPE": kind}
    environ |= {"CONTENT_LENGTH": str(len(body)), "wsgi.input": BytesIO(body), "HTTP_HOST": "localhost"}
    setup_testing_defaults(environ)
    importlib.import_module("config.wsgi").application(environ, lambda *given: told.extend(given))
    return told[0]


@pytest.mark.django_db
@pytest.mark.parametrize("charset", ["zip", "idna", "undefined", "utf-16", "shift_jis", "utf-8", "nothing"])
def test_bytes_that_are_not_utf_8_are_refused_whatever_charset_is_claimed(charset):
    assert status(f"multipart/form-data; charset={charset}; boundary=B") == "400 Bad Request"
    assert status(f"multipart/form-data; boundary=B; Charset*=x''{charset}") == "400 Bad Request"


@pytest.mark.django_db
def test_too_long_a_query_is_refused_in_words_with_a_charset_as_well():
    query = "&".join(f"a{number}=1" for number in range(3000))

    assert status("text/plain; charset=utf-8", query=query) == "400 Bad Request"


@pytest.fixture(params=["SECRET_KEY", "SECRET_KEY_FALLBACKS", "CONTACT_KEY"])
def public(request: pytest.FixtureRequest, settings: Any) -> str:
    """Put the shipped key into one of the settings that hold keys; return its name."""
    is_list = isinstance(getattr(site, request.param), list)
    setattr(settings, request.param, [site.INSECURE_SECRET_KEY] if is_list else site.INSECURE_SECRET_KEY)
    return request.param


def start() -> None:
    importlib.reload(importlib.import_module("config.wsgi"))


def test_site_does_not_start_with_the_shipped_key(public):
    with pytest.raises(ImproperlyConfigured, match=rf"^{public}: .*Set SECRET_KEY to 50 random characters"):
        start()


def test_no_mail_is_sent_with_the_shipped_key(public):
    with pytest.raises(ImproperlyConfigured, match=f"^{public}: "):
        call_command("send_followups")


@pytest.mark.parametrize("allowing", ["DEBUG", "DEMO"])
def test_a_demo_and_a_developer_may_use_the_shipped_key(settings, public, allowing):
    setattr(settings, allowing, True)

    start()
