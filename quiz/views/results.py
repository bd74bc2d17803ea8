"""A person's result, and whether it suits them."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from catalog.models import Article
from quiz import embedding, profiles, publishing, recommending, scoring, taking
from quiz.forms.profiles import KeepForm
from quiz.forms.taking import SuitsForm
from quiz.models import Response
from quiz.views.consumer import Refusal, consumer, link, page_context, render_step
from quiz.views.fetching import get_result
from quiz.views.reasons import read_reasons
from quiz.views.sharing import card_address


@dataclass(frozen=True, slots=True, kw_only=True)
class Nearness:
    """How near a type is to the answers, from 0 to 1."""

    type: scoring.Type
    share: Fraction


@consumer
@require_safe
def result(request: HttpRequest, slug: str, token: str) -> HttpResponse:
    response = get_result(request, slug, token, now=timezone.now())
    return render_result(request, response, token)


def render_result(request: HttpRequest, response: Response, token: str, **context: object) -> HttpResponse:
    quiz = response.version.quiz
    definition = publishing.definition_of(response.version_id)
    outcome = scoring.read_outcome(response.outcome)
    fit = rank_types(definition, outcome)
    context = page_context(quiz, response.version) | {
        "response": response,
        "token": token,
        "type": definition.type(outcome.type),
        "messages": embedding.completed(outcome.type, may_tell_type=quiz.share_type_with_host),
        "fit": fit,
        "runners_up": [each.type for each in fit[1:]],
        "articles": Article.objects.filter(type__brand=quiz.brand_id, type__key=outcome.type),
        "share_text": _("I am %(type)s.") % {"type": definition.type(outcome.type).name},
        "card_url": card_address(quiz.slug, response.version_id, outcome.type),
        "share_url": settings.BASE_URL + reverse("taking:type_page", args=[quiz.slug, outcome.type]),
        "reasons": read_reasons(definition, response.explanation),
        "gates": [definition.gates[place] for place in outcome.gates],
        "recommendation": recommending.recommend(definition, outcome, brand_id=quiz.brand_id),
        "claim": getattr(response, "claim", None),
        "keep_form": KeepForm(profiles.purposes_for(response))
        if profiles.can_keep(response, now=timezone.now())
        else None,
        **context,
    }
    return render_step(request, "quiz/taking/result.html", context, status=422 if context.get("error") else 200)


@consumer
@require_POST
def suits(request: HttpRequest, slug: str, token: str) -> HttpResponse:
    """Take one tap, and a word if there is one, on whether the result suits; the first one counts."""
    response = get_result(request, slug, token, now=timezone.now())
    form = SuitsForm(request.POST)
    if not form.is_valid():
        raise Refusal(400, "not_ours", quiz=response.version.quiz)
    taking.tell_suits(response, **form.cleaned_data, now=timezone.now())
    if request.htmx:
        return render_result(request, response, token)
    return HttpResponseRedirect(link(request, "result", slug, token) + "#suits", status=303)


def rank_types(definition: scoring.Definition, outcome: scoring.Outcome) -> list[Nearness]:
    """Return every type with its nearness: the outcome's own first, then the nearest."""
    ranked = sorted(definition.types, key=lambda each: (each.key != outcome.type, -outcome.nearness[each.key]))
    return [Nearness(type=each, share=outcome.nearness[each.key]) for each in ranked]
