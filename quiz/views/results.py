"""A person's result, and whether it suits them."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from quiz import embedding, profiles, publishing, recommending, scoring, taking
from quiz.forms.profiles import KeepForm
from quiz.forms.taking import SuitsForm
from quiz.models import Response
from quiz.views.consumer import Refusal, consumer, link, page_context, render_step
from quiz.views.fetching import get_result
from quiz.views.reasons import read_reasons
from quiz.views.rendering import render_kept, slots
from quiz.views.sharing import card_address

RESULT = "quiz/taking/result.html"


@dataclass(frozen=True, slots=True, kw_only=True)
class Nearness:
    """How near a type is to the answers, from 0 to 1."""

    type: scoring.Type
    share: Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How far a person went with a result: with the type, all that its page says apart from what is their own."""

    type: str
    purposes: tuple[scoring.Purpose, ...]  # that may be agreed to now
    is_kept: bool
    is_pending: bool
    has_said: bool  # whether it suits


@consumer
@require_safe
def result(request: HttpRequest, slug: str, token: str) -> HttpResponse:
    response = get_result(request, slug, token, now=timezone.now())
    return render_result(request, response, token)


def render_result(request: HttpRequest, response: Response, token: str) -> HttpResponse:
    """Show a result: what is the person's own is rendered now, and put into a page kept for everybody of the type."""
    standing = standing_of(response)
    return render_kept(
        request,
        RESULT,
        (response.version.quiz, response.version),
        standing,
        context=lambda: shared_context(response, standing) | slots(["token", "own"]),
        values={"token": token, "own": render_own(request, response)},
        is_step=True,
    )


def render_with_form(request: HttpRequest, response: Response, token: str, form: KeepForm, status: int) -> HttpResponse:
    """Show a result with what was typed into its form, which is in no kept page."""
    context = shared_context(response, standing_of(response))
    context |= {"token": token, "own": render_own(request, response), "keep_form": form, "error": status != 200}
    return render_step(request, RESULT, context, status=status)


def standing_of(response: Response) -> Standing:
    can_keep = profiles.can_keep(response, now=timezone.now())
    return Standing(
        type=response.type_key,
        purposes=profiles.purposes_for(response) if can_keep else (),
        is_kept=response.kept_at is not None,
        is_pending=hasattr(response, "pending_keep"),
        has_said=response.suits is not None,
    )


def shared_context(response: Response, standing: Standing) -> dict[str, object]:
    """Return what a result page says to everybody of the type who went as far."""
    quiz = response.version.quiz
    context = page_context(quiz, response.version)
    type_ = context["definition"].type(standing.type)
    return context | {
        "type": type_,
        "standing": standing,
        "keep_form": KeepForm(standing.purposes),
        "messages": embedding.completed(type_.key, may_tell_type=quiz.share_type_with_host),
        "share_text": _("My result: %(type)s.") % {"type": type_.name},
        "share_url": settings.BASE_URL + reverse("taking:type_page", args=[quiz.slug, type_.key]),
        "card_url": card_address(quiz.slug, response.version_id, type_.key),
    }


def render_own(request: HttpRequest, response: Response) -> SafeString:
    """Render what only this person's answers led to: the reasons, the nearness, the products, the coupon."""
    quiz = response.version.quiz
    definition = publishing.definition_of(response.version_id)
    outcome = scoring.read_outcome(response.outcome)
    fit = rank_types(definition, outcome)
    context = page_context(quiz, response.version) | {
        "fit": fit,
        "runners_up": [each.type for each in fit[1:]],
        "articles": recommending.articles(outcome.type, brand_id=quiz.brand_id),
        "reasons": read_reasons(definition, response.explanation),
        "is_redacted": response.is_redacted,
        "gates": [definition.gates[place] for place in outcome.gates],
        "recommendation": recommending.recommend(definition, outcome, brand_id=quiz.brand_id),
        "claim": getattr(response, "claim", None),
    }
    return render_to_string("quiz/taking/result_own.html", context, request)


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
    near = scoring.compared_nearness(definition, outcome)
    ranked = sorted(definition.types, key=lambda each: (each.key != outcome.type, -near[each.key]))
    return [Nearness(type=each, share=near[each.key]) for each in ranked]
