"""The start page of a quiz."""

from __future__ import annotations

from dataclasses import dataclass

from quiz.embedding import messages
from quiz.models import Quiz, QuizVersion
from quiz.pages.layout import Context, page_context
from quiz.pages.slots import shared_page, slots


@dataclass(frozen=True, slots=True, kw_only=True)
class StartKey:
    hidden: tuple[str, ...]  # the names of the hidden fields; their values go into slots


@shared_page("quiz/taking/start.html", key=StartKey)
def start_page(quiz: Quiz, version: QuizVersion, key: StartKey) -> Context:
    return page_context(quiz, version) | {"hidden": slots(key.hidden), "messages": messages.ready()}
