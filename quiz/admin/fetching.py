"""Fetch what a staff page is about. Fetching is the access check."""

from __future__ import annotations

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest

from quiz.models import Quiz


def get_quiz(model_admin: admin.ModelAdmin, request: HttpRequest, quiz_id: int) -> Quiz:
    """Return the quiz, or refuse staff who may not see quizzes."""
    if not model_admin.has_view_permission(request):
        raise PermissionDenied
    quiz = model_admin.get_queryset(request).filter(pk=quiz_id).first()
    if quiz is None:
        raise Http404
    return quiz
