"""Choices that went on with a question that is gone: nothing breaks, and the author hears which they are."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib import admin, messages
from django.http import HttpRequest
from django.utils.translation import gettext

from quiz.models import Choice, Question


def warn(model_admin: admin.ModelAdmin, request: HttpRequest, deleted: Iterable[Question]) -> None:
    """Name the choices that each deleted question leaves without a place to go on."""
    for gone in deleted:
        left = Choice.objects.filter(question__quiz=gone.quiz_id, next_key=gone.key).select_related("question")
        if names := [f"{choice.question.text} / {choice.text}" for choice in left.order_by("question__position")]:
            said = gettext(
                "“%(question)s” is gone. Say anew where these choices lead, which went on with it: %(choices)s"
            )
            told = {"question": gone.text, "choices": " · ".join(names)}
            model_admin.message_user(request, said % told, messages.WARNING)
