"""Database triggers that keep published versions and the consent ledger immutable.

The triggers reject UPDATE and DELETE on SQLite and PostgreSQL. They are installed after every `migrate`, because SQLite
drops triggers silently when it rebuilds a table; a system check reports missing triggers. The legitimate exceptions
(retention, deleting a brand, the flush between tests) insert a row into `Permit` within their own transaction, where no
other connection can see it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import DEFAULT_DB_ALIAS, connections, transaction

FROZEN_TABLES = ("quiz_quizversion", "quiz_consent")
ACTIONS = ("update", "delete")
REFUSAL = "frozen: this row is written once and never changes"

SQLITE = """
CREATE TRIGGER {name} BEFORE {action} ON {table} WHEN NOT EXISTS (SELECT 1 FROM quiz_permit)
BEGIN SELECT RAISE(ABORT, '{refusal}'); END
"""
POSTGRES_FUNCTION = """
CREATE OR REPLACE FUNCTION quiz_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM quiz_permit) THEN
    RAISE EXCEPTION '{refusal}' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
  RETURN NEW;
END $$
"""
POSTGRES = "CREATE TRIGGER {name} BEFORE {action} ON {table} FOR EACH ROW EXECUTE FUNCTION quiz_refuse_change()"


def trigger_names() -> dict[str, tuple[str, str]]:
    """Return the triggers: name → (table, action)."""
    return {f"{table}_frozen_{action}": (table, action) for table in FROZEN_TABLES for action in ACTIONS}


def has_tables(*, using: str = DEFAULT_DB_ALIAS) -> bool:
    """Return whether the migrations that create the frozen tables have run."""
    connection = connections[using]
    with connection.cursor() as cursor:
        return {*FROZEN_TABLES, "quiz_permit"} <= set(connection.introspection.table_names(cursor))


def install(*, using: str = DEFAULT_DB_ALIAS) -> None:
    """Create the missing triggers."""
    connection = connections[using]
    is_postgres = connection.vendor == "postgresql"
    with transaction.atomic(using=using), connection.cursor() as cursor:
        if is_postgres:
            cursor.execute(POSTGRES_FUNCTION.format(refusal=REFUSAL))
        for name in missing_triggers(using=using):
            table, action = trigger_names()[name]
            template = POSTGRES if is_postgres else SQLITE
            cursor.execute(template.format(name=name, table=table, action=action.upper(), refusal=REFUSAL))


def missing_triggers(*, using: str = DEFAULT_DB_ALIAS) -> list[str]:
    """Return the names of the triggers that are not in the database."""
    connection = connections[using]
    is_postgres = connection.vendor == "postgresql"
    in_sqlite = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    with connection.cursor() as cursor:
        cursor.execute("SELECT tgname FROM pg_trigger" if is_postgres else in_sqlite)
        present = {row[0] for row in cursor.fetchall()}
    return [name for name in trigger_names() if name not in present]


@contextmanager
def permit(*, using: str = DEFAULT_DB_ALIAS) -> Iterator[None]:
    """Allow changes of frozen rows within the block, which is one transaction."""
    with transaction.atomic(using=using), connections[using].cursor() as cursor:
        cursor.execute("INSERT INTO quiz_permit (id) VALUES (1)")
        yield
        cursor.execute("DELETE FROM quiz_permit")
