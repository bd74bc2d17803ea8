"""Fetch what a consumer page is about. Fetching is the access check: who has no right to it gets a refusal instead."""

from __future__ import annotations

from datetime import datetime

from django.http import Http404

from quiz import taking, tokens
from quiz.caching import cached_for_a_second
from quiz.forms.taking import embedding_origin
from quiz.models import Quiz, Response
from quiz.pages.framing import allow_framing, check_sandbox, is_embedded
from quiz.pages.links import activate_language
from quiz.pages.refusals import Refusal
from quiz.pages.requests import ConsumerRequest


def get_quiz(request: ConsumerRequest, slug: str, *, at_once: bool = False) -> Quiz:
    """Return a quiz that was published once, whatever its state now: as of this second, or as of this moment."""
    quiz = read_quiz(slug) if at_once else quiz_of_this_second(slug)
    admit(request, quiz)
    return quiz


@cached_for_a_second()
def quiz_of_this_second(slug: str) -> Quiz:
    return read_quiz(slug)


def read_quiz(slug: str) -> Quiz:
    """Return a quiz with its brand and version; raise Http404 unless it was published once."""
    quiz = Quiz.objects.with_version().filter(slug=slug, version__isnull=False).first()
    if quiz is None:
        raise Http404
    return quiz


def get_open_quiz(request: ConsumerRequest, slug: str, *, now: datetime, at_once: bool = False) -> Quiz:
    """Return a quiz that may be started now; otherwise refuse kindly, with the brand's other quizzes."""
    quiz = get_quiz(request, slug, at_once=at_once)
    if not quiz.can_start(now=now):
        others = Quiz.objects.listed().filter(brand=quiz.brand).exclude(pk=quiz.pk)
        raise Refusal(410, "closed", quiz=quiz, others=others)
    return quiz


def get_result(request: ConsumerRequest, slug: str, token: str, *, now: datetime) -> Response:
    """Return the finished response of a result token, for 30 days."""
    responses = Response.objects.with_version().select_related("claim__offer", "pending_keep")
    found = responses.filter(result_hash=tokens.hash_token(token)).first()
    quiz = quiz_of_this_second(slug)
    if found is None or found.version.quiz_id != quiz.pk:
        raise Http404
    found.version.quiz = quiz
    admit(request, quiz, embedded_on=found.embed_origin)
    activate_language(request, found.language)
    if found.kept_at is None and found.finished_at + taking.RESULT_LIFE <= now:
        raise Refusal(410, "result_expired", quiz=quiz)
    return found


def admit(request: ConsumerRequest, quiz: Quiz, *, embedded_on: str = "") -> None:
    """Let the brand's sites frame this page, and note which of them does; refuse a form from a sandboxed frame."""
    allow_framing(request, quiz.brand)
    if is_embedded(request):
        request.embedded_on = embedded_on or embedding_origin(request, quiz.brand.origins)
    check_sandbox(request, quiz)
