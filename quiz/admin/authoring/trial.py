"""Weights tried out: how often each type would come out, beside the page on which they are typed. Nothing is stored."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext

from quiz import authoring
from quiz.admin.authoring.standing import note
from quiz.admin.fetching import get_question
from quiz.forms.weighing import CellsForm, QuestionForm
from quiz.insights import format_share
from quiz.models import Question
from quiz.publishing.trying import try_out, with_weights
from quiz.scoring import Answers, Definition, Distribution

PAGE = "admin/quiz/quiz/trial.html"


@dataclass(frozen=True, slots=True, kw_only=True)
class TypeRow:
    """`before` is what the saved draft gives, empty where the same is printed; `way` leads to the type."""

    key: str
    name: str
    share: float
    percent: str
    before: str
    way: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """`said` is seen, `changes` are heard: whoever sees the rows needs them in no sentence."""

    said: str
    changes: str = ""
    rows: tuple[TypeRow, ...] = ()
    problems: tuple[str, ...] = ()
    note: str = ""
    wrong: tuple[tuple[str, str, str], ...] = ()
    """The name of a cell, its label, and why it is no weight."""


def of_draft(definition: Definition) -> Trial:
    """Return how the draft stands as it is saved."""
    return _tried(definition, definition)


def of_form(definition: Definition, form: CellsForm) -> Trial:
    """Return how the draft would stand with the weights of the form."""
    if form.is_valid():
        return _tried(definition, with_weights(definition, form.weighed()))
    wrong = tuple((cell.html_name, cell.field.widget.attrs["aria-label"], reason) for cell, reason in form.wrong())
    return Trial(said=gettext("Please correct these numbers:"), wrong=wrong)


def answer(
    model_admin: admin.ModelAdmin, request: HttpRequest, trial: Trial, page: str, context: dict[str, Any]
) -> HttpResponse:
    """Answer a script with the panel alone, and a browser without one with the whole page."""
    if request.headers.get("X-Requested-With") == "XMLHttpRequest":
        return TemplateResponse(request, f"{PAGE}#panel", {"trial": trial})
    context |= model_admin.admin_site.each_context(request) | {"opts": model_admin.opts, "trial": trial}
    return TemplateResponse(request, page, context)


def question(model_admin: admin.ModelAdmin, request: HttpRequest, question_id: int) -> HttpResponse:
    """Try out the weights on the page of one question."""
    asked = get_question(model_admin, request, question_id)
    if not model_admin.has_change_permission(request, asked):
        raise PermissionDenied
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    definition = authoring.draft(asked.quiz)
    trial = of_form(definition, QuestionForm(asked, definition, request.POST))
    context = {"title": gettext("Try these weights out"), "subtitle": asked.text, "question": asked}
    return answer(model_admin, request, trial, PAGE, context)


def beside(asked: Question, definition: Definition) -> dict[str, Any]:
    """Return what the page of a question needs to show a trial, which is nothing where nothing is weighed."""
    if definition.logic == "flow":
        return {}
    return {"trial": of_draft(definition), "odds_url": reverse("admin:quiz_question_odds", args=[asked.pk])}


def _tried(saved: Definition, tried: Definition) -> Trial:
    found = try_out(tried)
    problems = tuple(str(problem.message) for problem in found.problems)
    if found.odds is None:
        return Trial(said=gettext("The odds can be worked out once this is put right:"), problems=problems)
    before = found.odds if tried == saved else try_out(saved).odds
    rows = tuple(_rows(tried, found.odds, before))
    changes = ", ".join(f"{row.name} {row.before} → {row.percent}" for row in rows if row.before)
    said = gettext("With the weights as they are saved.") if tried == saved else _said(changes)
    return Trial(said=said, changes=changes, rows=rows, problems=problems, note=note(found.odds))


def _rows(definition: Definition, found: Distribution, before: Distribution | None) -> Iterator[TypeRow]:
    for each in definition.types:
        share = found.types[each.key].share
        now = format_share(float(share))
        then = format_share(float(before.types[each.key].share)) if before else now
        yield TypeRow(
            key=each.key,
            name=each.name,
            share=float(share),
            percent=now,
            before=then if then != now else "",
            way=tuple(_way(definition, found.types[each.key].witness or {})),
        )


def _way(definition: Definition, witness: Answers) -> Iterator[tuple[str, str]]:
    for key, chosen in witness.items():
        question = definition.question(key)
        texts = [choice.text for choice in question.chosen(chosen)] or [gettext("(no answer)")]
        yield question.text, "・".join(texts)


def _said(changes: str) -> str:
    return gettext("Saved → not saved yet") if changes else gettext("Not saved yet. No share moves.")
