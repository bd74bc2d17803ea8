"""All weights of a quiz on one page."""

from __future__ import annotations

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext

from quiz import authoring
from quiz.admin.authoring import standing
from quiz.admin.fetching import get_quiz
from quiz.forms.weighing import WeightsForm


@transaction.atomic
def weights(model_admin: admin.ModelAdmin, request: HttpRequest, quiz_id: int) -> HttpResponse:
    """Edit the weights of every choice, with the odds of every type beside them."""
    quiz = get_quiz(model_admin, request, quiz_id)
    if not model_admin.has_change_permission(request, quiz):
        raise PermissionDenied
    form = WeightsForm(quiz, authoring.draft(quiz), request.POST or None)
    if form.is_valid() and form.has_changed():
        form.save()
        model_admin.log_change(request, quiz, gettext("Changed weights."))
        model_admin.message_user(request, gettext("The weights are saved."), messages.SUCCESS)
        return HttpResponseRedirect(request.path)
    context = model_admin.admin_site.each_context(request) | standing.of(quiz)
    context |= {"title": gettext("All weights"), "opts": model_admin.opts, "quiz": quiz, "form": form}
    return TemplateResponse(request, "admin/quiz/quiz/weights.html", context)
