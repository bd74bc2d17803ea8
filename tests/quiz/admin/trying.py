"""Try weights out as the two pages do on which they are typed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse
from django.test import Client

from quiz.models import Quiz
from tests.quiz.admin.filling import address, filled
from tests.quiz.admin.questions import question_page
from tests.quiz.admin.test_matrix import cells_of, matrix

LIVE = {"X-Requested-With": "XMLHttpRequest"}


def try_out(client: Client, quiz: Quiz, changes: Mapping[str, str], **options: Any) -> HttpResponse:
    """Send the page of all weights, with some of it changed, to be tried out."""
    cells = cells_of(client.get(matrix(quiz)))
    return client.post(address("quiz", "odds", quiz.pk) + "?lang=en", cells | changes, **options)


def try_question(client: Client, quiz: Quiz, changes: Mapping[str, str], **options: Any) -> HttpResponse:
    """Send the page of the first question, with some of it changed, to be tried out."""
    url = address("question", "odds", quiz.questions.get(key="q1").pk) + "?lang=en"
    return client.post(url, filled(client.get(question_page(quiz))) | changes, **options)


def shares_of(page: HttpResponse) -> dict[str, float]:
    return {row.key: row.share for row in page.context["trial"].rows}
