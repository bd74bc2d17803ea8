"""What is written once stays as it is, by the database itself: published versions and the ledger of consent.

Triggers refuse UPDATE and DELETE on both databases, whoever asks. They are installed after every `migrate`, because
SQLite drops them silently when it rebuilds a table, and a system check tells when one is missing. The few rightful
cases (retention, removing a brand, the flush between tests) put a row into `Permit` for the length of their own
transaction: nobody else ever sees it.
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
    """Return each trigger's name with its table and its action."""
    return {f"{table}_frozen_{action}": (table, action) for table in FROZEN_TABLES for action in ACTIONS}


def has_tables(*, using: str = DEFAULT_DB_ALIAS) -> bool:
    """Tell whether the database is migrated so far that there is something to freeze."""
    connection = connections[using]
    with connection.cursor() as cursor:
        return {*FROZEN_TABLES, "quiz_permit"} <= set(connection.introspection.table_names(cursor))


def install(*, using: str = DEFAULT_DB_ALIAS) -> None:
    """Install every trigger that is missing."""
    connection = connections[using]
    is_postgres = connection.vendor == "postgresql"
    with transaction.atomic(using=using), connection.cursor() as cursor:
        if is_postgres:
            cursor.execute(POSTGRES_FUNCTION.format(refusal=REFUSAL))
        for name in missing(using=using):
            table, action = trigger_names()[name]
            template = POSTGRES if is_postgres else SQLITE
            cursor.execute(template.format(name=name, table=table, action=action.upper(), refusal=REFUSAL))


def missing(*, using: str = DEFAULT_DB_ALIAS) -> list[str]:
    """Return the names of the triggers that the database does not have."""
    connection = connections[using]
    is_postgres = connection.vendor == "postgresql"
    in_sqlite = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    with connection.cursor() as cursor:
        cursor.execute("SELECT tgname FROM pg_trigger" if is_postgres else in_sqlite)
        present = {row[0] for row in cursor.fetchall()}
    return [name for name in trigger_names() if name not in present]


@contextmanager
def permit(*, using: str = DEFAULT_DB_ALIAS) -> Iterator[None]:
    """Allow changes to frozen rows within this block, which is one transaction."""
    with transaction.atomic(using=using), connections[using].cursor() as cursor:
        cursor.execute("INSERT INTO quiz_permit (id) VALUES (1)")
        yield
        cursor.execute("DELETE FROM quiz_permit")
