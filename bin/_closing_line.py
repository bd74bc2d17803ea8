"""Print one closing line for a folder of pytest reports, and fail if anything in them, or beside them, failed."""

from __future__ import annotations

import sys
from pathlib import Path
from xml.etree import ElementTree


def count(folder: Path) -> dict[str, int]:
    """Return how many tests all the reports hold, by how they ended."""
    reports = [ElementTree.parse(path) for path in folder.glob("*.xml")]  # noqa: S314 (pytest has just written them)
    suites = [suite for report in reports for suite in report.iter("testsuite")]
    total = {key: sum(int(suite.get(key, 0)) for suite in suites) for key in ("tests", "failures", "errors", "skipped")}
    failed = total["failures"] + total["errors"]
    return {"passed": total["tests"] - failed - total["skipped"], "failed": failed, "skipped": total["skipped"]}


def main(failed_beside: str, folder: str) -> int:
    ended = count(Path(folder))
    ended["failed"] += int(failed_beside)
    print(", ".join(f"{number} {how}" for how, number in ended.items() if number or how != "skipped"))
    return 1 if ended["failed"] or not ended["passed"] else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
