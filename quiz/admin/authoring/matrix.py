"""All weights of a quiz on one page, and the odds that they would give."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext

from quiz import authoring
from quiz.admin.authoring import history, trial
from quiz.admin.fetching import get_quiz
from quiz.forms.weighing import WeightsForm
from quiz.models import Quiz

PAGE = "admin/quiz/quiz/weights.html"


@transaction.atomic
def weights(model_admin: admin.ModelAdmin, request: HttpRequest, quiz_id: int) -> HttpResponse:
    """Edit the weights of every choice, with the odds of every type beside them."""
    quiz = _changeable(model_admin, request, quiz_id)
    definition = authoring.draft(quiz)
    form = WeightsForm(quiz, definition, request.POST or None)
    if form.is_valid() and form.has_changed():
        form.save()
        model_admin.log_change(request, quiz, history.of_weights(form))
        model_admin.message_user(request, gettext("The weights are saved."), messages.SUCCESS)
        return HttpResponseRedirect(request.path)
    tried = trial.of_form(definition, form) if form.errors else trial.of_draft(definition)
    context = model_admin.admin_site.each_context(request) | {"opts": model_admin.opts, "trial": tried}
    return TemplateResponse(request, PAGE, context | _named(quiz, form))


def odds(model_admin: admin.ModelAdmin, request: HttpRequest, quiz_id: int) -> HttpResponse:
    """Try out the weights of the page; it stays as it was filled in, and nothing is stored."""
    quiz = _changeable(model_admin, request, quiz_id)
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    definition = authoring.draft(quiz)
    form = WeightsForm(quiz, definition, request.POST)
    return trial.answer(model_admin, request, trial.of_form(definition, form), PAGE, _named(quiz, form))


def _changeable(model_admin: admin.ModelAdmin, request: HttpRequest, quiz_id: int) -> Quiz:
    quiz = get_quiz(model_admin, request, quiz_id)
    if not model_admin.has_change_permission(request, quiz):
        raise PermissionDenied
    return quiz


def _named(quiz: Quiz, form: WeightsForm) -> dict[str, Any]:
    odds_url = reverse("admin:quiz_quiz_odds", args=[quiz.pk])
    return {"title": gettext("All weights"), "quiz": quiz, "form": form, "odds_url": odds_url}
