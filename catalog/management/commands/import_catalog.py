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
        parser.add_argument("--format", choices=["pittari", "shopify"], default="pittari", help="who wrote the file")
        parser.add_argument("--brand", default="", help="the key of the brand that a shop's file is about")
        parser.add_argument(
            "--unlist-missing", action="store_true", help="stop recommending what the brand's file leaves out"
        )
        parser.add_argument("--atomic", action="store_true", help="keep nothing when any row is refused")

    def handle(self, *, file: Path, atomic: bool, unlist_missing: bool, **options: Any) -> None:
        if (options["format"] == "shopify") != bool(options["brand"]):
            raise CommandError(_("Use --brand together with --format shopify: its file does not name the brand."))
        try:
            imported = import_catalog(
                file.read_bytes(),
                folder=file.parent,
                atomic=atomic,
                unlist=unlist_missing,
                shopify_brand=options["brand"],
            )
        except OSError as error:
            raise CommandError(_("%(file)s cannot be read.") % {"file": file}) from error
        except CatalogFileError as error:
            raise CommandError(f"{error}\n{_('Nothing was imported.')}") from error
        for problem in imported.problems:
            self.stderr.write(str(problem))
        if not imported.created + imported.updated:
            raise CommandError(_("Nothing was imported."))
        counts = {"created": imported.created, "updated": imported.updated, "refused": len(imported.problems)}
        if unlist_missing:
            self.stdout.write(_("%(count)d no longer recommended.") % {"count": imported.unlisted})
        self.stdout.write(_("%(created)d created, %(updated)d updated, %(refused)d refused.") % counts)
