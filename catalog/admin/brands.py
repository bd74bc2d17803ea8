from __future__ import annotations

from functools import partial

from django import forms
from django.contrib import admin
from django.urls import URLPattern, path
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from catalog.admin.customer_key import customer_key
from catalog.admin.keyed import KeyedAdmin
from catalog.contrast import ENOUGH, WHITE, contrast
from catalog.forms import ColorInput, thumbnail
from catalog.models import Brand


class BrandForm(forms.ModelForm):
    class Meta:
        model = Brand
        fields = ("color", "embed_origins")
        widgets = {"color": ColorInput, "embed_origins": forms.Textarea(attrs={"rows": 4, "spellcheck": "false"})}


@admin.register(Brand)
class BrandAdmin(KeyedAdmin):
    form = BrandForm
    fixed_fields = ("key",)
    list_display = ("name", "key", "swatch", "logo_shown", "origins_listed")
    search_fields = ("name", "key")
    fieldsets = (
        (None, {"fields": ("name", "key", "tagline", "description", "url")}),
        (_("Look"), {"fields": ("color", "readability", "heading", "radius", "allow_dark", "logo", "logo_alt")}),
        (_("Who is responsible"), {"fields": ("owner", "address", "contact")}),
        (_("Embedding"), {"fields": ("embed_origins", "allow_sandboxed")}),
    )
    readonly_fields = ("readability",)

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(partial(customer_key, self))
        return [path("<int:brand_id>/customer-key/", view, name="catalog_brand_customer_key"), *super().get_urls()]

    @admin.display(description=_("contrast"))
    def readability(self, brand: Brand) -> str:
        ratio = contrast(brand.color, WHITE)
        if ratio >= ENOUGH:
            verdict = gettext("White text on it is easy to read.")
        else:
            verdict = gettext("White text on it is hard to read; choose a darker colour.")
        return f"{ratio:.1f} : 1 – {verdict}"

    @admin.display(description=_("accent colour"))
    def swatch(self, brand: Brand) -> SafeString:
        return format_html(
            '<svg class="swatch" aria-hidden="true"><rect fill="{}"/></svg> {}', brand.color, brand.color
        )

    @admin.display(description=_("logo"))
    def logo_shown(self, brand: Brand) -> str:
        return thumbnail(brand.logo, brand.logo_alt)

    @admin.display(description=_("sites that may embed"))
    def origins_listed(self, brand: Brand) -> str:
        return ", ".join(brand.origins) or "–"
