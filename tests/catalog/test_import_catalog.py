from __future__ import annotations

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

from catalog.models import Product
from tests.factories import make_brand

pytestmark = pytest.mark.django_db

GOOD = "kind,brand,key,name,price\nproduct,komorebi,A-1,豆,1480\n"
HALF = GOOD + "product,komorebi,B-2,豆,free\n"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    make_brand()
    return tmp_path / "catalog.csv"


def run(file: Path, *options: str) -> None:
    with translation.override("en"):
        call_command("import_catalog", file, *options)


def test_import_catalog_counts_what_it_did(file, capsys):
    file.write_text(GOOD)

    run(file)

    assert capsys.readouterr().out == "1 created, 0 updated, 0 refused.\n"


def test_import_catalog_reports_a_bad_row_and_keeps_the_rest(file, capsys):
    file.write_text(HALF)

    run(file)

    output = capsys.readouterr()
    assert (output.out, output.err) == (
        "1 created, 0 updated, 1 refused.\n",
        "Line 3: price “free”: Write a whole number without a sign.\n",
    )


def test_import_catalog_atomic_keeps_nothing(file):
    file.write_text(HALF)

    with pytest.raises(CommandError) as refusal:
        run(file, "--atomic")

    assert str(refusal.value) == "Line 3: price “free”: Write a whole number without a sign.\nNothing was imported."
    assert not Product.objects.exists()


def test_import_catalog_refuses_a_file_that_is_not_there(file):
    with pytest.raises(CommandError, match=r"catalog\.csv cannot be read\."):
        run(file)


def test_import_catalog_fails_when_no_row_can_be_used(file, capsys):
    file.write_text(HALF.replace("1480", "free"))

    with pytest.raises(CommandError, match=r"\ANothing was imported\.\Z"):
        run(file)

    assert len(capsys.readouterr().err.splitlines()) == 2


def test_import_catalog_takes_an_export_of_a_shop(file, capsys):
    file.write_text("Handle,Title,Variant Price\nbeans,豆,1480.00\n")

    run(file, "--format", "shopify", "--brand", "komorebi", "--unlist-missing")

    assert capsys.readouterr().out == "0 no longer recommended.\n1 created, 0 updated, 0 refused.\n"


@pytest.mark.parametrize("options", [("--format", "shopify"), ("--brand", "komorebi")])
def test_import_catalog_asks_whose_export_it_is(file, options):
    with pytest.raises(CommandError, match="Use --brand together with --format shopify"):
        run(file, *options)
