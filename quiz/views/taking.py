"""Take a quiz: the site's quizzes, the start, and each question."""

from __future__ import annotations

from collections.abc import Iterable

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone, translation
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from quiz import embedding, insights, publishing, scoring, taking
from quiz.forms.taking import campaign, read_source
from quiz.models import Quiz, Response
from quiz.views.answering import submit_answer
from quiz.views.consumer import PUBLIC, consumer, is_embedded, link, page_context, publish_page
from quiz.views.fetching import get_open_quiz, get_open_response
from quiz.views.questions import find_place, render_question
from quiz.views.rendering import render_kept, slots


@consumer
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    quizzes = Quiz.objects.listed().order_by("brand__name", "pk")
    page = render(request, "quiz/taking/home.html", {"quizzes": quizzes})
    page["Cache-Control"] = PUBLIC
    return page


@consumer
@require_safe
def start_page(request: HttpRequest, slug: str) -> HttpResponse:
    quiz = get_open_quiz(request, slug, now=timezone.now())
    count_view(quiz)
    hidden = hidden_fields(request, quiz)
    page = render_kept(
        request,
        "quiz/taking/start.html",
        (quiz, quiz.version),
        *hidden,
        context=lambda: start_context(quiz, hidden),
        values=hidden,
    )
    return publish_page(request, page, on_repeat=lambda: count_view(quiz))


def count_view(quiz: Quiz) -> None:
    insights.count_view(quiz.version_id, day=timezone.localdate())


def start_context(quiz: Quiz, hidden: Iterable[str]) -> dict[str, object]:
    return page_context(quiz, quiz.version) | {"hidden": slots(hidden), "messages": embedding.ready()}


def hidden_fields(request: HttpRequest, quiz: Quiz) -> dict[str, str]:
    """Return what the start form carries along: the campaign, the shop counter's QR code, the embedding site."""
    fields = campaign(request.GET)
    if request.GET.get("via") == "qr":
        fields["via"] = "qr"
    if is_embedded(request) and request.embedded_on:
        fields["origin"] = request.embedded_on
    return fields


@consumer
@require_POST
def start(request: HttpRequest, slug: str) -> HttpResponse:
    now = timezone.now()
    quiz = get_open_quiz(request, slug, now=now, at_once=True)
    source = read_source(request.POST, quiz.brand, embedded=is_embedded(request), now=now)
    response, handle = taking.start(quiz, source=source, language=translation.get_language(), now=now)
    first = publishing.definition_of(response.version_id).questions[0]
    return HttpResponseRedirect(link(request, "question", slug, handle, first.key), status=303)


@consumer
@require_http_methods(["GET", "HEAD", "POST"])
def question(request: HttpRequest, slug: str, handle: str, step: str) -> HttpResponse:
    now = timezone.now()
    if request.method == "POST":
        return submit_answer(request, slug, handle, step, now=now)
    response = get_open_response(request, slug, handle, now=now)
    answers = taking.current_answers(taking.answers_of(response))
    return show_question(request, response, answers, handle, step)


def show_question(
    request: HttpRequest, response: Response, answers: scoring.Answers, handle: str, step: str
) -> HttpResponse:
    """Show a question that the answers lead to; any other address leads to the first one that is open."""
    definition = publishing.definition_of(response.version_id)
    try:
        taking.question_on_path(definition, answers, step)
    except taking.NotReachedError:
        open_one = scoring.next_question(definition, answers) or scoring.path(definition, answers)[-1]
        return HttpResponseRedirect(link(request, "question", response.version.quiz.slug, handle, open_one.key))
    return render_question(request, response, find_place(definition, answers, step), handle)
