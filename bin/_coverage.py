"""Print which share of the branches of every stage the tests took; fail where that of all is below the least."""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import PurePath
from tempfile import NamedTemporaryFile

from coverage import Coverage

LEAST = 85  # per cent of all branches


def stage_of(path: str) -> str:
    """Return the app, and in quiz/ the stage: a package or a module beside the packages."""
    app, *rest = PurePath(path).parts
    return f"quiz/{PurePath(rest[0]).stem}" if app == "quiz" else app


def tally(files: dict[str, dict]) -> dict[str, Counter[str]]:
    """Return how many branches every stage has, and how many of them were taken."""
    stages: dict[str, Counter[str]] = {}
    for path, report in files.items():
        summary = report["summary"]
        found = {"there": summary["num_branches"], "taken": summary["covered_branches"]}
        stages.setdefault(stage_of(path), Counter()).update(found)
    return stages


def table(stages: dict[str, Counter[str]]) -> Iterator[str]:
    """Yield a line for every stage of which a branch was not taken, and one for all."""
    for stage, summary in sorted(stages.items()):
        if summary["taken"] < summary["there"]:
            yield f"{stage:20}{share(summary):7.1f} %"
    yield f"{'all':20}{share(whole(stages)):7.1f} %"


def whole(stages: dict[str, Counter[str]]) -> Counter[str]:
    return sum(stages.values(), Counter())


def share(summary: Counter[str]) -> float:
    return 100 * summary["taken"] / summary["there"] if summary["there"] else 100


def main() -> int:
    coverage = Coverage()
    coverage.load()
    with NamedTemporaryFile(suffix=".json") as file:
        coverage.json_report(outfile=file.name)
        files = json.load(file)["files"]
    stages = tally(files)
    print(*table(stages), sep="\n")
    if share(whole(stages)) >= LEAST:
        return 0
    print(f"failed: at least {LEAST} % of all branches have to be taken")
    return 1


if __name__ == "__main__":
    sys.exit(main())
