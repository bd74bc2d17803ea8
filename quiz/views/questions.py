"""Show a question, take its answer, and respond with the next question, the result, or the errors to correct."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.http import HttpResponse, HttpResponseRedirect
from django.utils import timezone, translation
from django.views.decorators.http import require_http_methods
from django_htmx.http import push_url

from quiz import moments, scoring, taking, tokens
from quiz.forms.taking import AnswerInput
from quiz.models import Response
from quiz.pages.gate import consumer
from quiz.pages.links import taking_path
from quiz.pages.questions import render_invalid, render_question
from quiz.pages.refusals import Refusal, to_refusal
from quiz.pages.requests import ConsumerRequest
from quiz.pages.results import render_result
from quiz.pages.visits import Visit


@consumer
@require_http_methods(["GET", "HEAD", "POST"])
def question(request: ConsumerRequest, slug: str, handle: str, step: str) -> HttpResponse:
    visit = Visit(request, slug, handle, step)
    if request.method == "POST":
        return submit_answer(visit, now=timezone.now())
    visit.check_open(now=timezone.now())
    return show_question(visit)


def show_question(visit: Visit) -> HttpResponse:
    """Show a question on the path; redirect from any other question to the first open one."""
    definition, answers = visit.response.definition, visit.answers
    try:
        taking.question_on_path(definition, answers, visit.step)
    except taking.NotReachedError:
        target = scoring.next_question(definition, answers) or scoring.path(definition, answers)[-1]
        return HttpResponseRedirect(taking_path(visit.request, "question", visit.quiz.slug, visit.handle, target.key))
    return render_question(visit, visit.step, answers)


def submit_answer(visit: Visit, *, now: datetime) -> HttpResponse:
    try:
        reached = answer_unlocked(visit, now=now) or answer_locked(visit, now=now)
    except taking.InvalidAnswerError as error:
        return show_invalid(visit, error.code)
    except taking.TakingError as error:
        raise to_refusal(error, visit.quiz) from error
    if reached.following is None:
        return show_result(visit)
    return show_following(visit, reached.following, reached.answers)


def answer_unlocked(visit: Visit, *, now: datetime) -> taking.Step | None:
    """Append an answer in one statement, which most answers allow; return None if it needs the lock."""
    last_steps = {visit.quiz.published.definition.questions[-1].key, scoring.TIE}
    if "pass" in visit.request.POST or visit.step in last_steps:
        return None  # a shortcut: `taking.answer_unlocked` would return None, too
    if visit.response.language != translation.get_language():
        return None
    return taking.answer_unlocked(visit.found, read_submit(visit), now=now)


def answer_locked(visit: Visit, *, now: datetime) -> taking.Step:
    """Store an answer with the response's row locked; the last answer finishes the response."""
    verb = moments.advanced if "pass" in visit.request.POST else moments.answered
    with transaction.atomic():
        visit.lock()
        reached = verb(visit.found, read_submit(visit), now=now)
        remember_language(visit.response)
    return reached


def read_submit(visit: Visit) -> taking.Submit:
    answer = AnswerInput(visit.question, visit.request.POST)
    if not answer.is_valid():
        raise Refusal(400, "not_ours", quiz=visit.quiz)
    return answer.submit(visit.step)


def remember_language(response: Response) -> None:
    """Store the language of `?lang=` for the result and the mails."""
    if response.language != translation.get_language():
        response.language = translation.get_language()
        response.save(update_fields=["language"])


def show_invalid(visit: Visit, code: str) -> HttpResponse:
    if code not in taking.CORRECTABLE:
        raise Refusal(400, "not_ours", quiz=visit.quiz)
    return render_invalid(visit, code)


def show_following(visit: Visit, following: scoring.Question, answers: scoring.Answers) -> HttpResponse:
    """Return the next question to htmx, with its URL for the history; redirect a plain form to it."""
    address = taking_path(visit.request, "question", visit.quiz.slug, visit.handle, following.key)
    if not visit.request.htmx:
        return HttpResponseRedirect(address, status=303)
    return push_url(render_question(visit, following.key, answers), address)


def show_result(visit: Visit) -> HttpResponse:
    token = tokens.result_token(visit.response.uid, result_hash=visit.response.result_hash)
    address = taking_path(visit.request, "result", visit.quiz.slug, token)
    if not visit.request.htmx:
        return HttpResponseRedirect(address, status=303)
    return push_url(render_result(visit.request, visit.response, token), address)
