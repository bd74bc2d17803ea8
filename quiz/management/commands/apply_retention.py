from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from quiz import insights, retention


class Command(BaseCommand):
    help = "Delete or blank personal data whose time is over (docs/privacy.md), and count events. Run it daily."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="only print how much is due")

    def handle(self, *, dry_run: bool, **options: Any) -> None:
        for name, count in retention.apply(now=timezone.now(), dry_run=dry_run).items():
            self.stdout.write(f"{name}: {count}{' (dry run)' if dry_run else ''}")
        if not dry_run:
            insights.fold_all()  # including the events that retention has just recorded
            retention.truncate_log()
