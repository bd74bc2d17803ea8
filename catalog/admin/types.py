from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import Q, QuerySet
from django.forms.models import BaseInlineFormSet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from catalog.admin.keyed import KeyedAdmin
from catalog.forms import list_once, model_choice, thumbnail
from catalog.models import Article, Offer, Product, ProductType, TypeProduct


class TypeProductInline(admin.TabularInline):
    model = TypeProduct
    fields = ("position", "product", "role")
    extra = 0

    def get_queryset(self, request: HttpRequest) -> QuerySet[TypeProduct]:
        return super().get_queryset(request).select_related("product")

    def get_formset(
        self, request: HttpRequest, obj: ProductType | None = None, **kwargs: Any
    ) -> type[BaseInlineFormSet]:
        formset = super().get_formset(request, obj, **kwargs)
        products = obj.brand.products.all() if obj else Product.objects.none()
        list_once(model_choice(formset.form.base_fields, "product"), products)
        return formset


class ArticleInline(admin.TabularInline):
    model = Article
    fields = ("position", "kind", "title", "url")
    extra = 0


@admin.register(ProductType)
class ProductTypeAdmin(KeyedAdmin):
    inlines = (TypeProductInline, ArticleInline)
    list_display = ("name", "key", "brand", "tagline", "offer", "picture")
    list_filter = ("brand",)
    list_select_related = ("brand", "offer")
    search_fields = ("name", "key")
    fieldsets = (
        (None, {"fields": ("brand", "key", "name", "tagline", "description")}),
        (_("Look"), {"fields": ("color", "image", "image_alt")}),
        (_("What it gives"), {"fields": ("offer",)}),
    )

    def get_inlines(self, request: HttpRequest, obj: ProductType | None) -> tuple[type[admin.TabularInline], ...]:
        # The products to choose from are those of the brand, which a new type does not have yet.
        return self.inlines if obj else ()

    def get_form(
        self, request: HttpRequest, obj: ProductType | None = None, *args: Any, **kwargs: Any
    ) -> type[forms.ModelForm]:
        form = super().get_form(request, obj, *args, **kwargs)
        if "offer" in form.base_fields:
            field = model_choice(form.base_fields, "offer")
            # One of another brand stays, to be seen. Until a type has a brand, offers are told apart by theirs.
            own = Q(brand=obj.brand_id) | Q(pk=obj.offer_id) if obj else Q()
            field.queryset = Offer.objects.filter(own).select_related("brand")
            if obj is None:
                field.choices = [("", "—"), *((row.pk, f"{row.brand} – {row}") for row in field.queryset)]
        return form

    @admin.display(description=_("picture"))
    def picture(self, product_type: ProductType) -> str:
        return thumbnail(product_type.image, product_type.image_alt)
