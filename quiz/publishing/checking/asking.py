"""Problems of questions and choices."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from quiz.authoring.paths import choices_in, pictured_in, questions_in
from quiz.publishing.checking.problem import Problem, advice, blocking
from quiz.scoring import Choice, Definition, Question
from quiz.scoring.answering import size_limits

MIN_CHOICES = 2


def question_problems(definition: Definition) -> Iterator[Problem]:
    for path, question in questions_in(definition):
        yield from _choice_problems(question, path)
        yield from _consent_problems(question, path)
        yield from _effect_problems(definition, question, path)
    for path, part in pictured_in(definition):
        if part.image and not part.alt:
            message = _("Say in words what the picture shows, for people who cannot see it.")
            yield blocking("alt_missing", f"{path}.alt", message)


def can_be_answered(question: Question) -> bool:
    """Return whether any answer that is not blank is valid."""
    low, high = size_limits(question)
    together = sum(not choice.exclusive for choice in question.choices)
    return bool(question.choices) and (low == 1 or low <= min(together, high))


def _choice_problems(question: Question, path: str) -> Iterator[Problem]:
    if len(question.choices) < MIN_CHOICES:
        yield blocking("too_few_choices", f"{path}.choices", _("A question needs at least two choices."))
    elif not can_be_answered(question):
        message = _("“At least %(count)d” can never be met with these choices.") % {"count": question.min}
        yield blocking("choice_limits_unreachable", f"{path}.min", message)
    elif question.kind == "multiple" and question.max > len(question.choices):
        message = _("“At most %(count)d” is more than there are choices.") % {"count": question.max}
        yield advice("choice_limits_loose", f"{path}.max", message)


def _consent_problems(question: Question, path: str) -> Iterator[Problem]:
    if question.trait and not question.purpose:
        message = _("What is remembered about a person needs a purpose that they can agree to.")
        yield blocking("trait_without_purpose", f"{path}.purpose", message)
    if not question.sensitive:
        return
    if not question.purpose:
        message = _("A sensitive question needs a purpose of its own.")
        yield blocking("sensitive_without_purpose", f"{path}.purpose", message)
    for where, choice in choices_in(path, question):
        if choice.next is not None or choice.type is not None:
            message = _("A sensitive question may not decide which question comes next.")
            yield blocking("sensitive_branches", f"{where}.next", message)


def _effect_problems(definition: Definition, question: Question, path: str) -> Iterator[Problem]:
    if len(question.choices) >= MIN_CHOICES and not _has_effect(question) and not question.trait:
        message = _("Whatever is answered here, the result stays the same. Is the question needed?")
        yield advice("question_without_effect", path, message)


def _has_effect(question: Question) -> bool:
    effects = {_effect(choice) for choice in question.choices}
    if question.kind == "multiple" or question.may_be_blank:
        return any(effect != _NOTHING for effect in effects)
    return len(effects) > 1


def _effect(choice: Choice) -> tuple[object, ...]:
    return (choice.weights, choice.next, choice.type, frozenset(choice.require), frozenset(choice.avoid))


_NOTHING = _effect(Choice(key="", text=""))
