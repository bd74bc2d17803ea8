"""Fixtures used by more than one folder, and the little that tests need otherwise than a running site."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import settings as site
from django.core.cache import cache
from django.db import connections
from django.db.backends.sqlite3.base import DatabaseOperations
from django.test import override_settings
from hypothesis import settings as trials

from quiz import caching, freezing

trials.register_profile("thorough", max_examples=100, deadline=None)
trials.register_profile("quick", max_examples=20, deadline=None)
trials.load_profile("thorough")


@pytest.fixture(scope="session", autouse=True)
def _quick_settings(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Serve static files as they lie, hash passwords quickly, have a key, and write nothing into the checkout."""
    var = tmp_path_factory.mktemp("var")
    (var / "static").mkdir()
    storages = site.STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
    with override_settings(
        CONTACT_KEY="a key of the tests",
        MEDIA_ROOT=var / "media",
        QUIZ_VIEW_FLUSH_SECONDS=0,
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
        SECRET_KEY="a key of the tests",
        STATIC_ROOT=var / "static",
        STORAGES=storages,
        VAR_DIR=var,
    ):
        yield


@pytest.fixture(scope="session", autouse=True)
def _flush_frozen_rows() -> Iterator[None]:
    """Let the flush between transactional tests delete what is frozen; PostgreSQL truncates, which needs no permit."""
    flush = DatabaseOperations.execute_sql_flush

    def flush_with_permit(self: DatabaseOperations, statements: list[str]) -> None:
        with freezing.permit(using=self.connection.alias):
            flush(self, sorted(statements, key=lambda statement: "quiz_permit" in statement))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(DatabaseOperations, "execute_sql_flush", flush_with_permit)
        yield


@pytest.fixture(autouse=True)
def _empty_caches() -> None:
    cache.clear()
    caching.clear_all()


@pytest.fixture
def next_second(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Return a function that lets what was cached for this second expire."""

    def expire() -> None:
        later = caching.this_second() + 1.0
        monkeypatch.setattr(caching, "monotonic", lambda: later)

    return expire


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Keep the SQLite test database in a file: threads share one in memory as they never share a real one."""
    default = connections["default"]
    if default.vendor == "sqlite":
        default.settings_dict["TEST"]["NAME"] = str(Path(tmp_path_factory.mktemp("database")) / "test.sqlite3")
