from __future__ import annotations

import pytest
from django.core.management import call_command
from django.utils import translation

from quiz import publishing
from tests.factories import make_version

pytestmark = pytest.mark.django_db


def test_draw_cards_draws_what_is_missing_and_nothing_twice(settings, tmp_path, capsys):
    settings.MEDIA_ROOT = tmp_path
    version = make_version()

    with translation.override("en"):
        call_command("draw_cards")
        call_command("draw_cards")

    assert capsys.readouterr().out == "2 share pictures drawn.\n0 share pictures drawn.\n"
    assert publishing.card(version, "forest") is not None
