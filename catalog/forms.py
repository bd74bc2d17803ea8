"""Form fields that the catalog and the quiz share: pictures that are checked on their way in, lists read once."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePath
from typing import Any

from django import forms
from django.contrib.admin.widgets import AdminFileWidget
from django.core.files.base import ContentFile
from django.db.models import QuerySet
from django.db.models.fields.files import FieldFile
from django.utils.html import format_html
from django.utils.safestring import SafeString

from catalog.pictures import MAX_BYTES, clean_picture

ACCEPTED = "image/png,image/jpeg,image/webp,image/gif,image/avif,image/svg+xml"


def thumbnail(picture: FieldFile | None, alt: str = "") -> SafeString | str:
    """Return the picture as a small image, or nothing when there is none."""
    if not picture:
        return ""
    return format_html('<img class="thumbnail" src="{}" alt="{}" loading="lazy">', picture.url, alt)


class PictureInput(AdminFileWidget):
    """A file input that shows the picture it would replace."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"accept": ACCEPTED, **(attrs or {})})

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        shown = thumbnail(value) if self.is_initial(value) else ""
        return format_html('<div class="picture-input">{}{}</div>', shown, super().render(name, value, attrs, renderer))


class PictureField(forms.FileField):
    """An upload that is kept as `catalog.pictures` keeps pictures: checked, re-encoded, named by its content."""

    widget = PictureInput

    def to_python(self, data: Any) -> ContentFile | None:
        upload = super().to_python(data)
        if upload is None:
            return None
        picture = clean_picture(upload.name or "", upload.read(MAX_BYTES + 1))
        return ContentFile(picture.read(), PurePath(picture.name).name)


class ColorInput(forms.TextInput):
    """The browser's own colour picker."""

    input_type = "color"


def model_choice(fields: Mapping[str, forms.Field], name: str) -> forms.ModelChoiceField:
    """Return a field that offers rows; raise TypeError when it is another kind of field."""
    field = fields[name]
    if not isinstance(field, forms.ModelChoiceField):
        raise TypeError(f"{name} offers no rows.")
    return field


def list_once(field: forms.ModelChoiceField, rows: QuerySet) -> None:
    """Offer exactly these rows, read once for all the forms of a page and not once a form."""
    field.queryset = rows
    field.widget.can_delete_related = field.widget.can_view_related = False
    field.choices = [("", "—"), *((row.pk, str(row)) for row in rows)]
