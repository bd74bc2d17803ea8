"""Fetch what a consumer page is about. Fetching is the access check: who has no right to it gets a refusal instead."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from functools import lru_cache

from django.db.models import Model
from django.http import Http404, HttpRequest

from quiz import publishing, taking, tokens
from quiz.forms.taking import embedding_origin
from quiz.models import Quiz, Response
from quiz.seconds import this_second
from quiz.views.consumer import Refusal, allow_framing, check_sandbox, is_embedded, speak

REASONS: dict[type[taking.TakingError], tuple[int, str]] = {
    taking.ClosedError: (410, "closed"),
    taking.FinishedError: (410, "finished"),
    taking.ExpiredError: (410, "expired"),
    taking.ReusedKeyError: (409, "reused"),
    taking.TooManyAnswersError: (429, "too_many"),
    taking.NotReachedError: (422, "not_reached"),
}


def get_quiz(request: HttpRequest, slug: str, *, at_once: bool = False) -> Quiz:
    """Return a quiz that was published once, whatever its state now: as of this second, or as of this moment."""
    return _admit(request, _read_quiz(slug) if at_once else _quiz_of(slug, this_second()))


@lru_cache(maxsize=256)
def _quiz_of(slug: str, second: int) -> Quiz:
    """Return what a process reads once a second. Nobody changes it, for all requests share it."""
    return _read_quiz(slug)


def _read_quiz(slug: str) -> Quiz:
    quiz = Quiz.objects.with_version().filter(slug=slug, version__isnull=False).first()
    if quiz is None:
        raise Http404
    quiz.facts = (*_facts(quiz), *_facts(quiz.brand))
    return quiz


def _facts(row: Model) -> Iterator[object]:
    """Yield what a row says, which tells when a kept page is out of date."""
    return (value for name, value in vars(row).items() if not name.startswith("_"))


def get_open_quiz(request: HttpRequest, slug: str, *, now: datetime, at_once: bool = False) -> Quiz:
    """Return a quiz that may be started now; otherwise refuse kindly, with the brand's other quizzes."""
    quiz = get_quiz(request, slug, at_once=at_once)
    if not publishing.can_start(quiz, now=now):
        others = Quiz.objects.listed().filter(brand=quiz.brand).exclude(pk=quiz.pk)
        raise Refusal(410, "closed", quiz=quiz, others=others)
    return quiz


def get_response(request: HttpRequest, slug: str, handle: str, *, lock: bool = False) -> Response:
    """Return the response of a handle, whether it takes more answers or not; locked if asked."""
    found = taking.find(tokens.hash_token(handle), lock=lock)
    if found is None:
        raise Http404
    _admit(request, _attach_quiz(found, slug), embedded_on=found.embed_origin)
    speak(request, found.language)
    return found


def get_open_response(request: HttpRequest, slug: str, handle: str, *, now: datetime) -> Response:
    """Return the response of a handle; refuse one that takes no more answers."""
    response = get_response(request, slug, handle)
    try:
        taking.check_open(response, now=now)
    except taking.TakingError as error:
        raise refusal_of(error, response.version.quiz) from error
    return response


def _attach_quiz(response: Response, slug: str) -> Quiz:
    """Give a response its quiz of this second; when the quiz was stopped since, of this moment."""
    quiz = _quiz_of(slug, this_second())
    if quiz.state != response.quiz_state:
        quiz = _read_quiz(slug)
    if quiz.pk != response.version.quiz_id:
        raise Http404
    response.version.quiz = quiz
    return quiz


def get_result(request: HttpRequest, slug: str, token: str, *, now: datetime) -> Response:
    """Return the finished response of a result token, for 30 days."""
    responses = Response.objects.with_version().select_related("claim__offer", "pending_keep")
    found = responses.filter(result_hash=tokens.hash_token(token)).first()
    quiz = _quiz_of(slug, this_second())
    if found is None or found.version.quiz_id != quiz.pk:
        raise Http404
    found.version.quiz = quiz
    _admit(request, quiz, embedded_on=found.embed_origin)
    speak(request, found.language)
    if found.kept_at is None and found.finished_at + taking.RESULT_LIFE <= now:
        raise Refusal(410, "result_expired", quiz=found.version.quiz)
    return found


def refusal_of(error: taking.TakingError, quiz: Quiz) -> Refusal:
    """Return the refusal that tells a person why a step can't be taken."""
    status, reason = REASONS[type(error)]
    return Refusal(status, reason, quiz=quiz)


def _admit(request: HttpRequest, quiz: Quiz, *, embedded_on: str = "") -> Quiz:
    """Let the brand's sites frame this page, which tells the one around it what happens; refuse what came sandboxed."""
    allow_framing(request, quiz.brand)
    if is_embedded(request):
        request.embedded_on = embedded_on or embedding_origin(request, quiz.brand.origins)
    check_sandbox(request, quiz)
    return quiz
