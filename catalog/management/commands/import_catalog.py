from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from catalog.importing import CatalogFileError, import_catalog


class Command(BaseCommand):
    help = "Import brands, products, offers and types from a CSV file. Rows are known by their key."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--atomic", action="store_true", help="keep nothing when any row is refused")

    def handle(self, *, file: Path, atomic: bool, **options: Any) -> None:
        try:
            imported = import_catalog(file.read_bytes(), folder=file.parent, atomic=atomic)
        except OSError as error:
            raise CommandError(_("%(file)s cannot be read.") % {"file": file}) from error
        except CatalogFileError as error:
            raise CommandError(f"{error}\n{_('Nothing was imported.')}") from error
        for problem in imported.problems:
            self.stderr.write(str(problem))
        if not imported.created + imported.updated:
            raise CommandError(_("Nothing was imported."))
        counts = {"created": imported.created, "updated": imported.updated, "refused": len(imported.problems)}
        self.stdout.write(_("%(created)d created, %(updated)d updated, %(refused)d refused.") % counts)
