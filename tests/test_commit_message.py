"""The hook for commit messages refuses a subject that is cut off in lists, and a change whose reason is not given."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

HOOK = Path(__file__).resolve().parent.parent / "bin" / "_commit_message.py"
BODY = "\n\nBecause."


def faults(message: str, tmp_path: Path) -> list[str]:
    (tmp_path / "message").write_text(message)
    hook = subprocess.run([sys.executable, HOOK, tmp_path / "message"], capture_output=True, text=True, check=False)
    found = hook.stderr.splitlines()
    assert hook.returncode == bool(found)
    return found


@pytest.mark.parametrize("message", [f"{'x' * 72}{BODY}", f"# a comment\nAdd a coupon{BODY}", "fixup! Add a coupon"])
def test_message_with_a_short_subject_and_a_reason_passes(message, tmp_path):
    assert faults(message, tmp_path) == []


@pytest.mark.parametrize(
    ("message", "fault"),
    [
        (f"{'x' * 73}{BODY}", "the subject has 73 columns, of at most 72"),
        ("", "the subject has 0 columns, of at most 72"),
        ("Add a coupon\nBecause.", "the line below the subject is not blank"),
        ("Add a coupon\n\n# Please enter the commit message\n", "a body that says why is missing"),
    ],
)
def test_fault_of_a_message_is_named(message, fault, tmp_path):
    assert f"commit message: {fault}" in faults(message, tmp_path)
