"""Pages about what went wrong, where it went wrong: in a frame, and on staff pages."""

from __future__ import annotations

import re

import pytest
from django.db import OperationalError
from django.template.loader import render_to_string

pytestmark = pytest.mark.django_db


def framing(page) -> str:
    return page["Content-Security-Policy"].split("frame-ancestors ")[1]


@pytest.mark.parametrize("path", ["/embed/q/nothing/", f"/embed/q/coffee/a/{'A' * 32}/q1", "/embed/nothing"])
def test_a_frame_shows_what_went_wrong_in_it(client, path):
    page = client.get(path)

    assert (page.status_code, framing(page)) == (404, "*")
    assert not page.has_header("X-Frame-Options")


def test_a_frame_shows_that_the_database_is_away(client, monkeypatch):
    def fail(*_args: object, **_more: object) -> None:
        raise OperationalError

    monkeypatch.setattr("quiz.views.taking.get_open_quiz", fail)
    page = client.post("/embed/q/coffee/start", {"utm_source": "newsletter"})

    assert (page.status_code, framing(page)) == (503, "*")
    assert 'value="newsletter"' in page.text


def test_other_pages_about_trouble_stay_out_of_frames(client):
    page = client.get("/q/nothing/")

    assert (framing(page), page["X-Frame-Options"]) == ("'none'", "DENY")


def test_a_password_is_not_printed_when_the_database_is_away(client, monkeypatch):
    def fail(*_args: object, **_more: object) -> None:
        raise OperationalError

    monkeypatch.setattr("django.contrib.auth.forms.authenticate", fail)
    page = client.post("/admin/login/", {"username": "mika", "password": "hushhush"})

    assert page.status_code == 503
    assert "hushhush" not in page.text


@pytest.mark.parametrize("status", [400, 403, 404, 429, 500, 503])
def test_a_page_about_trouble_is_titled_as_it_is_headed(rf, status):
    text = render_to_string(f"{status}.html", request=rf.get("/"))
    named = re.search("<title>(.*?)</title>", text)[1]
    headed = re.search("<h1>(.*?)</h1>", text)[1]

    assert named == headed != ""
