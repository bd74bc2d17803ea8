"""Take a quiz: the site's quizzes, the start, and each question."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone, translation
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_htmx.http import push_url

from quiz import embedding, insights, offers, publishing, scoring, taking, tokens
from quiz.forms.taking import AnswerForm, campaign, read_source
from quiz.models import Quiz, QuizVersion, Response
from quiz.views.consumer import PUBLIC, Refusal, consumer, is_embedded, link, page_context, publish_page, render_step
from quiz.views.fetching import get_open_quiz, get_response, refusal_of
from quiz.views.rendering import render_kept, slots
from quiz.views.results import render_result

# What a person can put right on the page; the other codes come from no form of ours.
MENDABLE = {"required", "too_few", "too_many", "exclusive"}
QUESTION = "quiz/taking/question.html"


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where on the way a question stands, and all that its page says about the person on it."""

    step: str
    number: int
    total: int
    previous: str | None
    is_answered: bool
    is_first: bool  # nothing is answered yet


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
    response = get_response(request, slug, handle, now=now)
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


def render_question(request: HttpRequest, response: Response, place: Place, handle: str) -> HttpResponse:
    quiz, version = response.version.quiz, response.version
    return render_kept(
        request,
        QUESTION,
        (quiz, version),
        place,
        context=lambda: question_context(quiz, version, place) | slots(["handle", "submit_key"]),
        values={"handle": handle, "submit_key": tokens.new_submit_key()},
        is_step=True,
    )


def find_place(definition: scoring.Definition, answers: scoring.Answers, step: str) -> Place:
    """Return where on the way a question stands."""
    path = [each.key for each in scoring.path(definition, answers)]
    index = path.index(step) if step in path else len(path)
    number, total = progress(definition, answers, step)
    return Place(
        step=step,
        number=number,
        total=total,
        previous=path[index - 1] if index else None,
        is_answered=step in answers,
        is_first=not answers,
    )


def question_context(quiz: Quiz, version: QuizVersion, place: Place) -> dict[str, object]:
    """Return what a question's page says, which is never what was answered."""
    definition = publishing.definition_of(version.pk)
    asked = definition.question(place.step)
    return page_context(quiz, version) | {
        **asdict(place),
        "question": asked,
        "messages": embedding.viewed(place.number, place.total, is_first=place.is_first),
        "has_pictures": any(choice.image for choice in asked.choices),
        "purpose": next((each for each in definition.purposes if each.key == asked.purpose), None),
    }


def progress(definition: scoring.Definition, answers: scoring.Answers, step: str) -> tuple[int, int]:
    """Return the step and the total to show. The question on a tie is asked so rarely that it is not counted."""
    number, total = scoring.position(definition, answers, step)
    extra = 1 if definition.tie_question else 0
    return (number - extra, total - extra) if step == scoring.TIE else (number, total - extra)


def submit_answer(request: HttpRequest, slug: str, handle: str, step: str, *, now: datetime) -> HttpResponse:
    with transaction.atomic():
        response = get_response(request, slug, handle, now=now, lock=True)
        remember_language(response)
        try:
            reached = accept(request, response, step, now=now)
        except taking.InvalidAnswerError as error:
            return show_invalid(request, response, handle, step, error.code)
        except taking.TakingError as error:
            raise refusal_of(error, response.version.quiz) from error
        if response.finished_at == now:
            offers.reward(response, now=now)
    if reached.following is None:
        return show_finished(request, response)
    return show_following(request, response, reached, handle)


def remember_language(response: Response) -> None:
    """Store the language that `?lang=` asked for, so that the result and the mail speak it too."""
    if response.language != translation.get_language():
        response.language = translation.get_language()
        response.save(update_fields=["language"])


def accept(request: HttpRequest, response: Response, step: str, *, now: datetime) -> taking.Step:
    """Read the form and call the verb: answer, or go on with the answer that is there."""
    form = AnswerForm(find_question(response, step), request.POST)
    if not form.is_valid():
        raise Refusal(400, "not_ours", quiz=response.version.quiz)
    verb = taking.pass_over if "pass" in request.POST else taking.answer
    return verb(response, form.submit(step), now=now)


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
