"""The result of a response, and the person's feedback on it."""

from __future__ import annotations

from django.http import HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from quiz import taking
from quiz.forms.taking import SuitsForm
from quiz.pages.fetching import get_result
from quiz.pages.gate import consumer
from quiz.pages.links import taking_path
from quiz.pages.refusals import Refusal
from quiz.pages.requests import ConsumerRequest
from quiz.pages.results import render_result


@consumer
@require_safe
def result(request: ConsumerRequest, slug: str, token: str) -> HttpResponse:
    response = get_result(request, slug, token, now=timezone.now())
    return render_result(request, response, token)


@consumer
@require_POST
def suits(request: ConsumerRequest, slug: str, token: str) -> HttpResponse:
    """Store whether the result suits the person, with an optional comment; only the first answer counts."""
    response = get_result(request, slug, token, now=timezone.now())
    form = SuitsForm(request.POST)
    if not form.is_valid():
        raise Refusal(400, "not_ours", quiz=response.version.quiz)
    taking.record_suits(response, **form.cleaned_data, now=timezone.now())
    if request.htmx:
        return render_result(request, response, token)
    return HttpResponseRedirect(taking_path(request, "result", slug, token) + "#suits", status=303)
