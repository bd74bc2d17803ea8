"""Scoring is the standard library and nothing else, so that it runs, and means the same, anywhere."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]


def imported_by(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom):
            yield node.module or ""
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)


def test_scoring_imports_itself_and_the_standard_library():
    paths = sorted((ROOT / "quiz" / "scoring").rglob("*.py"))
    foreign = [
        f"{path.relative_to(ROOT)}: {name}"
        for path in paths
        for name in imported_by(path)
        if not f"{name}.".startswith("quiz.scoring.") and name.partition(".")[0] not in sys.stdlib_module_names
    ]

    assert len(paths) > 30
    assert foreign == []
