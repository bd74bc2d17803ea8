"""The history of a row in words: Django keeps the labels with a capital letter, which no translation knows."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import FieldDoesNotExist
from django.http import HttpRequest
from django.utils.translation import override

type Told = list[dict[str, dict[str, Any]]]
"""What `LogEntry` keeps: `added`, `changed` or `deleted`, with a name, an object and the fields."""


class ToldAdmin(admin.ModelAdmin):
    """Rows whose history names the fields as the page does, whoever's language it is read in."""

    def construct_change_message(self, request: HttpRequest, form: Any, formsets: Any, add: bool | None = None) -> Told:
        # Django gives model forms, whatever its stubs say, and from a list no formsets but None.
        formsets = formsets or ()
        message = super().construct_change_message(request, form, formsets, bool(add))
        changed = iter([entry["changed"] for entry in message if "changed" in entry])
        with override(None):
            if form.changed_data and not add:
                next(changed)["fields"] = self.changed_fields(form)
            for formset in formsets:
                for (row, _names), told in zip(formset.changed_objects, changed, strict=False):
                    told["fields"] = self.changed_fields(next(each for each in formset.forms if each.instance is row))
        return message

    def changed_fields(self, form: forms.ModelForm) -> list[str]:
        return [self.changed_field(form, name) for name in form.changed_data]

    def changed_field(self, form: forms.ModelForm, name: str) -> str:
        try:
            return str(form.instance._meta.get_field(name).verbose_name)
        except FieldDoesNotExist:
            return str(form.fields[name].label or name)
