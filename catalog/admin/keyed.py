from __future__ import annotations

from django.db import models
from django.http import HttpRequest

from catalog.admin.history import ToldAdmin
from catalog.forms import PictureField, PictureInput


class KeyedAdmin(ToldAdmin):
    """Rows that published quizzes and quiz files find by brand and key, so both are fixed once saved."""

    formfield_overrides = {models.FileField: {"form_class": PictureField, "widget": PictureInput}}
    fixed_fields: tuple[str, ...] = ("brand", "key")

    def get_readonly_fields(self, request: HttpRequest, obj: models.Model | None = None) -> tuple[str, ...]:
        return (*self.readonly_fields, *self.fixed_fields) if obj else tuple(self.readonly_fields)
