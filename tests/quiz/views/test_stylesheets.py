"""The look sheet: whatever colour a brand chooses, its words can be read, in the light and in the dark."""

from __future__ import annotations

import random
import re

import pytest

from catalog.contrast import ENOUGH, contrast, mix
from quiz.models.looks import read_look
from quiz.views.stylesheets import DARK, LIGHT, TINT
from tests.factories import make_brand, make_document, make_quiz, make_version

pytestmark = pytest.mark.django_db
SHADES = random.Random(7)
COLORS = ["#ffffff", "#000000", "#ffe100", "#808080", *(f"#{SHADES.randrange(1 << 24):06x}" for _ in range(8))]
RULE = re.compile(r"([^{}\n]+)\{--brand:(#\w{6});--accent:(#\w{6});--on-brand:(#\w{6})\}")


def publish(color: str, **brand: object) -> tuple[object, str]:
    types = [{"key": "morning", "name": "朝", "color": color}, {"key": "forest", "name": "森"}]
    quiz = make_quiz(brand=make_brand(color=color, **brand), **make_document(types=types))
    return make_version(quiz), f"/q/{quiz.slug}/look-1.css"


@pytest.mark.parametrize("color", COLORS)
def test_every_colour_is_readable_in_the_light_and_in_the_dark(client, color):
    _version, address = publish(color, allow_dark=True)

    light, dark = client.get(address).text.split("@media screen and (prefers-color-scheme:dark)")

    for sheet, ground in ((light, LIGHT), (dark, DARK)):
        rules = RULE.findall(sheet)
        assert [selector for selector, *_ in rules] == [":root", ".type-morning", ".type-forest"]
        for _selector, brand, accent, on_brand in rules:
            assert contrast(on_brand, brand) >= ENOUGH
            assert contrast(accent, ground.paper) >= ENOUGH
            assert contrast(accent, mix(brand, ground.paper, TINT)) >= ENOUGH


def test_a_readable_colour_stays_as_the_brand_chose_it(client):
    _version, address = publish("#85471d")

    assert client.get(address).text.splitlines() == [
        ":root{--radius:18px;--heading:var(--mincho)}",
        ":root{--brand:#85471d;--accent:#85471d;--on-brand:#ffffff}",
        ".type-morning{--brand:#85471d;--accent:#85471d;--on-brand:#ffffff}",
        ".type-forest{--brand:#85471d;--accent:#85471d;--on-brand:#ffffff}",
    ]


@pytest.mark.parametrize("allows", [True, False])
def test_pages_go_dark_only_where_the_brand_allows_it(client, allows):
    _version, address = publish("#85471d", allow_dark=allows)

    page = client.get(address.replace("look-1.css", "")).text

    assert ("prefers-color-scheme:dark" in client.get(address).text) is allows
    assert ('<meta name="color-scheme" content="light dark">' in page) is allows


def test_a_snapshot_from_before_dark_pages_stays_light():
    assert read_look({"brand": {"key": "komorebi", "name": "こもれび珈琲"}}).allow_dark is False
