"""Staff print a QR code for a shop counter; whoever scans it is counted under its source."""

from __future__ import annotations

from io import BytesIO

import pytest
from django.test import Client
from PIL import Image

from quiz.admin.qr import draw
from quiz.models import Response
from tests.factories import make_quiz, make_staff, make_version
from tests.quiz.admin.filling import address

pytestmark = pytest.mark.django_db
COUNTER = {"utm_source": "京都店 & 駅前", "utm_medium": "print", "utm_campaign": "秋"}


@pytest.fixture
def page_address():
    return address("quiz", "qr", make_version(make_quiz(slug="coffee")).quiz.pk)


def test_code_leads_to_the_quiz_with_its_source(staff, page_address, settings):
    settings.BASE_URL = "https://quiz.example.jp"

    page = staff.get(page_address, COUNTER)

    target = page.context["address"]
    assert target.startswith("https://quiz.example.jp/q/coffee/?via=qr&utm_source=%E4%BA%AC")
    assert staff.get(page_address, {**COUNTER, "file": "svg"}).content == draw(target, "svg")


def test_who_scans_it_is_counted_under_its_source(staff, page_address, settings):
    target = staff.get(page_address, COUNTER).context["address"].removeprefix(settings.BASE_URL)
    visitor = Client()
    start = visitor.get(target)
    hidden = {name: value for name, value in [*COUNTER.items(), ("via", "qr")] if f'name="{name}"' in start.text}

    visitor.post("/q/coffee/start", hidden)

    response = Response.objects.get()
    assert (response.channel, response.utm_source, response.utm_campaign) == ("qr", COUNTER["utm_source"], "秋")


def test_png_is_large_enough_for_print(staff, page_address):
    page = staff.get(page_address, {"utm_source": "counter", "file": "png"})

    picture = Image.open(BytesIO(page.content))
    assert page["Content-Type"] == "image/png"
    assert picture.width >= 600
    assert picture.convert("L").getpixel((0, 0)) == 255


def test_svg_names_its_file_after_quiz_and_source(staff, page_address):
    page = staff.get(page_address, {"utm_source": "counter", "file": "svg"})

    assert page["Content-Type"] == "image/svg+xml"
    assert page["Content-Disposition"] == 'inline; filename="coffee-counter.svg"'


def test_source_that_is_too_long_is_refused_in_words(staff, page_address):
    page = staff.get(page_address, {"utm_source": "x" * 101})

    assert page.context["address"] == ""
    assert page.context["form"].errors.keys() == {"utm_source"}


def test_who_may_not_see_quizzes_gets_no_code(client, page_address):
    client.force_login(make_staff(is_superuser=False))

    assert client.get(page_address).status_code == 403
    assert Client().get(page_address).status_code == 302
