"""Fill in staff forms as a browser does: everything on the page, with some of it changed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.contrib.auth.models import Permission
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from tests.factories import make_staff

ACTION = "CHANGE_FORM-action"


def filled(page: HttpResponse, **changes: Any) -> dict[str, Any]:
    """Return what the form on a change page sends; names may have `-` written as `__`."""
    data = {name: value for form in _forms(page) for name, value in _values(form)}
    return data | {name.replace("__", "-"): value for name, value in changes.items()}


def _forms(page: HttpResponse) -> Iterator[forms.BaseForm]:
    yield page.context["adminform"].form
    for each in page.context["inline_admin_formsets"]:
        yield each.formset.management_form
        yield from each.formset.forms


def _values(form: forms.BaseForm) -> Iterator[tuple[str, Any]]:
    for field in form:
        value, widget = field.value(), field.field.widget
        if isinstance(widget, forms.CheckboxInput):
            yield from [(field.html_name, "on")] if value else []
        elif isinstance(widget, forms.MultiWidget):
            parts = widget.decompress(value)
            yield from ((f"{field.html_name}_{place}", part or "") for place, part in enumerate(parts))
        elif not isinstance(widget, forms.FileInput):
            yield field.html_name, "" if value is None else value


def run(client: Client, url: str, action: str, pk: int, **more: Any) -> HttpResponse:
    """Press the button of an action on a change page."""
    return client.post(url, {ACTION: action, "_selected_action": pk, **more}, follow=True)


def messages_on(page: HttpResponse) -> list[str]:
    return [str(message) for message in page.context["messages"]]


def address(model: str, page: str = "changelist", *args: Any) -> str:
    return reverse(f"admin:quiz_{model}_{page}", args=args)


def log_in_with(client: Client, *permissions: str) -> None:
    """Log somebody in who may do just this."""
    user = make_staff(is_superuser=False)
    user.user_permissions.set(Permission.objects.filter(codename__in=permissions))
    client.force_login(user)
