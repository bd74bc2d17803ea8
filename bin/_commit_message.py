"""Refuse a commit message whose subject is longer than 72 columns, or that does not say why below it."""

from __future__ import annotations

import sys
from pathlib import Path

LONGEST = 72
PROVISIONAL = ("fixup! ", "squash! ", "amend! ", "Merge ", "Revert ")


def faults(message: str) -> list[str]:
    lines = [line for line in message.partition("\n# ------------------------ >8")[0].splitlines() if line[:1] != "#"]
    subject, *rest = lines or [""]
    if subject.startswith(PROVISIONAL):
        return []
    found = []
    if not 0 < len(subject) <= LONGEST:
        found.append(f"the subject has {len(subject)} columns, of at most {LONGEST}")
    if rest and rest[0].strip():
        found.append("the line below the subject is not blank")
    if not any(line.strip() for line in rest):
        found.append("a body that says why is missing")
    return found


if __name__ == "__main__":
    found = faults(Path(sys.argv[1]).read_text(encoding="utf-8"))
    sys.exit("\n".join(f"commit message: {fault}" for fault in found) or 0)
