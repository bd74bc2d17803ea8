"""Take the answer to a question, and show what follows: the next question, the result, or what to put right."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import translation
from django_htmx.http import push_url

from quiz import offers, publishing, scoring, taking, tokens
from quiz.forms.taking import AnswerForm
from quiz.models import Response
from quiz.views.consumer import Refusal, link, render_step
from quiz.views.fetching import get_quiz, get_response, refusal_of
from quiz.views.questions import QUESTION, find_place, question_context, render_question
from quiz.views.results import render_result

# What a person can put right on the page; the other codes come from no form of ours.
MENDABLE = {"required", "too_few", "too_many", "exclusive"}


def submit_answer(request: HttpRequest, slug: str, handle: str, step: str, *, now: datetime) -> HttpResponse:
    way = (request, slug, handle, step)
    try:
        response, reached = go_ahead(*way, now=now) or settle(*way, now=now)
    except taking.InvalidAnswerError as error:
        return show_invalid(request, get_response(request, slug, handle), handle, step, error.code)
    except taking.TakingError as error:
        raise refusal_of(error, get_quiz(request, slug)) from error
    if reached.following is None:
        return show_finished(request, response)
    return show_following(request, response, reached, handle)


def go_ahead(
    request: HttpRequest, slug: str, handle: str, step: str, *, now: datetime
) -> tuple[Response, taking.Step] | None:
    """Append an answer in one statement, as most can be; None when it has to be settled."""
    newest = publishing.definition_of(get_quiz(request, slug).version_id)
    if "pass" in request.POST or step in {newest.questions[-1].key, scoring.TIE}:
        return None  # at once, for it would be found out later
    response = get_response(request, slug, handle)
    if response.language != translation.get_language():
        return None
    reached = taking.answer_ahead(response, read_submit(request, response, step), now=now)
    return (response, reached) if reached else None


def settle(request: HttpRequest, slug: str, handle: str, step: str, *, now: datetime) -> tuple[Response, taking.Step]:
    """Take an answer while nobody else can, whatever it is; the last one finishes the response and gives its reward."""
    verb = taking.pass_over if "pass" in request.POST else taking.answer
    with transaction.atomic():
        response = get_response(request, slug, handle, lock=True)
        reached = verb(response, read_submit(request, response, step), now=now)
        remember_language(response)
        if response.finished_at == now:
            offers.reward(response, now=now)
            # Nobody can have asked to keep it yet, so nobody needs to look.
            Response._meta.get_field("pending_keep").set_cached_value(response, None)
    return response, reached


def read_submit(request: HttpRequest, response: Response, step: str) -> taking.Submit:
    form = AnswerForm(find_question(response, step), request.POST)
    if not form.is_valid():
        raise Refusal(400, "not_ours", quiz=response.version.quiz)
    return form.submit(step)


def remember_language(response: Response) -> None:
    """Store the language that `?lang=` asked for, so that the result and the mail speak it too."""
    if response.language != translation.get_language():
        response.language = translation.get_language()
        response.save(update_fields=["language"])


def find_question(response: Response, step: str) -> scoring.Question:
    try:
        return publishing.definition_of(response.version_id).question(step)
    except KeyError as error:
        raise Refusal(404, "not_found", quiz=response.version.quiz) from error


def show_invalid(request: HttpRequest, response: Response, handle: str, step: str, code: str) -> HttpResponse:
    """Show the question again with what to put right and what was chosen just now (nothing of it is stored)."""
    if code not in MENDABLE:
        raise Refusal(400, "not_ours", quiz=response.version.quiz)
    answers = taking.current_answers(taking.answers_of(response))
    place = find_place(publishing.definition_of(response.version_id), answers, step)
    context = question_context(response.version.quiz, response.version, place)
    context |= {"handle": handle, "submit_key": tokens.new_submit_key()}
    context |= {"error": code, "typed": request.POST.getlist("choice")}
    return render_step(request, QUESTION, context, status=422)


def show_following(request: HttpRequest, response: Response, reached: taking.Step, handle: str) -> HttpResponse:
    """Lead to the next question: htmx gets it at once with its address, a plain form gets the address."""
    key = reached.following.key
    address = link(request, "question", response.version.quiz.slug, handle, key)
    if not request.htmx:
        return HttpResponseRedirect(address, status=303)
    place = find_place(publishing.definition_of(response.version_id), reached.answers, key)
    return push_url(render_question(request, response, place, handle), address)


def show_finished(request: HttpRequest, response: Response) -> HttpResponse:
    token = tokens.result_token(response.uid, result_hash=response.result_hash)
    address = link(request, "result", response.version.quiz.slug, token)
    if not request.htmx:
        return HttpResponseRedirect(address, status=303)
    return push_url(render_result(request, response, token), address)
