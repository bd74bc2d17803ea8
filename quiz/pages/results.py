"""The page of a result: shared by everybody of a type, with the person's own part put in."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from django.http import HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from quiz import profiles, recommending, scoring
from quiz.addresses import address
from quiz.embedding import messages
from quiz.forms.profiles import KeepForm
from quiz.models import Quiz, QuizVersion, Response
from quiz.pages.layout import Context, page_context, render_step
from quiz.pages.reasons import read_reasons
from quiz.pages.requests import ConsumerRequest
from quiz.pages.slots import render_shared, shared_page, slots
from quiz.pages.types import card_path

RESULT = "quiz/taking/result.html"


@dataclass(frozen=True, slots=True, kw_only=True)
class Nearness:
    """How near a type is to the answers, from 0 to 1."""

    type: scoring.Type
    share: Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """The type of a result and how far its person went with it: all that the shared part of the page says."""

    type: str
    purposes: tuple[scoring.Purpose, ...]  # that may be agreed to now
    is_kept: bool
    is_pending: bool
    has_said: bool  # whether it suits


def standing_of(response: Response) -> Standing:
    can_keep = profiles.can_keep(response, now=timezone.now())
    return Standing(
        type=response.type_key,
        purposes=profiles.purposes_for(response) if can_keep else (),
        is_kept=response.kept_at is not None,
        is_pending=hasattr(response, "pending_keep"),
        has_said=response.suits is not None,
    )


def shared_context(quiz: Quiz, version: QuizVersion, standing: Standing) -> Context:
    """Return what a result page says to everybody of the type who went as far."""
    type_ = version.definition.type(standing.type)
    return page_context(quiz, version) | {
        "type": type_,
        "standing": standing,
        "keep_form": KeepForm(standing.purposes),
        "messages": messages.completed(type_.key, may_tell_type=quiz.share_type_with_host),
        "share_text": _("My result: %(type)s.") % {"type": type_.name},
        "share_url": address("taking:type_page", quiz.slug, type_.key),
        "card_url": card_path(quiz.slug, version, type_.key),
    }


@shared_page(RESULT, key=Standing, is_step=True)
def result_page(quiz: Quiz, version: QuizVersion, standing: Standing) -> Context:
    return shared_context(quiz, version, standing) | slots(["token", "own"])


def render_result(request: ConsumerRequest, response: Response, token: str) -> HttpResponse:
    """Show a result: what is the person's own is rendered now, and put into the shared page of the type."""
    version, standing = response.version, standing_of(response)
    values = {"token": token, "own": render_own(request, response)}
    return render_shared(request, result_page, version.quiz, version, standing, values=values)


def render_with_form(
    request: ConsumerRequest, response: Response, token: str, form: KeepForm, status: int
) -> HttpResponse:
    """Show a result with what was typed into its form, which is in no shared page."""
    context = shared_context(response.version.quiz, response.version, standing_of(response))
    context |= {"token": token, "own": render_own(request, response), "keep_form": form, "error": status != 200}
    return render_step(request, RESULT, context, status=status)


def render_own(request: ConsumerRequest, response: Response) -> SafeString:
    """Render what only this person's answers led to: the reasons, the nearness, the products, the coupon."""
    quiz, definition = response.version.quiz, response.definition
    outcome = scoring.read_outcome(response.outcome)
    ranked = rank_types(definition, outcome)
    context = page_context(quiz, response.version) | {
        "fit": ranked,
        "runners_up": [nearness.type for nearness in ranked[1:]],
        "articles": recommending.articles(outcome.type, brand_id=quiz.brand_id),
        "reasons": read_reasons(definition, response.explanation),
        "is_redacted": response.is_redacted,
        "gates": [definition.gates[index] for index in outcome.gates],
        "recommendation": recommending.recommend(definition, outcome, brand_id=quiz.brand_id),
        "claim": getattr(response, "claim", None),
    }
    return render_to_string("quiz/taking/result_own.html", context, request)


def rank_types(definition: scoring.Definition, outcome: scoring.Outcome) -> list[Nearness]:
    """Return every type with its nearness: the outcome's own first, then the nearest."""
    near = scoring.compared_nearness(definition, outcome)
    ranked = sorted(definition.types, key=lambda type_: (type_.key != outcome.type, -near[type_.key]))
    return [Nearness(type=type_, share=near[type_.key]) for type_ in ranked]
