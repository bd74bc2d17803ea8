"""System checks that a database or a live site is not needed for."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from django.conf import settings as site

from quiz.checks import check_renamed_variables

RENAMED = sorted(site.RENAMED_VARIABLES.items())


@pytest.mark.parametrize(("new", "old"), RENAMED)
def test_an_old_name_of_a_variable_is_warned_of(monkeypatch, new, old):
    monkeypatch.setenv(old, "7")

    warnings = check_renamed_variables(None)

    assert [(warning.id, warning.hint) for warning in warnings] == [("quiz.W010", f"Set {new} in place of {old}.")]


def test_new_names_are_warned_of_by_nobody(monkeypatch):
    for new, old in RENAMED:
        monkeypatch.setenv(new, "7")
        monkeypatch.delenv(old, raising=False)

    assert check_renamed_variables(None) == []


@pytest.mark.parametrize(("new", "old"), RENAMED)
@pytest.mark.parametrize("name", ["old", "new"])
def test_a_limit_is_read_under_either_name_and_the_new_one_wins(tmp_path, new, old, name):
    variables = {old: "7"} if name == "old" else {old: "7", new: "8"}
    script = f"from config import settings; print(settings.{new})"
    environment = {**os.environ, "VAR_DIR": str(tmp_path), **variables}

    printed = subprocess.run(
        [sys.executable, "-c", script], env=environment, capture_output=True, text=True, check=True
    )

    assert printed.stdout.strip() == ("7" if name == "old" else "8")
