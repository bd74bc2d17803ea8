from __future__ import annotations

from django.contrib import admin
from django.db import models
from django.http import HttpRequest

from quiz.admin.contacts import is_contact_lookup, may_see_contacts


class ReadOnlyAdmin(admin.ModelAdmin):
    """Rows that staff read and never write: what was published, answered, agreed to or sent."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False

    def has_view_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        # Django lets those who may change see as well; here nobody may change.
        name = f"{self.opts.app_label}.%s_{self.opts.model_name}"
        return any(request.user.has_perm(name % action) for action in ("view", "change"))

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        allowed = may_see_contacts(request) or not is_contact_lookup(lookup)
        return allowed and super().lookup_allowed(lookup, value, request)
