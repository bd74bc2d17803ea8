"""Fetch what a staff page is about. Fetching is the access check."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest

from quiz.models import Question, Quiz


def get_staff(request: HttpRequest) -> User:
    """Return who asks; staff pages are for those who are logged in."""
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user


def get_quiz(model_admin: admin.ModelAdmin, request: HttpRequest, quiz_id: int) -> Quiz:
    """Return the quiz, or refuse staff who may not see quizzes."""
    return _get(model_admin, request, quiz_id)


def get_question(model_admin: admin.ModelAdmin, request: HttpRequest, question_id: int) -> Question:
    """Return the question of a draft, or refuse staff who may not see questions."""
    return _get(model_admin, request, question_id)


def _get(model_admin: admin.ModelAdmin, request: HttpRequest, pk: int) -> Any:
    if not model_admin.has_view_permission(request):
        raise PermissionDenied
    row = model_admin.get_queryset(request).filter(pk=pk).first()
    if row is None:
        raise Http404
    return row
