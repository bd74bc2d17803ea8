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
        brands = dict(self._brands())
        own = next(iter(brands.values()), None)
        if foreign := [name for name, brand in brands.items() if brand != own]:
            raise ValidationError(dict.fromkeys(foreign, _("This belongs to another brand.")))

    def _brands(self) -> Iterator[tuple[str, int]]:
        """Yield the brand of the row itself, if it has one, and those of the rows that it names."""
        for field in self._meta.concrete_fields:
            key = getattr(self, field.attname)
            if field.name == "brand" and key:
                yield field.name, key
            elif field.is_relation and key is not None:
                brand = getattr(getattr(self, field.name), "brand_id", None)
                if brand is not None:
                    yield field.name, brand
