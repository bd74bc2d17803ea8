from __future__ import annotations

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from catalog.admin.keyed import KeyedAdmin
from catalog.forms import thumbnail
from catalog.models import Product


@admin.register(Product)
class ProductAdmin(KeyedAdmin):
    list_display = ("name", "key", "brand", "yen", "stock", "tags", "is_listed", "picture")
    list_filter = ("brand", "is_listed")
    list_select_related = ("brand",)
    search_fields = ("name", "key", "tags")
    fieldsets = (
        (None, {"fields": ("brand", "key", "name", "tagline", "description")}),
        (_("Selling"), {"fields": (("price", "unit"), "stock", "url", "is_listed")}),
        (_("Choosing"), {"fields": ("tags",)}),
        (_("Picture"), {"fields": ("image", "image_alt")}),
    )

    @admin.display(description=_("price"), ordering="price")
    def yen(self, product: Product) -> str:
        return f"¥{product.price:,}"

    @admin.display(description=_("picture"))
    def picture(self, product: Product) -> str:
        return thumbnail(product.image, product.image_alt)
