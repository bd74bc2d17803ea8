"""What every release leaves behind for good: the loader that brands' pages include by its hash."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.conf import settings

from quiz.embedding import loader

KEPT = settings.BASE_DIR / "static" / loader.EARLIER
CHANGELOG = "# Changelog\n\n## Unreleased\n\n## 1.1.0 – 2027-02-01\n\n## [1.0.0] - 2027-01-01\n"


def releases(changelog: str) -> set[str]:
    return set(re.findall(r"^## \[?(\d[\w.+-]*)", changelog, re.MULTILINE))


def kept_loaders(folder: Path) -> dict[str, str]:
    """Return the hash in the name of each kept loader by its version."""
    return dict(path.stem.rsplit("-", 1) for path in folder.glob("*.js"))


def faults(changelog: str, folder: Path, *, current: str) -> list[str]:
    """Return what is wrong with the kept loaders; a release, with nothing unreleased, ships one that is kept."""
    kept = kept_loaders(folder)
    missing = [f"no loader of {version}" for version in sorted(releases(changelog) - kept.keys())]
    changed = [path for path in folder.glob("*.js") if not path.stem.endswith(f"-{loader.read_loader(path).hash}")]
    is_released = not re.search(r"\A(?:(?!^## \[?\d).*\n)*- ", changelog, re.MULTILINE)
    unkept = ["embed.js is not kept"] if is_released and current not in kept.values() else []
    return missing + [f"{path.name} changed" for path in changed] + unkept


def keep(folder: Path, version: str, content: str) -> str:
    """Keep a loader as bin/release-loader does; return its hash."""
    path = folder / "embed.js"
    path.write_text(content)
    digest = loader.read_loader(path).hash
    path.rename(folder / f"{version}-{digest}.js")
    return digest


def test_loader_of_every_release_is_kept_as_it_was():
    """On failure: bin/release-loader keeps a loader; git restores one that changed or is gone."""
    changelog = (settings.BASE_DIR / "CHANGELOG.md").read_text()

    assert faults(changelog, KEPT, current=loader.current_loader().hash) == []


def test_kept_loaders_are_served():
    assert set(kept_loaders(KEPT).values()) <= loader.loaders().keys()


def test_release_whose_loader_is_not_kept_is_found(tmp_path):
    first = keep(tmp_path, "1.0.0", "first")

    assert faults(CHANGELOG, tmp_path, current=first) == ["no loader of 1.1.0"]


def test_kept_loader_that_changed_is_found(tmp_path):
    first, second = keep(tmp_path, "1.0.0", "first"), keep(tmp_path, "1.1.0", "second")
    assert faults(CHANGELOG, tmp_path, current=second) == []

    (tmp_path / f"1.0.0-{first}.js").write_text("mended")

    assert faults(CHANGELOG, tmp_path, current=second) == [f"1.0.0-{first}.js changed"]


@pytest.mark.parametrize(("unreleased", "found"), [("", ["embed.js is not kept"]), ("- Something.\n", [])])
def test_loader_that_changed_after_it_was_kept_is_found(tmp_path, unreleased, found):
    for version in ("1.0.0", "1.1.0"):
        keep(tmp_path, version, version)

    changelog = CHANGELOG.replace("## Unreleased\n", f"## Unreleased\n{unreleased}")

    assert faults(changelog, tmp_path, current="f" * 32) == found
