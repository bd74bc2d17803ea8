"""The page of a question: the same for all visitors at the same position of the path."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from django.http import HttpResponse

from quiz import scoring, tokens
from quiz.embedding import messages
from quiz.models import Quiz, QuizVersion
from quiz.pages.layout import Context, page_context, render_step
from quiz.pages.slots import render_shared, shared_page, slots
from quiz.pages.visits import Visit

QUESTION = "quiz/taking/question.html"


@dataclass(frozen=True, slots=True, kw_only=True)
class Position:
    """The position of a question on a person's path: all that the shared page depends on."""

    step: str
    number: int
    total: int
    previous: str | None
    is_answered: bool
    is_first: bool  # no question is answered yet


def find_position(definition: scoring.Definition, answers: scoring.Answers, step: str) -> Position:
    """Return the position of a question on the path of these answers."""
    path = [question.key for question in scoring.path(definition, answers)]
    index = path.index(step) if step in path else len(path)
    number, total = progress(definition, answers, step)
    return Position(
        step=step,
        number=number,
        total=total,
        previous=path[index - 1] if index else None,
        is_answered=step in answers,
        is_first=not answers,
    )


def progress(definition: scoring.Definition, answers: scoring.Answers, step: str) -> tuple[int, int]:
    """Return the step number and the total to show. The tie question is rarely asked, so it is not counted."""
    number, total = scoring.position(definition, answers, step)
    extra = 1 if definition.tie_question else 0
    return (number - extra, total - extra) if step == scoring.TIE else (number, total - extra)


def question_context(quiz: Quiz, version: QuizVersion, position: Position) -> Context:
    """Return the context of a question's page, which never contains an answer."""
    definition = version.definition
    asked = definition.question(position.step)
    return page_context(quiz, version) | {
        **asdict(position),
        "question": asked,
        "messages": messages.viewed(position.number, position.total, is_first=position.is_first),
        "has_pictures": any(choice.image for choice in asked.choices),
        "purpose": definition.purpose(asked.purpose),
    }


@shared_page(QUESTION, key=Position, is_step=True)
def question_page(quiz: Quiz, version: QuizVersion, position: Position) -> Context:
    return question_context(quiz, version, position) | slots(["handle", "submit_key"])


def render_question(visit: Visit, step: str, answers: scoring.Answers) -> HttpResponse:
    """Render the page of a question for a person with these answers."""
    version = visit.response.version
    position = find_position(version.definition, answers, step)
    values = {"handle": visit.handle, "submit_key": tokens.new_submit_key()}
    return render_shared(visit.request, question_page, visit.quiz, version, position, values=values)


def render_invalid(visit: Visit, code: str) -> HttpResponse:
    """Render the question again (status 422) with an error message and the choices that were submitted."""
    version = visit.response.version
    position = find_position(version.definition, visit.answers, visit.step)
    context = question_context(visit.quiz, version, position)
    context |= {"handle": visit.handle, "submit_key": tokens.new_submit_key()}
    context |= {"error": code, "typed": visit.request.POST.getlist("choice")}
    return render_step(visit.request, QUESTION, context, status=422)
