"""What belongs together belongs to one brand."""

from __future__ import annotations

from collections.abc import Iterator

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _


class OneBrand(models.Model):
    """A row that names other rows, all of one brand. No constraint of a database can see across tables."""

    class Meta:
        abstract = True

    def clean(self) -> None:
        super().clean()
        (_first, brand), *others = [*self._brands()] or [("", None)]
        foreign = [name for name, each in others if each != brand]
        if foreign:
            raise ValidationError(dict.fromkeys(foreign, _("This belongs to another brand.")))

    def _brands(self) -> Iterator[tuple[str, int]]:
        """Yield the brand of the row itself, if it has one, and those of the rows that it names."""
        for field in self._meta.concrete_fields:
            if field.name == "brand" and self.brand_id:
                yield field.name, self.brand_id
            elif field.is_relation and getattr(self, field.attname) is not None:
                named = getattr(self, field.name)
                if hasattr(named, "brand_id"):
                    yield field.name, named.brand_id
