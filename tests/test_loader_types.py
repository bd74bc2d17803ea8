"""The loader's types name what its documentation names; bin/lint compiles the examples with them."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TYPES = (ROOT / "static/js/embed.d.ts").read_text()
PAGE = (ROOT / "docs/embedding.md").read_text()
SCRIPT_ONLY = {"target", "site"}  # options that no attribute can say


def interface(name: str) -> str:
    return re.search(rf"interface {name} {{(.*?)^}}", TYPES, re.MULTILINE | re.DOTALL)[1]


def table_below(heading: str) -> list[str]:
    """Return the first cells of the table in that part of the page."""
    part = PAGE.partition(f"\n## {heading}\n")[2].partition("\n## ")[0]
    return re.findall(r"^\| (`.*?) \|", part, re.MULTILINE)


def test_options_are_the_documented_attributes():
    typed = set(re.findall(r"^  (\w+)\?:", interface("PittariOptions"), re.MULTILINE)) - SCRIPT_ONLY

    cells = " ".join(table_below("The script"))
    plain, utm = set(re.findall(r"`data-(\w+)`", cells)), set(re.findall(r"`_(\w+)`", cells))
    assert typed == plain | {f"utm_{name}" for name in utm}


def test_events_are_the_documented_ones():
    typed = re.findall(r'^  "(quiz\.\w+)":', interface("PittariEvents"), re.MULTILINE)

    assert typed == [cell.strip("`") for cell in table_below("Events")]
