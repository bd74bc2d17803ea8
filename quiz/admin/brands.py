"""The catalog's page of a brand; a new brand also gets the purposes that its quizzes may ask consent for."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.forms import ModelForm
from django.http import HttpRequest

from catalog.admin import BrandAdmin
from catalog.models import Brand
from quiz import authoring

admin.site.unregister(Brand)


@admin.register(Brand)
class BrandWithPurposesAdmin(BrandAdmin):
    def save_related(self, request: HttpRequest, form: ModelForm, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        authoring.make_standard_purposes(form.instance)
