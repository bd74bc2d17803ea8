"""Look up the quiz or result of a consumer page. The look-up is the access check: it raises when access is denied."""

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


def get_quiz(request: ConsumerRequest, slug: str, *, fresh: bool = False) -> Quiz:
    """Return a published quiz in any state; `fresh` bypasses the one-second cache."""
    quiz = read_quiz(slug) if fresh else get_cached_quiz(slug)
    check_frame(request, quiz)
    return quiz


@cached_for_a_second()
def get_cached_quiz(slug: str) -> Quiz:
    return read_quiz(slug)


def read_quiz(slug: str) -> Quiz:
    """Return a quiz with its brand and version; raise Http404 when it was never published."""
    quiz = Quiz.objects.with_version().filter(slug=slug, version__isnull=False).first()
    if quiz is None:
        raise Http404
    return quiz


def get_open_quiz(request: ConsumerRequest, slug: str, *, now: datetime, fresh: bool = False) -> Quiz:
    """Return a quiz that can be started now; else raise Refusal, whose page offers the brand's other quizzes."""
    quiz = get_quiz(request, slug, fresh=fresh)
    if not quiz.can_start(now=now):
        others = Quiz.objects.listed().filter(brand=quiz.brand).exclude(pk=quiz.pk)
        raise Refusal(410, "closed", quiz=quiz, others=others)
    return quiz


def get_result(request: ConsumerRequest, slug: str, token: str, *, now: datetime) -> Response:
    """Return the finished response of a result token; raise Refusal after 30 days unless the result was kept."""
    responses = Response.objects.with_version().select_related("claim__offer", "pending_keep")
    found = responses.filter(result_hash=tokens.hash_token(token)).first()
    quiz = get_cached_quiz(slug)
    if found is None or found.version.quiz_id != quiz.pk:
        raise Http404
    found.version.quiz = quiz
    check_frame(request, quiz, embedded_on=found.embed_origin)
    activate_language(request, found.language)
    if found.kept_at is None and found.finish_time + taking.RESULT_LIFE <= now:
        raise Refusal(410, "result_expired", quiz=quiz)
    return found


def check_frame(request: ConsumerRequest, quiz: Quiz, *, embedded_on: str = "") -> None:
    """Allow the brand's sites to frame this page, note the one that does, and refuse forms from sandboxed frames."""
    allow_framing(request, quiz.brand)
    if is_embedded(request):
        request.embedded_on = embedded_on or embedding_origin(request, quiz.brand.origins)
    check_sandbox(request, quiz)
