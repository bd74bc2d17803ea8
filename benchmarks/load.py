"""Put load on a server with wrk, and keep what it found."""

from __future__ import annotations

import json
import subprocess
from dataclasses import dataclass
from pathlib import Path
from statistics import median

SCRIPT = Path(__file__).with_name("post.lua")


@dataclass(frozen=True, slots=True)
class Run:
    """One short run: requests a second, milliseconds, and how many requests went wrong."""

    rate: float
    p50: float
    p99: float
    errors: int
    requests: int


def put(address: str, *, connections: int, seconds: float, lines: Path | None = None) -> Run:
    """Get an address again and again, or post the lines of a file to its server until time or lines end."""
    command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds:g}s", "--timeout", "10s", "-s", str(SCRIPT), address]
    command += ["--", str(lines)] if lines else []
    printed = subprocess.run(command, capture_output=True, text=True, check=True).stdout  # noqa: S603 (our own words)
    found = json.loads(next(line for line in printed.splitlines() if line.startswith("{")))
    return Run(found["requests"] / found["seconds"], found["p50"], found["p99"], found["errors"], found["requests"])


def middle(values: list[float]) -> float:
    return median(values) if values else 0.0


def ratios(runs: list[Run], to: list[Run]) -> list[float]:
    """Return how each run compares with the one beside it."""
    return [run.rate / other.rate for run, other in zip(runs, to, strict=True) if other.rate]
