from __future__ import annotations

import uuid

import pytest
from django.core.checks import run_checks
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from quiz import freezing
from quiz.models import Consent, FrozenError, Permit, QuizVersion
from tests.factories import make_version

pytestmark = pytest.mark.django_db


def make_consent() -> Consent:
    return Consent.objects.create(
        subject=uuid.uuid4(), purpose="mail", state="granted", text="同意します", text_version="1", at=timezone.now()
    )


def run(sql: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


def test_version_refuses_save():
    version = make_version()
    version.number = 9

    with pytest.raises(FrozenError):
        version.save()


def test_version_refuses_update_and_bulk_update():
    version = make_version()

    with pytest.raises(FrozenError):
        QuizVersion.objects.update(number=9)
    with pytest.raises(FrozenError):
        QuizVersion.objects.bulk_update([version], ["number"])


def test_version_refuses_delete():
    version = make_version()

    with pytest.raises(FrozenError):
        version.delete()
    with pytest.raises(FrozenError):
        QuizVersion.objects.all().delete()


@pytest.mark.parametrize("table", freezing.FROZEN_TABLES)
@pytest.mark.parametrize("sql", ["UPDATE {} SET id = id", "DELETE FROM {}"])
def test_database_itself_refuses_to_change_what_is_frozen(table, sql):
    make_version()
    make_consent()

    with pytest.raises(IntegrityError, match="frozen"):
        run(sql.format(table))

    assert (QuizVersion.objects.count(), Consent.objects.count()) == (1, 1)


def test_permit_allows_changes_in_its_block_and_leaves_nothing_behind():
    make_consent()

    with freezing.permit():
        run("DELETE FROM quiz_consent")

    assert (Consent.objects.count(), Permit.objects.count()) == (0, 0)
    make_consent()
    with pytest.raises(IntegrityError):
        run("DELETE FROM quiz_consent")


def test_permit_of_a_block_that_fails_is_undone():
    make_consent()

    with pytest.raises(ZeroDivisionError), freezing.permit():
        run("DELETE FROM quiz_consent")
        raise ZeroDivisionError

    assert (Consent.objects.count(), Permit.objects.count()) == (1, 0)


def test_check_names_a_trigger_that_is_missing_and_install_brings_it_back():
    assert freezing.missing_triggers() == []
    name = "quiz_consent_frozen_delete"
    on_table = " ON quiz_consent" if connection.vendor == "postgresql" else ""

    run(f"DROP TRIGGER {name}{on_table}")

    errors = [error for error in run_checks(databases=["default"]) if error.id == "quiz.E008"]
    assert [error.msg for error in errors] == [f"The trigger {name} is missing."]
    freezing.install()
    assert freezing.missing_triggers() == []
