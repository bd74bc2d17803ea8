from __future__ import annotations

import pytest
from django.test import Client

from quiz.models import Answer, Response
from tests.factories import make_brand
from tests.quiz.walking import begin, title

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("path", "method"),
    [("/q/coffee/", "post"), ("/q/coffee/start", "get"), ("/", "delete"), ("/q/coffee/t/forest", "put")],
)
def test_wrong_method_is_refused(client, quiz, path, method):
    assert getattr(client, method)(path).status_code == 405


@pytest.mark.parametrize("content_type", ["application/json", "text/plain", "application/xml"])
def test_body_that_is_no_form_is_refused(client, quiz, content_type):
    first = begin(client, "coffee")

    page = client.post(first, data="k=1&choice=a", content_type=content_type)

    assert page.status_code == 415
    assert not Answer.objects.exists()


@pytest.mark.parametrize(
    "body", [b"k=AAAAAAAAAAAAAAAAAAAAAA&choice=%82%b1", b"k=AAAAAAAAAAAAAAAAAAAAAA&choice=\x82\xb1", b"choice=a%00&k=A"]
)
def test_body_that_is_not_utf_8_is_refused_in_plain_words(client, quiz, body):
    first = begin(client, "coffee")

    page = client.post(first, data=body, content_type="application/x-www-form-urlencoded")

    assert page.status_code == 400
    assert title(page) != ""
    assert not Answer.objects.exists()


def test_shift_jis_body_is_refused(client, quiz):
    first = begin(client, "coffee")

    page = client.post(first, data=b"k=1", content_type="application/x-www-form-urlencoded; charset=shift_jis")

    assert page.status_code == 400


def test_too_many_fields_are_refused(client, quiz, settings):
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 100
    first = begin(client, "coffee")

    page = client.post(first, {"k": "A" * 22, "choice": ["a"] * 200})

    assert page.status_code == 400


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Origin": "https://evil.example"}, 403),
        ({"Origin": "null", "Sec-Fetch-Site": "cross-site"}, 403),
        ({"Origin": "null", "Sec-Fetch-Site": "same-origin"}, 303),
        ({"Origin": "http://testserver"}, 303),
        ({}, 303),
    ],
)
def test_only_our_own_pages_may_send(client, quiz, headers, status):
    assert client.post("/q/coffee/start", headers=headers).status_code == status
    assert Response.objects.count() == (status == 303)


def test_sandboxed_frame_may_send_when_the_brand_says_so(client, quiz):
    make_brand(allow_sandboxed=True)

    page = client.post("/embed/q/coffee/start", headers={"Origin": "null", "Sec-Fetch-Site": "cross-site"})

    assert page.status_code == 303
    assert Response.objects.get().channel == "embed"


@pytest.mark.parametrize("host", ["evil.example", "testserver.evil.example"])
def test_foreign_host_is_refused(quiz, host):
    assert Client(headers={"Host": host}).get("/q/coffee/").status_code == 400
