"""Responses: read-only, in the words of the version that was answered, without anything about a person."""

from __future__ import annotations

import re
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin import ActionLocation
from django.db.models import QuerySet
from django.http import HttpRequest, StreamingHttpResponse
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from quiz import insights
from quiz.admin import export, wording
from quiz.admin.contacts import may_see_contacts
from quiz.admin.readonly import ReadOnlyAdmin
from quiz.models import CAMPAIGN_FIELDS, QuizVersion, Response

NUMBER = re.compile(r"[0-9]{1,18}")
BOTH = [ActionLocation.CHANGE_LIST, ActionLocation.CHANGE_FORM]


class VersionFilter(admin.SimpleListFilter):
    """The versions of the quiz that is filtered by; a number alone says nothing."""

    title = _("version")
    parameter_name = "version"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        quiz_id = request.GET.get("version__quiz__id__exact", "")
        if not NUMBER.fullmatch(quiz_id):
            return []
        versions = QuizVersion.objects.filter(quiz=int(quiz_id)).values_list("pk", "number")
        return [(str(pk), f"v{number}") for pk, number in versions]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Response]) -> QuerySet[Response]:
        chosen = self.value() or ""
        return queryset.filter(version=int(chosen)) if NUMBER.fullmatch(chosen) else queryset


@admin.register(Response)
class ResponseAdmin(ReadOnlyAdmin):
    actions = ("mark_as_test", "unmark_as_test", "export_csv", "export_csv_with_keys")
    list_display = ("started", "quiz_version", "type_name", "progress", "source")
    ordering = ("-started_at",)
    list_filter = (
        ("version__quiz", admin.RelatedOnlyFieldListFilter),
        VersionFilter,
        "state",
        "channel",
        "is_test",
        "started_at",
    )
    search_fields = ("uid",)
    search_help_text = _("The number of a response.")
    show_full_result_count = False

    def get_fieldsets(self, request: HttpRequest, obj: Response | None = None) -> tuple[tuple[str | None, Any], ...]:
        word, answers = ("word", "answers") if may_see_contacts(request) else ("hidden_word", "open_answers")
        when_and_where = ("started_at", "finished_at", "spoken", "channel", "embed_origin", "utm")
        return (
            (None, {"fields": ("reference", "quiz", "number", "state", "is_test")}),
            (gettext("Result"), {"fields": ("type_name", "suits", word, "scores", answers)}),
            (gettext("When and where"), {"fields": when_and_where}),
        )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Response]:
        return Response.objects.with_quiz().order_by(*self.ordering)

    def has_mark_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("quiz.change_response")

    def has_export_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("quiz.export_response")

    @admin.action(description=_("Mark as test"), permissions=["mark"], location=BOTH)
    def mark_as_test(self, request: HttpRequest, queryset: QuerySet[Response]) -> None:
        self._mark(request, queryset, is_test=True)

    @admin.action(description=_("Count as real"), permissions=["mark"], location=BOTH)
    def unmark_as_test(self, request: HttpRequest, queryset: QuerySet[Response]) -> None:
        self._mark(request, queryset, is_test=False)

    def _mark(self, request: HttpRequest, queryset: QuerySet[Response], *, is_test: bool) -> None:
        count = insights.mark_tests(queryset, is_test=is_test)
        said = ngettext("%(count)d response was changed.", "%(count)d responses were changed.", count)
        self.message_user(request, said % {"count": count}, messages.SUCCESS)

    @admin.action(description=_("Download as CSV"), permissions=["export"], location=BOTH)
    def export_csv(self, request: HttpRequest, queryset: QuerySet[Response]) -> StreamingHttpResponse:
        return export.answer(self, request, queryset)

    @admin.action(description=_("Download as CSV, with keys"), permissions=["export"], location=BOTH)
    def export_csv_with_keys(self, request: HttpRequest, queryset: QuerySet[Response]) -> StreamingHttpResponse:
        return export.answer(self, request, queryset, with_keys=True)

    @admin.display(description=_("number of the response"))
    def reference(self, response: Response) -> str:
        return str(response.uid)

    @admin.display(description=_("quiz"), ordering="version__quiz")
    def quiz(self, response: Response) -> str:
        return response.version.quiz.title

    @admin.display(description=_("started"), ordering="started_at")
    def started(self, response: Response) -> str:
        return wording.moment(response.started_at)

    @admin.display(description=_("quiz"), ordering="version__quiz")
    def quiz_version(self, response: Response) -> SafeString:
        title, number = response.version.quiz.title, response.version.number
        return format_html('{} <span class="aside">v{}</span>', title, number)

    @admin.display(description=_("state"), ordering="state")
    def progress(self, response: Response) -> str:
        label = response.get_state_display()
        return format_html('{} <span class="state">{}</span>', label, _("test")) if response.is_test else label

    @admin.display(description=_("language"))
    def spoken(self, response: Response) -> str:
        return wording.language_name(response.language)

    @admin.display(description=_("version"))
    def number(self, response: Response) -> int:
        return response.version.number

    @admin.display(description=_("type"))
    def type_name(self, response: Response) -> str:
        return wording.type_name(response.definition, response)

    @admin.display(description=_("source"))
    def source(self, response: Response) -> str:
        host = response.embed_origin.partition("://")[2]
        return " · ".join(filter(None, [response.get_channel_display(), host, response.utm_source]))

    @admin.display(description=_("campaign"))
    def utm(self, response: Response) -> str:
        return " · ".join(filter(None, (getattr(response, name) for name in CAMPAIGN_FIELDS))) or "–"

    @admin.display(description=_("a word about it"))
    def word(self, response: Response) -> str:
        return response.suits_word

    @admin.display(description=_("a word about it"))
    def hidden_word(self, response: Response) -> str:
        """Whatever people write in their own words may tell who they are."""
        return "–"

    @admin.display(description=_("scores"))
    def scores(self, response: Response) -> SafeString | str:
        if not response.outcome:
            return gettext("Not finished.")
        rows = wording.score_rows(response.definition, response)
        return render_to_string("admin/quiz/response/scores.html", {"rows": rows})

    @admin.display(description=_("answers"))
    def answers(self, response: Response) -> SafeString:
        return render_answers(response, with_sensitive=True)

    @admin.display(description=_("answers"))
    def open_answers(self, response: Response) -> SafeString:
        return render_answers(response, with_sensitive=False)


def render_answers(response: Response, *, with_sensitive: bool) -> SafeString:
    rows = wording.answer_rows(response.definition, response, with_sensitive=with_sensitive)
    return render_to_string("admin/quiz/response/answers.html", {"rows": rows, "response": response})
