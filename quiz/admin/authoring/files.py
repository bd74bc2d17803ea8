"""Quiz files in and out, and copies."""

from __future__ import annotations

from django.contrib import admin, messages
from django.contrib.admin import ActionLocation
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from quiz import authoring
from quiz.admin.fetching import get_quiz
from quiz.forms.authoring import QuizFileForm
from quiz.models import Quiz


def download(model_admin: admin.ModelAdmin, request: HttpRequest, quiz_id: int) -> HttpResponse:
    """Answer with the draft as a quiz file."""
    quiz = get_quiz(model_admin, request, quiz_id)
    headers = {"Content-Disposition": f'attachment; filename="{quiz.slug}.json"'}
    return HttpResponse(authoring.export_text(quiz), content_type="application/json; charset=utf-8", headers=headers)


def pack(model_admin: admin.ModelAdmin, request: HttpRequest, quiz_id: int) -> HttpResponse:
    """Answer with the draft as a quiz file and its pictures."""
    quiz = get_quiz(model_admin, request, quiz_id)
    headers = {"Content-Disposition": f'attachment; filename="{quiz.slug}.zip"'}
    return HttpResponse(authoring.pack_zip(quiz), content_type="application/zip", headers=headers)


def upload(model_admin: admin.ModelAdmin, request: HttpRequest) -> HttpResponse:
    """Create a quiz, or replace a draft, from a quiz file or from a ZIP file of one and its pictures."""
    if not (model_admin.has_add_permission(request) and model_admin.has_change_permission(request)):
        raise PermissionDenied
    form = QuizFileForm(request.POST or None, request.FILES or None)
    problems: tuple[authoring.FileProblem, ...] = ()
    if form.is_valid():
        try:
            with authoring.open_quiz_file(form.cleaned_data["file"].file) as (content, folder):
                quiz = authoring.import_quiz(authoring.parse_document(content), folder=folder)
        except authoring.QuizFileError as error:
            problems = error.problems
        else:
            return _imported(model_admin, request, quiz)
    context = model_admin.admin_site.each_context(request) | {
        "title": gettext("Import a quiz file"),
        "opts": model_admin.opts,
        "form": form,
        "problems": problems,
    }
    return TemplateResponse(request, "admin/quiz/quiz/import.html", context)


def _imported(model_admin: admin.ModelAdmin, request: HttpRequest, quiz: Quiz) -> HttpResponse:
    model_admin.log_change(request, quiz, gettext("Imported from a quiz file."))
    model_admin.message_user(request, gettext("The file is imported. Nothing is published yet."), messages.SUCCESS)
    return HttpResponseRedirect(reverse("admin:quiz_quiz_change", args=[quiz.pk]))


@admin.action(description=_("Duplicate"), permissions=["add"], location=ActionLocation.CHANGE_FORM)
def duplicate(model_admin: admin.ModelAdmin, request: HttpRequest, queryset: QuerySet[Quiz]) -> HttpResponse:
    quiz = queryset.get()
    copy = authoring.duplicate(quiz, slug=_free_slug(quiz.slug))
    model_admin.log_addition(request, copy, gettext("Duplicated from %(slug)s.") % {"slug": quiz.slug})
    model_admin.message_user(request, gettext("This is the copy. It has a new address."), messages.SUCCESS)
    return HttpResponseRedirect(reverse("admin:quiz_quiz_change", args=[copy.pk]))


def _free_slug(slug: str) -> str:
    taken = set(Quiz.objects.filter(slug__startswith=slug[:40]).values_list("slug", flat=True))
    return next(free for number in range(2, len(taken) + 3) if (free := f"{slug[:40]}-{number}") not in taken)
