"""The page of a result: a page shared by all people of a type, with a slot for the person's own part."""

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
    """The nearness of a type to the answers, from 0 to 1."""

    type: scoring.Type
    share: Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultState:
    """The type of a result and what the person did with it so far: the key of the shared page."""

    type: str
    purposes: tuple[scoring.Purpose, ...]  # the purposes that can be agreed to now
    is_kept: bool
    is_pending: bool
    has_said: bool  # whether the person answered "does it suit you?"


def get_result_state(response: Response) -> ResultState:
    can_keep = profiles.can_keep(response, now=timezone.now())
    return ResultState(
        type=response.type_key,
        purposes=profiles.purposes_for(response) if can_keep else (),
        is_kept=response.kept_at is not None,
        is_pending=hasattr(response, "pending_keep"),
        has_said=response.suits is not None,
    )


def shared_context(quiz: Quiz, version: QuizVersion, state: ResultState) -> Context:
    """Return the context of a result page that all people of the type in the same state share."""
    type_ = version.definition.type(state.type)
    return page_context(quiz, version) | {
        "type": type_,
        "standing": state,
        "keep_form": KeepForm(state.purposes),
        "messages": messages.completed(type_.key, may_tell_type=quiz.share_type_with_host),
        "share_text": _("My result: %(type)s.") % {"type": type_.name},
        "share_url": address("taking:type_page", quiz.slug, type_.key),
        "card_url": card_path(quiz.slug, version, type_.key),
    }


@shared_page(RESULT, key=ResultState, is_step=True)
def result_page(quiz: Quiz, version: QuizVersion, state: ResultState) -> Context:
    return shared_context(quiz, version, state) | slots(["token", "own"])


def render_result(request: ConsumerRequest, response: Response, token: str) -> HttpResponse:
    """Render a result: the person's own part goes into the slot of the shared page."""
    version, state = response.version, get_result_state(response)
    values = {"token": token, "own": render_own(request, response)}
    return render_shared(request, result_page, version.quiz, version, state, values=values)


def render_with_form(
    request: ConsumerRequest, response: Response, token: str, form: KeepForm, status: int
) -> HttpResponse:
    """Render a result with the submitted form, without a shared page."""
    context = shared_context(response.version.quiz, response.version, get_result_state(response))
    context |= {"token": token, "own": render_own(request, response), "keep_form": form, "error": status != 200}
    return render_step(request, RESULT, context, status=status)


def render_own(request: ConsumerRequest, response: Response) -> SafeString:
    """Render the person's own part: the reasons, the nearness, the products and the coupon."""
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
    """Return all types with their nearness: the outcome's type first, then by nearness."""
    near = scoring.compared_nearness(definition, outcome)
    ranked = sorted(definition.types, key=lambda type_: (type_.key != outcome.type, -near[type_.key]))
    return [Nearness(type=type_, share=near[type_.key]) for type_ in ranked]
