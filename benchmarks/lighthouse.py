"""Lighthouse's marks, on the emulated phone that it has by default, for the pages of a quiz.

    python -m benchmarks.lighthouse          as `bin/bench --lighthouse` does, on SQLite

Lighthouse comes from npm (`npm install lighthouse`); $LIGHTHOUSE names its program when it is not in PATH.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

from benchmarks.sites import environment, python, serve
from benchmarks.weight import Phone, answer

FLAGS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
)
CATEGORIES = {"performance": 98, "accessibility": 100, "best-practices": 100}
SLUG = "coffee"


def pages(address: str) -> Iterator[tuple[str, str]]:
    """Yield the pages of a quiz by name; a whole way through it leads to the result."""
    phone = Phone(address)
    yield "start page", f"{address}/q/{SLUG}/"
    yield "question", address + phone.post(f"/q/{SLUG}/start")[0]
    yield "result", address + finish(phone)
    yield "type page", f"{address}/q/{SLUG}/t/morning"


def finish(phone: Phone) -> str:
    """Choose the first choice of every question, and return the path of the result."""
    path = phone.post(f"/q/{SLUG}/start")[0]
    while "/r/" not in path:
        path = answer(phone, path)[0]
    return path


def mark(program: str, address: str) -> dict[str, int]:
    """Return Lighthouse's marks of 0 to 100 for a page."""
    command = [program, address, "--quiet", "--output=json", f"--only-categories={','.join(CATEGORIES)}"]
    chrome = os.environ.get("CHROMIUM") or shutil.which("chromium") or ""
    ran = subprocess.run(  # noqa: S603
        [*command, f"--chrome-flags={FLAGS}"],
        capture_output=True,
        text=True,
        check=True,
        env=os.environ | ({"CHROME_PATH": chrome} if chrome else {}),
    )
    found = json.loads(ran.stdout)["categories"]
    return {name: round(found[name]["score"] * 100) for name in CATEGORIES}


def main() -> None:
    program = os.environ.get("LIGHTHOUSE") or shutil.which("lighthouse")
    if not program:
        raise SystemExit("Lighthouse is not in PATH: npm install lighthouse, and name its program in $LIGHTHOUSE.")
    print("Lighthouse, mobile: " + " · ".join(f"{name} ≥ {goal}" for name, goal in CATEGORIES.items()))
    with tempfile.TemporaryDirectory(prefix="pittari-lighthouse-") as folder:
        own = environment(Path(folder), "")
        python("-m", "benchmarks.pool", "prepare", environment=own)
        with serve(own, path="/healthz") as site:
            for name, address in pages(site.address):
                print(f"{name:12}", *mark(program, address).values())


if __name__ == "__main__":
    main()
