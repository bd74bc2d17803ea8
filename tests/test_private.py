"""What a site writes down about people, nobody else on its machine can read, and what is deleted is gone."""

from __future__ import annotations

import os
import re
import sqlite3
import stat
import subprocess
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import pytest
from django.core.mail import EmailMessage
from django.core.management import call_command
from django.db import connection, connections
from django.utils import timezone
from pytest_django.plugin import DjangoDbBlocker

from config.mailing import ReadableFileBackend
from config.sqlite.base import DatabaseWrapper
from config.sqlite.queueing import WriterQueue
from quiz import checks, profiles
from quiz.tokens import KEYS
from tests.factories import store_picture
from tests.quiz.keeping import keep

ROOT = Path(__file__).resolve().parent.parent
DRAWING = b'<svg xmlns="http://www.w3.org/2000/svg"><circle r="1"/></svg>'
BACKUP = re.compile(r"`(rm -f [^`]*VACUUM INTO[^`]*)`")


@pytest.fixture(autouse=True)
def _usual_umask() -> Iterator[None]:
    before = os.umask(0o022)
    yield
    os.umask(before)


def modes(folder: Path) -> dict[str, int]:
    """Return who may do what with all that is in a folder."""
    return {str(path.relative_to(folder)): stat.S_IMODE(path.stat().st_mode) for path in folder.rglob("*")}


def test_database_and_what_lies_beside_it_are_private(tmp_path, django_db_blocker: DjangoDbBlocker):
    database = {"ENGINE": "config.sqlite", "NAME": str(tmp_path / "site.sqlite3"), "OPTIONS": {}}
    wrapper = DatabaseWrapper(connections.settings["default"] | database, alias="default")
    queue = WriterQueue(database["NAME"], patience=5)

    queue.enter()
    with django_db_blocker.unblock(), wrapper.cursor() as cursor:
        cursor.execute("PRAGMA journal_mode=WAL")
        cursor.execute("CREATE TABLE written (word)")
        found = modes(tmp_path)
    wrapper.close()
    queue.close()

    beside = ["-bell", "-line", "-shm", "-turn", "-wal"]
    assert found == {f"site.sqlite3{end}": 0o600 for end in ["", *beside]}


def test_pictures_are_private(tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path

    name = store_picture("sun.svg", DRAWING)

    assert modes(tmp_path) == {"pictures": 0o700, name: 0o600}


def test_mail_in_files_is_private(tmp_path):
    backend = ReadableFileBackend(file_path=str(tmp_path / "var" / "mail"), alias="default")
    backend.send_messages([EmailMessage("Subject", "Body", to=["hanako@example.jp"])])

    assert sorted(modes(tmp_path / "var").values()) == [0o600, 0o700]


@pytest.mark.parametrize(("mode", "found"), [(0o700, []), (0o750, ["quiz.W009"]), (0o704, ["quiz.W009"])])
def test_a_folder_that_others_can_read_is_told(tmp_path, settings, mode, found):
    settings.VAR_DIR = tmp_path
    tmp_path.chmod(mode)

    assert [message.id for message in checks.check_privacy(None)] == found


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL looks after its log by itself")
@pytest.mark.django_db(transaction=True)
def test_nothing_of_an_erased_person_stays_in_the_files_of_the_database():
    email = "sayonara@example.jp"
    profiles.erase(keep(email=email).profile, now=timezone.now())
    assert email.encode() in files_of_the_database()

    call_command("apply_retention", stdout=StringIO())

    assert email.encode() not in files_of_the_database()


def files_of_the_database() -> bytes:
    """Return all that they hold; the log is gone where nobody has the database open."""
    paths = [Path(f"{connection.settings_dict['NAME']}{end}") for end in ("", "-wal")]
    return b"".join(path.read_bytes() for path in paths if path.exists())


@pytest.mark.parametrize("page", ["README.md", "README.ja.md"])
def test_backup_works_on_the_second_night_and_after_one_that_broke_off(tmp_path, page):
    [command] = BACKUP.findall((ROOT / page).read_text())
    (tmp_path / "var").mkdir()

    for night in range(2):
        with sqlite3.connect(tmp_path / "var" / "pittari.sqlite3") as database:
            database.execute(f"CREATE TABLE night{night} (word)")
        database.close()
        (tmp_path / "new.sqlite3").write_text("broken off")
        subprocess.run(["sh", "-c", command], cwd=tmp_path, check=True)

    with sqlite3.connect(tmp_path / "copy.sqlite3") as copy:
        assert copy.execute("SELECT name FROM sqlite_master").fetchall() == [("night0",), ("night1",)]
    copy.close()


@pytest.mark.parametrize("page", ["README.md", "README.ja.md"])
def test_keys_are_named_among_what_is_to_be_backed_up(page):
    item = BACKUP.split((ROOT / page).read_text())[2].partition("\n6. ")[0]

    assert set(KEYS) <= set(re.findall(r"`(\w+)`", item.replace("・", " ")))
