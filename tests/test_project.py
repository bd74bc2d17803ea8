"""What a release promises beside its features: migrations, safe settings, documentation and Japanese, all complete."""

from __future__ import annotations

import ast
import gettext
import os
import re
import shutil
import subprocess
import sys
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from django.core.management import call_command

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ["catalog", "config", "quiz"]
CATALOGUE = ROOT / "locale" / "ja" / "LC_MESSAGES" / "django.po"
PRODUCTION = {
    "ALLOWED_HOSTS": "quiz.example.jp",
    "BASE_URL": "https://quiz.example.jp",
    "MAIL_FROM": "Example <hello@example.jp>",
    "SECRET_KEY": "a-key-of-one's-own-0123456789-abcdefghijklmnopqrstuvwxyz-ABCDEFGHIJ",
    "SMTP_HOST": "mail.example.jp",
}


def run(*command: str | Path, folder: Path = ROOT, **environment: str) -> subprocess.CompletedProcess[str]:
    assert shutil.which(command[0]), f"{command[0]} is not installed; gettext's programs are in the package gettext"
    path = {"PATH": os.environ["PATH"], "PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.run(
        list(map(str, command)), cwd=folder, env=path | environment, text=True, capture_output=True, check=False
    )


def documentation() -> str:
    pages = [ROOT / "README.md", ROOT / "README.ja.md", *sorted((ROOT / "docs").rglob("*.md"))]
    return "\n".join(page.read_text() for page in pages if page.exists())


@pytest.mark.django_db
def test_no_migration_is_missing(capsys):
    try:
        call_command("makemigrations", check=True, dry_run=True)
    except SystemExit:
        pytest.fail(f"Models changed without a migration:\n{capsys.readouterr().out}")


def test_check_deploy_is_clean_for_a_site_in_production(tmp_path):
    command = [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"]
    check = run(*command, VAR_DIR=str(tmp_path / "var"), **PRODUCTION)

    assert check.returncode == 0, check.stderr
    assert (tmp_path / "var").stat().st_mode & 0o777 == 0o700


def test_every_import_of_the_site_is_in_its_lock():
    """What only the tests' lock installs would be missing on a real site."""
    locked = set(re.findall(r"^([\w.-]+)==", (ROOT / "requirements.txt").read_text(), re.MULTILINE))
    homes = packages_distributions()

    missing = {name for name in imported_names() if not locked & {canonical(home) for home in homes.get(name, [])}}

    assert missing == set(), f"Add to pyproject.toml and run bin/lock: {sorted(missing)}"


def canonical(distribution: str) -> str:
    return re.sub(r"[-_.]+", "-", distribution).lower()


def imported_names() -> set[str]:
    """Return the top-level names imported by the site that are neither ours nor Python's."""
    names = set()
    for package in PACKAGES:
        for path in (ROOT / package).rglob("*.py"):
            for node in ast.walk(without_types(ast.parse(path.read_text()))):
                if isinstance(node, ast.Import):
                    names |= {alias.name.partition(".")[0] for alias in node.names}
                elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                    names.add(node.module.partition(".")[0])
    return names - set(PACKAGES) - sys.stdlib_module_names


def without_types(tree: ast.Module) -> ast.Module:
    """Return a module without what only a type checker imports."""
    tree.body = [
        node for node in tree.body if not (isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING")
    ]
    return tree


def test_every_module_is_on_the_map():
    folder = ROOT / "quiz"
    modules = {path.stem for path in folder.iterdir() if path.suffix == ".py" or (path / "__init__.py").is_file()}
    named = set(re.findall(r"`(\w+)`", (ROOT / "docs" / "architecture.md").read_text()))

    assert modules - named - {"__init__", "migrations"} == set()


def test_every_command_is_documented():
    commands = {path.stem for path in ROOT.glob("*/management/commands/[!_]*.py")}

    undocumented = {command for command in commands if not re.search(rf"\b{command}\b", documentation())}

    assert undocumented == set(), f"Name in README.md or a page of docs/: {sorted(undocumented)}"


def test_every_setting_from_the_environment_is_documented():
    """A setting read through a loop or under a computed name would escape; settings.py has none."""
    undocumented = {name for name in environment_names() if not re.search(rf"\b{name}\b", documentation())}

    assert undocumented == set(), f"Explain in docs/settings.md: {sorted(undocumented)}"


def environment_names() -> set[str]:
    nodes = ast.walk(ast.parse((ROOT / "config/settings.py").read_text()))
    calls = [node for node in nodes if isinstance(node, ast.Call)]
    return {"DATABASE_URL"} | {call.args[0].value for call in calls if reads_environment(call.func)}


def reads_environment(function: ast.expr) -> bool:
    return re.fullmatch(r"env_\w+|os\.environ\.get|os\.getenv", ast.unparse(function)) is not None


def test_japanese_catalogue_translates_every_message(tmp_path):
    """On failure: translate what `makemessages -l ja --no-obsolete --no-location --no-wrap` adds, and compile."""
    for folder in [*PACKAGES, "templates", "locale"]:
        shutil.copytree(ROOT / folder, tmp_path / folder, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "manage.py", tmp_path)
    collect = ["manage.py", "makemessages", "--locale", "ja", "--keep-pot", "--no-wrap"]
    collected = run(sys.executable, *collect, folder=tmp_path, VAR_DIR=str(tmp_path))
    assert collected.returncode == 0, collected.stderr

    comparison = run("msgcmp", CATALOGUE, tmp_path / "locale/django.pot", LANGUAGE="en")

    lines = (tmp_path / "locale/django.pot").read_text().splitlines()
    missing = [lines[int(number) - 2] for number in re.findall(r"pot:(\d+): this message is", comparison.stderr)]
    assert comparison.returncode == 0, "\n".join(["Not in Japanese:", *missing, comparison.stderr])


def test_compiled_catalogue_is_fresh(tmp_path):
    """On failure: `manage.py compilemessages -l ja`, and commit locale/ja/LC_MESSAGES/django.mo."""
    compiled = run("msgfmt", "--check", "-o", tmp_path / "django.mo", CATALOGUE)
    assert compiled.returncode == 0, compiled.stderr

    assert messages(CATALOGUE.with_suffix(".mo")) == messages(tmp_path / "django.mo")


def messages(compiled: Path) -> dict[str, str]:
    with compiled.open("rb") as file:
        catalogue = gettext.GNUTranslations(file)._catalog
    return {key: text for key, text in catalogue.items() if key}


def test_every_server_that_the_documentation_starts_replaces_a_dead_worker():
    written = documentation() + (ROOT / "compose.yaml").read_text()
    commands = re.findall(r"granian --interface.*?config\.wsgi:application", written, re.DOTALL)

    assert len(commands) >= 4
    assert [command for command in commands if "--respawn-failed-workers" not in command] == []
