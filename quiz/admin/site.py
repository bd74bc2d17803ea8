"""The frame around the staff pages: their name, and a menu in the order in which the work is done."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

type Menu = dict[str, Any]

# What Django's own Japanese lacks; naming it here puts it into ours.
LACKING = (gettext_noop("- Select an option -"), gettext_noop("Logout"))

MENU: tuple[tuple[Promise, tuple[str, ...]], ...] = (
    (_("Quizzes"), ("quiz.Quiz", "quiz.QuizVersion")),
    (_("Answers"), ("quiz.Response", "quiz.Claim")),
    (_("People"), ("quiz.Profile", "quiz.Purpose", "quiz.Consent")),
    (_("Mail"), ("quiz.Message", "quiz.Suppression")),
    (_("Catalog"), ("catalog.Brand", "catalog.ProductType", "catalog.Product", "catalog.Offer")),
    (_("Staff"), ("auth.User", "auth.Group")),
)


def menu(request: HttpRequest, app_label: str | None = None) -> list[Menu]:
    """Return the models that a member of staff may see, grouped by the work they belong to."""
    apps = admin.AdminSite.get_app_list(admin.site, request, app_label)
    found = {model["model"]._meta.label: (app, model) for app in apps for model in app["models"]}
    groups = [(name, [found.pop(label) for label in labels if label in found]) for name, labels in MENU]
    others = [(app["name"], [(app, model)]) for app, model in found.values()]
    return [_group(name, rows) for name, rows in groups + others if rows]


def _group(name: str | Promise, rows: list[tuple[Menu, Menu]]) -> Menu:
    return {**rows[0][0], "name": name, "models": [model for _app, model in rows]}
