from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from quiz import invariants
from quiz.invariants import Finding


class Command(BaseCommand):
    help = "Check what must hold over the whole database: facts and purposes, paths and answers, coupons, tallies."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--repair", action="store_true", help="repair what has one right value")

    def handle(self, *, repair: bool, **options: Any) -> None:
        found = invariants.check(now=timezone.now(), repair=repair)
        for finding in found:
            self.stdout.write(self._line(finding))
        if any(finding.repaired < finding.count for finding in found):
            raise CommandError("The database breaks what must hold.")
        self.stdout.write(self.style.SUCCESS("All other rules hold." if found else "All rules hold."))

    def _line(self, finding: Finding) -> str:
        done = f", repaired: {finding.repaired}" if finding.repaired else ""
        return f"Broken: {finding.invariant}. Rows: {finding.count} ({', '.join(finding.examples)}){done}"
