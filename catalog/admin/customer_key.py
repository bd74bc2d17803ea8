"""The key by which a brand's server signs customer ids: made here, shown once, and replaced here."""

from __future__ import annotations

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils.translation import gettext

from catalog.models import Brand


def customer_key(model_admin: admin.ModelAdmin, request: HttpRequest, brand_id: int) -> HttpResponse:
    brand = get_object_or_404(Brand, pk=brand_id)
    if not model_admin.has_change_permission(request, brand):
        raise PermissionDenied
    key = rotate(model_admin, request, brand) if request.method == "POST" else ""
    context = model_admin.admin_site.each_context(request) | {
        "title": gettext("Key for customer ids"),
        "opts": model_admin.opts,
        "brand": brand,
        "key": key,
    }
    return TemplateResponse(request, "admin/catalog/brand/customer_key.html", context)


def rotate(model_admin: admin.ModelAdmin, request: HttpRequest, brand: Brand) -> str:
    model_admin.log_change(request, brand, gettext("Made a new key for customer ids"))
    return brand.rotate_customer_key()
