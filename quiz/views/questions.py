"""Show a question: where on the way it stands, and its page, which is the same for everybody who stands there."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from django.http import HttpRequest, HttpResponse

from quiz import embedding, publishing, scoring, tokens
from quiz.models import Quiz, QuizVersion, Response
from quiz.views.consumer import page_context
from quiz.views.rendering import render_kept, slots

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
