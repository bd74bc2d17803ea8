"""QR codes that lead from a shop counter or a package to a quiz, and tell where they hang."""

from __future__ import annotations

from io import BytesIO
from urllib.parse import urlencode

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.text import slugify
from django.utils.translation import gettext

from quiz.addresses import address
from quiz.admin.fetching import get_quiz
from quiz.forms.embedding import QrForm
from quiz.models import Quiz

TYPES = {"svg": "image/svg+xml", "png": "image/png"}
MODULE = {"svg": 10, "png": 24}  # pixels a module: a PNG is sharp at 8 cm in print


def qr(model_admin: admin.ModelAdmin, request: HttpRequest, quiz_id: int) -> HttpResponse:
    """Show the code of a campaign, or with `?file=` hand it out."""
    quiz = get_quiz(model_admin, request, quiz_id)
    form = QrForm(request.GET if "utm_source" in request.GET else {"utm_source": "counter", "utm_medium": "print"})
    if form.is_valid() and request.GET.get("file") in TYPES:
        return send(quiz, form, request.GET["file"])
    context = model_admin.admin_site.each_context(request) | {
        "title": gettext("QR code"),
        "opts": model_admin.opts,
        "quiz": quiz,
        "form": form,
        "address": start_address(quiz, form) if form.is_valid() else "",
        "query": urlencode(form.cleaned_data) if form.is_valid() else "",
    }
    return TemplateResponse(request, "admin/quiz/quiz/qr.html", context)


def start_address(quiz: Quiz, form: QrForm) -> str:
    return f"{address('taking:start_page', quiz.slug)}?{urlencode(form.parameters())}"


def send(quiz: Quiz, form: QrForm, kind: str) -> HttpResponse:
    picture = HttpResponse(draw(start_address(quiz, form), kind), content_type=TYPES[kind])
    name = "-".join(filter(None, [quiz.slug, slugify(form.cleaned_data["utm_source"])]))
    picture["Content-Disposition"] = f'inline; filename="{name}.{kind}"'
    return picture


def draw(text: str, kind: str) -> bytes:
    """Return the code with a quarter of it to spare for scratches, and the quiet zone that scanners need."""
    import segno  # few processes ever draw a code

    content = BytesIO()
    segno.make_qr(text, error="q").save(content, kind=kind, scale=MODULE[kind], border=4, light="#ffffff")
    return content.getvalue()
