"""The report of a quiz: how people got through it, and which types came out."""

from __future__ import annotations

from django.contrib import admin
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext

from quiz import insights
from quiz.admin.fetching import get_quiz
from quiz.models import QuizVersion


def report(model_admin: admin.ModelAdmin, request: HttpRequest, quiz_id: int) -> HttpResponse:
    """Show the funnel of all versions, or of `?version=` alone."""
    quiz = get_quiz(model_admin, request, quiz_id)
    versions = list(quiz.versions.defer("snapshot", "changes"))
    version = _chosen(versions, request.GET.get("version", ""))
    _count_up()
    context = model_admin.admin_site.each_context(request) | {
        "title": gettext("Report"),
        "subtitle": quiz.title,
        "opts": model_admin.opts,
        "quiz": quiz,
        "versions": versions,
        "chosen": version,
        "funnel": insights.funnel(quiz, version=version),
    }
    return TemplateResponse(request, "admin/quiz/quiz/report.html", context)


def _count_up() -> None:
    """Bring the tallies up to this moment."""
    insights.flush_views()
    insights.fold_all()


def _chosen(versions: list[QuizVersion], number: str) -> QuizVersion | None:
    if not number:
        return None
    for version in versions:
        if str(version.number) == number:
            return version
    raise Http404
