"""Load the demo brands through the commands that a user would use, and play responses through the real verbs."""

from __future__ import annotations

import secrets
from argparse import ArgumentParser
from pathlib import Path

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import BaseCommand, call_command

from quiz.management.playing import play
from quiz.models import Quiz

DEMO_DIR = settings.BASE_DIR / "demo"
STAFF = "staff"


class Command(BaseCommand):
    help = "Load the invented demo brands with a few hundred played responses; prints the staff login."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--responses", type=int, default=70, help="how many people play each quiz")
        parser.add_argument("--seed", type=int, default=7, help="the same seed plays the same answers")

    def handle(self, *args: object, responses: int, seed: int, **options: object) -> None:
        if not Quiz.objects.exists():
            self._load()
            play(people=responses, seed=seed, say=self.stdout.write)
        password = make_staff(settings.VAR_DIR / "demo-password")
        self.stdout.write(f"Staff login: {STAFF} / {password}")

    def _load(self) -> None:
        for path in sorted(DEMO_DIR.glob("*.csv")):
            call_command("import_catalog", str(path), atomic=True, stdout=self.stdout)
        for path in sorted(DEMO_DIR.glob("*.json")):
            call_command("import_quiz", str(path), publish=True, stdout=self.stdout)


def make_staff(file: Path) -> str:
    """Make the demo's member of staff once, with a password of this machine only; return the password."""
    if not file.exists():
        file.touch(mode=0o600)
        file.write_text(secrets.token_urlsafe(9))
    password = file.read_text()
    user, is_new = get_user_model().objects.get_or_create(
        username=STAFF, defaults={"is_staff": True, "is_superuser": True, "email": "staff@localhost"}
    )
    if is_new:
        user.set_password(password)
        user.save()
    return password
