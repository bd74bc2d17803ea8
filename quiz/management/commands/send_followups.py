from __future__ import annotations

import signal
from threading import Event
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import InterfaceError, OperationalError, close_old_connections
from django.utils import timezone

from quiz import followups, tokens

DEFAULT_PAUSE = 5


class Command(BaseCommand):
    help = "Send the mail that is due: once, or again and again with --loop. Several may run at once."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--loop",
            nargs="?",
            type=float,
            const=DEFAULT_PAUSE,
            metavar="SECONDS",
            help=f"go on until stopped, with this pause between passes ({DEFAULT_PAUSE} unless told)",
        )
        parser.add_argument("--limit", type=int, default=100, help="at most so many mails a pass (100)")

    def handle(self, *, loop: float | None, limit: int, **options: Any) -> None:
        tokens.require_own_keys()
        if loop is None:
            self.stdout.write(str(followups.send_due(now=timezone.now(), limit=limit)))
            return
        stopped = Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stopped.set())
        while not stopped.is_set():
            self.run(limit, stopped)
            stopped.wait(loop)

    def run(self, limit: int, stopped: Event) -> None:
        """Do one pass. A database that is away is waited for; the mail is still there when it comes back."""
        close_old_connections()
        try:
            said = str(followups.send_due(now=timezone.now(), limit=limit, keep_running=lambda: not stopped.is_set()))
        except (OperationalError, InterfaceError) as error:
            said = f"the database is away: {type(error).__name__}"
        self.stdout.write(said)
        self.stdout.flush()
