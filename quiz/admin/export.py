"""Responses as CSV, for Excel: streamed, without contact data, and with cells that no program takes for a formula."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from typing import Any

from django.contrib import admin
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db.models import QuerySet
from django.http import HttpRequest, StreamingHttpResponse
from django.utils import timezone
from django.utils.translation import gettext

from quiz.admin import wording
from quiz.admin.contacts import may_see_contacts
from quiz.admin.fetching import get_staff
from quiz.models import CAMPAIGN_FIELDS, Response, definition_of
from quiz.scoring import Definition
from quiz.tables import BETWEEN, KEYS_OF

BOM = "\ufeff"
FORMULA = tuple("=+-@\t\r\n＝＋－＠")
# What a spreadsheet may skip before it looks for a formula.
SKIPPED = " \u3000\u00a0\ufeff\"'"
CHUNK = 500

type Cells = list[object]


class Line:
    """A file for csv.writer that hands back what is written."""

    def write(self, text: str) -> str:
        return text


def answer(
    model_admin: admin.ModelAdmin, request: HttpRequest, queryset: QuerySet[Response], *, with_keys: bool = False
) -> StreamingHttpResponse:
    """Answer with these responses as a file, and note in the log who took them out.

    With keys, `score_answers` reads the file, and choices with equal words can be told apart.
    """
    count = queryset.count()
    LogEntry.objects.create(
        user=get_staff(request),
        content_type=ContentType.objects.get_for_model(Response),
        object_repr=gettext("Responses as CSV"),
        action_flag=CHANGE,
        change_message=gettext("Downloaded %(count)d responses.") % {"count": count},
    )
    sheet = Sheet(queryset, with_sensitive=may_see_contacts(request), with_keys=with_keys)
    name = f"responses-{timezone.localdate():%Y%m%d}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return StreamingHttpResponse(sheet.lines(), content_type="text/csv; charset=utf-8", headers=headers)


def safe(cell: object) -> object:
    """Return a text that would start a formula behind an apostrophe; numbers stay numbers."""
    if isinstance(cell, str) and (cell.startswith(FORMULA) or cell.lstrip(SKIPPED).startswith(FORMULA)):
        return f"'{cell}"
    return cell


class Sheet:
    """One line a response; what it is called is settled before streaming, when the reader's language is still known."""

    def __init__(self, queryset: QuerySet[Response], *, with_sensitive: bool, with_keys: bool) -> None:
        self.rows = queryset.order_by("pk").prefetch_related("answers")
        self.with_sensitive = with_sensitive
        self.with_keys = with_keys
        self.states = {value: str(label) for value, label in Response.State.choices}
        self.channels = {value: str(label) for value, label in Response.Channel.choices}
        self.columns = _columns()
        self.questions = _questions(queryset)
        self.hidden = gettext("(hidden)")

    def lines(self) -> Iterator[str]:
        writer = csv.writer(Line())
        yield BOM + writer.writerow([safe(cell) for cell in [*self.columns, *self._headings()]])
        for response in self.rows.iterator(chunk_size=CHUNK):
            yield writer.writerow([safe(cell) for cell in self._cells(response)])

    def _headings(self) -> Iterator[str]:
        for key, text in self.questions.items():
            yield text
            if self.with_keys:
                yield KEYS_OF + key

    def _cells(self, response: Response) -> Cells:
        definition = response.definition
        return [*self._facts(definition, response), *self._answers(definition, response)]

    def _facts(self, definition: Definition, response: Response) -> Cells:
        return [
            str(response.uid),
            response.version.quiz.title,
            response.version.number,
            self.states[response.state],
            wording.type_name(definition, response),
            _moment(response.started_at),
            _moment(response.finished_at),
            response.language,
            self.channels[response.channel],
            response.embed_origin,
            *(getattr(response, name) for name in CAMPAIGN_FIELDS),
            int(response.is_test),
            "" if response.suits is None else int(response.suits),
            response.suits_word if self.with_sensitive else "",
        ]

    def _answers(self, definition: Definition, response: Response) -> Iterator[str]:
        newest = {row.question_key: row.choices for row in response.answers.all()}
        known = {question.key for question in definition.all_questions}
        for key in self.questions:
            is_answered = key in newest and key in known
            choices = newest[key] if is_answered else []
            hides = is_answered and definition.question(key).sensitive and not self.with_sensitive
            yield self.hidden if hides else self._words(definition, key, choices)
            if self.with_keys:
                yield "" if hides else BETWEEN.join(choices)

    def _words(self, definition: Definition, key: str, choices: list[str]) -> str:
        return " / ".join(choice.text for choice in definition.question(key).chosen(choices)) if choices else ""


def _columns() -> list[str]:
    return [
        gettext("Response"),
        gettext("Quiz"),
        gettext("Version"),
        gettext("State"),
        gettext("Type"),
        gettext("Started"),
        gettext("Finished"),
        gettext("Language"),
        gettext("Channel"),
        gettext("Embedded on"),
        *CAMPAIGN_FIELDS,
        gettext("Test"),
        gettext("Suits"),
        gettext("A word about it"),
    ]


def _questions(queryset: QuerySet[Response]) -> dict[str, str]:
    """Return key → text of every question of the versions that were answered, the newest words first."""
    versions = queryset.order_by("-version").values_list("version", flat=True).distinct()
    texts: dict[str, str] = {}
    for version_id in versions:
        definition = definition_of(version_id)
        texts = {question.key: question.text for question in definition.all_questions} | texts
    return texts


def _moment(value: Any) -> str:
    return timezone.localtime(value).strftime("%Y-%m-%d %H:%M:%S") if value else ""
