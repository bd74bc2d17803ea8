"""Measure Pittari beside bare views on the same server and database, in turns, and print the ratios.

    python -m benchmarks.serving [--quick] [--sqlite | --postgres]

Only ratios within one run mean anything: what is compared takes turns of a few seconds, so that a busy machine slows
both alike. docs/performance.md says what was found, and what the figures do not say.
"""

from __future__ import annotations

import argparse
import signal
import subprocess
import sys
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
Beside it, in KB of brotli, measured on a machine of this kind:
  to the first question: LimeSurvey 298 in 23 requests · SurveyJS 321 · Typebot 164
  what a host page loads: Formbricks 46.9 · iframe-resizer 9.2 + 11.3 · Typeform 12.5 before its form"""


@dataclass
class Plan:
    """How long and how often: a few minutes in all, or under a minute."""

    seconds: float
    turns: int
    responses: int
    memory_requests: int


# Short turns and many: what else the machine does comes and goes within seconds, and hits both sides of a turn alike.
FULL = Plan(seconds=1, turns=15, responses=500, memory_requests=100_000)
QUICK = Plan(seconds=1, turns=3, responses=500, memory_requests=10_000)


@dataclass
class Bench:
    """One database under two or three servers."""

    folder: Path
    database: str
    plan: Plan
    site: Site
    bare: Site
    unqueued: Site | None
    acknowledged: int = 0
    runs: dict[str, list[Run]] = field(default_factory=dict)
    lines: dict[str, list[Path]] = field(default_factory=dict)

    def get(self, name: str, address: str) -> None:
        self._keep(name, load.put(address, connections=FEW, seconds=self.plan.seconds))

    def prepare(self, what: str, *, sets: int = 1) -> None:
        """Write what is posted in all turns, before the first begins; a set for each that posts it."""
        number = self.plan.responses * (10 if what == "inserts" else 1)
        self.lines[what] = [self.folder / f"{what}-{place}" for place in range(self.plan.turns * sets)]
        self.python("-m", "benchmarks.pool", what, str(number), *map(str, self.lines[what]))

    def post(self, name: str, site: Site, what: str, *, connections: int = FEW) -> Run:
        lines = self.lines[what].pop()
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
    bench.prepare("inserts", sets=2)
    bench.prepare("answers")
    bench.prepare("finishes")
    for _ in range(bench.plan.turns):
        bench.post("bare INSERT", bench.bare, "inserts")
        bench.answer("answer to next question")
        bench.answer("last answer to result", "finishes")
        if bench.unqueued:
            bench.post("bare INSERT, not queued", bench.unqueued, "inserts")
    show_answers(bench, "bare INSERT", ["answer to next question", "last answer to result"], ["≥ 0.60", "≥ 0.15"])


def measure_crowd(bench: Bench) -> None:
    """Many connections at once: what counts is who waits longest."""
    bench.prepare("inserts", sets=2)
    bench.prepare("answers")
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
    unqueued = f"{beside}, not queued"
    if unqueued in bench.runs:
        bench.show(unqueued, beside, goal="")


def count(bench: Bench) -> int:
    return int(bench.python("-m", "benchmarks.pool", "stored"))


def measure_memory(bench: Bench) -> None:
    """Ask for pages until a worker that leaks would show it."""
    bench.get("warm", f"{bench.site.address}/q/{SLUG}/")
    before, asked = bench.site.memory(), 0
    while asked < bench.plan.memory_requests:
        for page in ("", "t/morning", "?utm_source=line"):
            run = load.put(f"{bench.site.address}/q/{SLUG}/{page}", connections=FEW, seconds=bench.plan.seconds)
            asked += run.requests
    after = bench.site.memory()
    print(
        f"memory of a worker (Pss): {after:.0f} MB (goal ≤ 60), {after - before:+.1f} MB over {asked:,} requests (≤ 5)"
    )


def weigh(bench: Bench) -> None:
    phone = weight.Phone(bench.site.address)
    address, requests, size = weight.first_question(phone, SLUG)
    print(f"first question: {size / 1024:.1f} KB (goal ≤ 30) in {requests} requests (≤ 5), pictures beside")
    print(f"a step: {weight.step(phone, address) / 1024:.1f} KB (≤ 4)", end=" · ")
    print(f"the embed loader: {weight.loader(phone) / 1024:.1f} KB (≤ 4)")


def measure(engine: str, database: str, plan: Plan) -> None:
    print(f"\n== {engine}")
    with tempfile.TemporaryDirectory(prefix="pittari-bench-") as folder, running(Path(folder), database, plan) as bench:
        measure_pages(bench)
        stored = count(bench)
        measure_answers(bench)
        measure_crowd(bench)
        print(f"answers acknowledged: {bench.acknowledged:,}; stored: {count(bench) - stored:,} (never fewer)")
        measure_memory(bench)
        weigh(bench)


@contextmanager
def postgres() -> Iterator[str]:
    """Run a throwaway PostgreSQL and return its address."""
    with tempfile.TemporaryDirectory(prefix="pittari-bench-pg-") as folder:
        Path(folder).chmod(0o755)
        try:
            yield throwaway("start", folder)
        finally:
            throwaway("stop", folder)


def throwaway(verb: str, folder: str) -> str:
    command = [str(ROOT / "bin/postgres"), verb, folder]
    return subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True).stdout.strip()  # noqa: S603


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="shorter turns, for a first look")
    parser.add_argument("--sqlite", action="store_true", help="on SQLite only")
    parser.add_argument("--postgres", action="store_true", help="on PostgreSQL only")
    asked = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that the servers are stopped as well
    plan = QUICK if asked.quick else FULL
    if not asked.postgres:
        measure("SQLite (WAL, synchronous=FULL)", "", plan)
    if not asked.sqlite:
        with postgres() as database:
            measure("PostgreSQL (pool, throwaway server that does not flush)", database, plan)
    print(PEERS)


if __name__ == "__main__":
    main()
