from __future__ import annotations

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from catalog.admin.keyed import KeyedAdmin
from catalog.models import Offer


@admin.register(Offer)
class OfferAdmin(KeyedAdmin):
    list_display = ("name", "key", "brand", "kind", "is_on", "given", "starts_at", "ends_at")
    list_filter = ("brand", "kind", "is_on")
    list_select_related = ("brand",)
    search_fields = ("name", "key")
    readonly_fields = ("used",)
    fieldsets = (
        (None, {"fields": ("brand", "key", "kind", "name", "tagline", "terms")}),
        (_("How many, and when"), {"fields": ("is_on", "code_prefix", "stock", "used", ("starts_at", "ends_at"))}),
    )

    @admin.display(description=_("given"), ordering="used")
    def given(self, offer: Offer) -> str:
        return str(offer.used) if offer.stock is None else f"{offer.used} / {offer.stock}"
