"""Measure Pittari beside bare views on the same server and database, in turns, and print the ratios.

    python -m benchmarks.serving [--quick] [--sqlite | --postgres]

Only ratios within one run mean anything: what is compared takes turns of a few seconds, so that a busy machine slows
both alike. docs/performance.md says what was found, and what the figures do not say.
"""

from __future__ import annotations

import argparse
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks import load, weight
from benchmarks.load import Run
from benchmarks.sites import ROOT, Site, environment, python, serve

FEW, MANY = 16, 64
SLUG = "coffee"
BARE = {"DJANGO_SETTINGS_MODULE": "benchmarks.bare"}
HEAD = f"{'':34}{'ratio':>7}  {'from – to':13}{'req/s':>8}{'p50 ms':>8}{'p99 ms':>8}{'errors':>8}"
PEERS = """
Beside it, as published by their projects' own pages and measured elsewhere, in KB of brotli:
  to the first question: LimeSurvey 298 in 23 requests · SurveyJS 321 · Typebot 164
  what a host page loads: Formbricks 46.9 · iframe-resizer 9.2 + 11.3 · Typeform 12.5"""


@dataclass
class Plan:
    """How long and how often: a few minutes in all, or under a minute."""

    seconds: float
    turns: int
    responses: int
    memory_requests: int


FULL = Plan(seconds=3, turns=4, responses=1500, memory_requests=100_000)
QUICK = Plan(seconds=1, turns=2, responses=500, memory_requests=10_000)


@dataclass
class Bench:
    """One database under two or three servers."""

    folder: Path
    database: str
    plan: Plan
    site: Site
    bare: Site
    unqueued: Site | None
    stored_before: int = 0
    acknowledged: int = 0
    runs: dict[str, list[Run]] = field(default_factory=dict)

    def get(self, name: str, address: str) -> None:
        self._keep(name, load.put(address, connections=FEW, seconds=self.plan.seconds))

    def post(self, name: str, site: Site, what: str, *, connections: int = FEW) -> Run:
        lines = self.folder / what
        number = self.plan.responses * (10 if what == "inserts" else 1)
        self.python("-m", "benchmarks.pool", what, str(number), str(lines))
        run = load.put(site.address, connections=connections, seconds=self.plan.seconds, lines=lines)
        self._keep(name, run)
        return run

    def answer(self, name: str, what: str = "answers", *, connections: int = FEW) -> None:
        self.acknowledged += self.post(name, self.site, what, connections=connections).requests

    def python(self, *arguments: str) -> str:
        return python(*arguments, environment=environment(self.folder, self.database))

    def show(self, name: str, beside: str, *, goal: str) -> None:
        runs = self.runs[name]
        found = load.ratios(runs, self.runs[beside])
        rate, p50, p99 = (load.middle([getattr(run, each) for run in runs]) for each in ("rate", "p50", "p99"))
        span = f"{min(found):.2f} – {max(found):.2f}" if name != beside else ""
        ratio = f"{load.middle(found):.2f}" if name != beside else "1"
        errors = sum(run.errors for run in runs)
        print(f"{name:34}{ratio:>7}  {span:13}{rate:8,.0f}{p50:8.1f}{p99:8.1f}{errors:8}  {goal}")

    def _keep(self, name: str, run: Run) -> None:
        self.runs.setdefault(name, []).append(run)


@contextmanager
def running(folder: Path, database: str, plan: Plan) -> Iterator[Bench]:
    own = environment(folder, database)
    python("-m", "benchmarks.pool", "prepare", environment=own)
    with ExitStack() as stack:
        site = stack.enter_context(serve(own, path="/healthz"))
        bare = stack.enter_context(serve(own | BARE, path="/static"))
        unqueued = None
        if not database:
            unqueued = stack.enter_context(serve(own | BARE | {"BENCH_UNQUEUED": "1"}, path="/static"))
        yield Bench(folder, database, plan, site, bare, unqueued)


def measure_pages(bench: Bench) -> None:
    for _ in range(bench.plan.turns):
        bench.get("bare static view, 12 KB", f"{bench.bare.address}/static")
        bench.get("start page", f"{bench.site.address}/q/{SLUG}/")
        bench.get("type page", f"{bench.site.address}/q/{SLUG}/t/morning")
    print(HEAD)
    bench.show("bare static view, 12 KB", "bare static view, 12 KB", goal="")
    bench.show("start page", "bare static view, 12 KB", goal="≥ 0.50")
    bench.show("type page", "bare static view, 12 KB", goal="≥ 0.50")


def measure_answers(bench: Bench) -> None:
    before = int(bench.python("-m", "benchmarks.pool", "stored"))
    for _ in range(bench.plan.turns):
        bench.post("bare INSERT", bench.bare, "inserts")
        bench.answer("answer to next question")
        bench.answer("last answer to result", "finishes")
        if bench.unqueued:
            bench.post("bare INSERT, not queued", bench.unqueued, "inserts")
    show_answers(bench, "bare INSERT", ["answer to next question", "last answer to result"], ["≥ 0.60", "≥ 0.15"])


def measure_crowd(bench: Bench) -> None:
    """Many connections at once: what counts is who waits longest."""
    for _ in range(bench.plan.turns):
        bench.post("bare INSERT, 64 at once", bench.bare, "inserts", connections=MANY)
        bench.answer("answer, 64 at once", connections=MANY)
        if bench.unqueued:
            bench.post("bare INSERT, 64, not queued", bench.unqueued, "inserts", connections=MANY)
    show_answers(bench, "bare INSERT, 64 at once", ["answer, 64 at once"], ["p99 ≤ 3 × bare"])


def show_answers(bench: Bench, beside: str, names: list[str], goals: list[str]) -> None:
    bench.show(beside, beside, goal="")
    for name, goal in zip(names, goals, strict=True):
        bench.show(name, beside, goal=goal)
    for name in bench.runs:
        if name.endswith("not queued") and (", 64" in name) == (", 64" in beside):
            bench.show(name, beside, goal="")
