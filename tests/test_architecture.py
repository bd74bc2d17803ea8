"""What keeps the code findable: who may import whom, how long a file may be, how things are named."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from importlinter.cli import lint_imports

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ["catalog", "config", "quiz"]
FOLDERS = [*PACKAGES, "benchmarks", "bin", "demo", "static", "templates", "tests"]
NOT_OURS = {"__pycache__", "locale", "migrations", "vendor"}
BANNED_NAMES = {"common", "core", "helpers", "misc", "services", "utils"}
LONGEST_FILE = 250
LONGEST_LINE = 120
CLOCKS = {"monotonic", "perf_counter", "process_time", "thread_time", "time.time", "performance.now", "Date.now"}
MOST_IGNORES = 10


def our_files(*suffixes: str, folders: list[str] = FOLDERS) -> Iterator[Path]:
    for folder in folders:
        for path in sorted((ROOT / folder).rglob("*")):
            if path.suffix in suffixes and not NOT_OURS.intersection(path.parts) and ".min." not in path.name:
                yield path


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


@cache
def nodes_in(path: Path) -> list[ast.AST]:
    return list(ast.walk(ast.parse(path.read_text())))


def functions_in(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in nodes_in(path):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def test_imports_keep_the_contracts_of_pyproject(monkeypatch, capsys):
    monkeypatch.chdir(ROOT)

    broken = lint_imports(no_cache=True)

    assert not broken, capsys.readouterr().out


def test_no_file_is_longer_than_a_reader_holds_in_the_head():
    lengths = {name_of(path): len(path.read_text().splitlines()) for path in our_files(".py", ".js", ".css", ".html")}

    assert {name: length for name, length in lengths.items() if length > LONGEST_FILE} == {}


def test_no_line_of_a_template_is_longer_than_a_line_of_code():
    lines = {
        f"{name_of(path)}:{number}": len(line)
        for path in our_files(".html", ".txt", ".xml", folders=["templates"])
        for number, line in enumerate(path.read_text().splitlines(), start=1)
    }

    assert {place: length for place, length in lines.items() if length > LONGEST_LINE} == {}


def test_booleans_are_keyword_only():
    """A bare True at a call says nothing: `publish(quiz, force=True)`, never `publish(quiz, True)`."""
    offenders = [
        f"{name_of(path)}:{function.lineno} {function.name}"
        for path in our_files(".py")
        for function in functions_in(path)
        if any(is_boolean(default) for default in function.args.defaults)
    ]

    assert offenders == []


def is_boolean(default: ast.expr) -> bool:
    return isinstance(default, ast.Constant) and isinstance(default.value, bool)


def test_modules_are_named_by_their_idea():
    paths = [*our_files(".py"), *(path.parent for path in our_files(".py", folders=PACKAGES))]

    assert sorted({name_of(path) for path in paths if path.stem in BANNED_NAMES}) == []


def test_an_import_inside_a_function_gives_its_reason():
    """In a comment on its line or on the line above."""
    offenders = [
        f"{name_of(path)}:{line}"
        for path in our_files(".py")
        for lines in [path.read_text().splitlines()]
        for function in functions_in(path)
        for line in imports_without_reason(function, lines)
    ]

    assert offenders == []


def test_few_type_errors_are_ignored_and_each_says_why():
    """Which error it is, mypy itself demands (`ignore-without-code`)."""
    places = [
        (name_of(path), line.partition("# type: ignore[")[2])
        for path in our_files(".py")
        for line in path.read_text().splitlines()
        if "# type: ignore[" in line and path != Path(__file__)
    ]

    assert [name for name, rest in places if "]  # " not in rest] == []
    assert len(places) < MOST_IGNORES, places


def imports_without_reason(function: ast.AST, lines: list[str]) -> Iterator[int]:
    for node in ast.walk(function):
        if isinstance(node, ast.Import | ast.ImportFrom):
            above, own = lines[node.lineno - 2], lines[node.lineno - 1]
            if "#" not in own and not above.lstrip().startswith("#"):
                yield node.lineno


def test_no_test_looks_at_a_clock():
    """A busy machine fails it although nothing is wrong. Assert states, counts or order; a stopped clock may be set."""
    offenders = [
        f"{name_of(path)}:{node.lineno}"
        for path in our_files(".py", folders=["tests"])
        for node in nodes_in(path)
        if reads_clock(node)
    ]

    assert offenders == []


def reads_clock(node: ast.AST) -> bool:
    """Tell whether it calls a clock, in Python or in the text of a script."""
    if isinstance(node, ast.Call):
        called = ast.unparse(node.func)
        return called in CLOCKS or called.rpartition(".")[2] in CLOCKS
    return isinstance(node, ast.Constant) and any(f"{clock}(" in str(node.value) for clock in CLOCKS)
