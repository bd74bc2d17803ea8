"""Preview a draft with the real engine. The answers are in the query string; nothing is stored or counted."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from quiz import authoring, publishing, recommending, scoring, taking
from quiz.models import Quiz
from quiz.pages.gate import consumer
from quiz.pages.questions import progress
from quiz.pages.reasons import Reasons
from quiz.pages.refusals import Refusal
from quiz.pages.requests import ConsumerRequest
from quiz.pages.results import rank_types

PREFIX = "q."  # distinguishes question keys from other parameters such as `lang` and `skip`

type Answers = dict[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """The current sum of a scale, the points of the last answer, and whether the sum is the highest."""

    name: str
    sum: int
    step: int
    leads: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PathStep:
    """An answered question on the path, and the URL of the preview before that answer."""

    question: scoring.Question
    answer: str
    back: str


@consumer
@require_safe
def preview(request: ConsumerRequest, token: str) -> HttpResponse:
    quiz = publishing.find_draft(token)
    if quiz is None:
        raise Refusal(410, "preview_expired")
    request.framing = "'self'"
    definition = load_draft(quiz)
    answers = read_answers(request.GET, definition)
    question = scoring.next_question(definition, answers)
    if question:
        shown = question_context(request.GET, definition, question, answers)
    else:
        shown = result_context(quiz, definition, answers)
    look_url = reverse("look", args=[quiz.slug, quiz.version.number]) if quiz.version else ""
    context = {
        "look_url": look_url,
        "quiz": quiz,
        "brand": quiz.brand,
        "definition": definition,
        "scores": current_scores(definition, answers),
    }
    return render(
        request, "quiz/publishing/preview.html", context | shown | {"trail": path_steps(request, definition, answers)}
    )


def load_draft(quiz: Quiz) -> scoring.Definition:
    """Return the definition of a draft; raise Refusal if the draft can't be scored yet."""
    if publishing.examine_draft(quiz).odds is None:
        raise Refusal(409, "preview_broken", quiz=quiz)
    return authoring.draft(quiz)


def read_answers(query: QueryDict, definition: scoring.Definition) -> Answers:
    """Return the valid answers in the query string; a question with an invalid answer is asked again."""
    answers: Answers = {}
    for question in definition.all_questions:
        given = read_answer(query, question)
        if given is not None and scoring.check_answer(question, given) is None:
            answers[question.key] = given
    return answers


def read_answer(query: QueryDict, question: scoring.Question) -> tuple[str, ...] | None:
    """Return the answer to a question, submitted now or carried in the query string; None if there is none."""
    key = question.key
    if query.get("skip") == key:
        return ()
    if query.get("step") == key:
        is_agreed = not question.sensitive or "agree" in query
        return tuple(query.getlist("choice")) if is_agreed else ()
    return tuple(filter(None, query.getlist(PREFIX + key))) if PREFIX + key in query else None


def question_context(
    query: QueryDict, definition: scoring.Definition, question: scoring.Question, answers: Answers
) -> dict[str, object]:
    given = read_answer(query, question) if query.get("step") == question.key else None
    error = None if given is None else scoring.check_answer(question, given)
    number, total = progress(definition, answers, question.key)
    return {
        "question": question,
        "step": question.key,
        "number": number,
        "total": total,
        "error": error if error in taking.CORRECTABLE else None,
        "typed": given,
        "purpose": definition.purpose(question.purpose),
        "carried": list(answer_fields(answers)),
        "has_pictures": any(choice.image for choice in question.choices),
    }


def result_context(quiz: Quiz, definition: scoring.Definition, answers: Answers) -> dict[str, object]:
    outcome = scoring.score(definition, answers)
    return {
        "type": definition.type(outcome.type),
        "outcome": outcome,
        "tied": [definition.type(key).name for key in outcome.tied],
        "fit": rank_types(definition, outcome),
        "gates": [definition.gates[index] for index in outcome.gates],
        "reasons": Reasons(definition=definition, why=scoring.explain(definition, answers)),
        "recommendation": recommending.recommend(definition, outcome, brand_id=quiz.brand_id),
    }


def answer_fields(answers: Answers) -> list[tuple[str, str]]:
    """Return answers as (name, value) fields of a form or query string; a blank answer has one empty value."""
    return [(PREFIX + key, choice) for key, given in answers.items() for choice in given or ("",)]


def current_scores(definition: scoring.Definition, answers: Answers) -> list[Score]:
    """Return the current sums of all scales, with the points of the last answer on the path."""
    answered = [question.chosen(answers[question.key]) for question in answered_path(definition, answers)]
    names = definition.gate_titles() | definition.scale_names()
    sums = {key: sum(sum_weights(chosen, key) for chosen in answered) for key in definition.scale_keys}
    best = max(sums.values(), default=0)
    last = answered[-1] if answered else ()
    return [
        Score(name=names.get(key, key), sum=total, step=sum_weights(last, key), leads=total == best > 0)
        for key, total in sums.items()
    ]


def sum_weights(chosen: tuple[scoring.Choice, ...], scale: str) -> int:
    return sum(choice.weights.get(scale, 0) for choice in chosen)


def answered_path(definition: scoring.Definition, answers: Answers) -> list[scoring.Question]:
    return [question for question in scoring.path(definition, answers) if question.key in answers]


def path_steps(request: ConsumerRequest, definition: scoring.Definition, answers: Answers) -> list[PathStep]:
    """Return the answered questions of the path, each with the URL that goes back before its answer."""
    answered: list[PathStep] = []
    before: dict[str, tuple[str, ...]] = {}
    for question in answered_path(definition, answers):
        words = "・".join(choice.text for choice in question.chosen(answers[question.key]))
        back = f"{request.path}?{urlencode(answer_fields(before))}"
        answered.append(PathStep(question=question, answer=words, back=back))
        before[question.key] = answers[question.key]
    return answered
