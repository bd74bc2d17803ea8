"""The list of quizzes, the start page of a quiz, and its start."""

from __future__ import annotations

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone, translation
from django.views.decorators.http import require_POST, require_safe

from quiz import insights, taking
from quiz.forms.taking import read_campaign, read_source
from quiz.models import Quiz
from quiz.pages import starts
from quiz.pages.fetching import get_open_quiz
from quiz.pages.framing import is_embedded
from quiz.pages.gate import consumer
from quiz.pages.layout import PUBLIC, publish_page
from quiz.pages.links import taking_path
from quiz.pages.requests import ConsumerRequest
from quiz.pages.slots import render_shared


@consumer
@require_safe
def home(request: ConsumerRequest) -> HttpResponse:
    quizzes = Quiz.objects.listed().order_by("brand__name", "pk")
    page = render(request, "quiz/taking/home.html", {"quizzes": quizzes})
    page["Cache-Control"] = PUBLIC
    return page


@consumer
@require_safe
def start_page(request: ConsumerRequest, slug: str) -> HttpResponse:
    quiz = get_open_quiz(request, slug, now=timezone.now())
    count_view(quiz)
    hidden = hidden_fields(request, quiz)
    key = starts.StartKey(hidden=tuple(hidden))
    page = render_shared(request, starts.start_page, quiz, quiz.published, key, values=hidden)
    return publish_page(request, page, on_repeat=lambda: count_view(quiz))


def count_view(quiz: Quiz) -> None:
    insights.count_view(quiz.published.pk, day=timezone.localdate())


def hidden_fields(request: ConsumerRequest, quiz: Quiz) -> dict[str, str]:
    """Return the hidden fields of the start form: the campaign, the QR channel and the embedding site."""
    fields = read_campaign(request.GET)
    if request.GET.get("via") == "qr":
        fields["via"] = "qr"
    if is_embedded(request) and request.embedded_on:
        fields["origin"] = request.embedded_on
    return fields


@consumer
@require_POST
def start(request: ConsumerRequest, slug: str) -> HttpResponse:
    now = timezone.now()
    quiz = get_open_quiz(request, slug, now=now, fresh=True)
    source = read_source(request.POST, quiz.brand, embedded=is_embedded(request), now=now)
    response, handle = taking.start(quiz, source=source, language=translation.get_language(), now=now)
    first = response.definition.questions[0]
    return HttpResponseRedirect(taking_path(request, "question", slug, handle, first.key), status=303)
