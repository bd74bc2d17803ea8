"""The buttons that put a quiz on the site and take it off, and the versions, which nobody can change."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin import ActionLocation
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from quiz import publishing
from quiz.admin import wording
from quiz.admin.fetching import get_staff
from quiz.admin.readonly import ReadOnlyAdmin
from quiz.models import Quiz, QuizVersion

FORM = [ActionLocation.CHANGE_FORM]
PUBLISH = ["publish"]
STOP = _("Stop at once")
RETIRE = _("Retire for good")
# What may be done with a quiz that is on the site, by its state.
OFFERED: dict[str, set[str]] = {
    Quiz.State.OPEN: {"publish", "close", "stop", "retire"},
    Quiz.State.CLOSED: {"publish", "reopen", "stop", "retire"},
    Quiz.State.STOPPED: {"publish", "reopen", "retire"},
    Quiz.State.RETIRED: set(),
}


def buttons(quiz: Quiz, actions: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the actions that make sense for the quiz as it is."""
    sensible = {"duplicate"} | (OFFERED[quiz.state] if quiz.version_id else {"publish"})
    return [{"name": name, "label": action.description} for name, action in actions.items() if name in sensible]


@admin.action(description=_("Publish"), permissions=PUBLISH, location=FORM)
def publish(model_admin: admin.ModelAdmin, request: HttpRequest, queryset: QuerySet[Quiz]) -> None:
    for quiz in queryset:
        try:
            version = publishing.publish(quiz, by=get_staff(request), now=timezone.now())
        except publishing.UnchangedError:
            model_admin.message_user(request, gettext("Nothing has changed since the last version."), messages.INFO)
        except publishing.NotPublishableError as error:
            _refuse(model_admin, request, error.problems)
        else:
            said = gettext("Version %(number)d is published.") % {"number": version.number}
            model_admin.log_change(request, quiz, said)
            model_admin.message_user(request, said, messages.SUCCESS)


def _refuse(model_admin: admin.ModelAdmin, request: HttpRequest, problems: Iterable[publishing.Problem]) -> None:
    model_admin.message_user(request, gettext("The quiz was not published. Please put this right:"), messages.ERROR)
    for problem in problems:
        if problem.blocking:
            model_admin.message_user(request, str(problem.message), messages.ERROR)


@admin.action(description=_("Close to new starts"), permissions=PUBLISH, location=FORM)
def close(model_admin: admin.ModelAdmin, request: HttpRequest, queryset: QuerySet[Quiz]) -> None:
    _apply(model_admin, request, queryset, publishing.close, _("Closed. Responses under way may still finish."))


@admin.action(description=_("Reopen"), permissions=PUBLISH, location=FORM)
def reopen(model_admin: admin.ModelAdmin, request: HttpRequest, queryset: QuerySet[Quiz]) -> None:
    _apply(model_admin, request, queryset, publishing.reopen, _("The quiz may be started again."))


@admin.action(description=STOP, permissions=PUBLISH, location=FORM)
def stop(model_admin: admin.ModelAdmin, request: HttpRequest, queryset: QuerySet[Quiz]) -> HttpResponse | None:
    warning = _("Nobody can go on answering, not even those who are half-way. You can reopen the quiz later.")
    if "sure" not in request.POST:
        return _ask(model_admin, request, queryset, "stop", STOP, warning)
    _apply(model_admin, request, queryset, publishing.stop, _("Stopped. Nobody can answer now."))
    return None


@admin.action(description=RETIRE, permissions=PUBLISH, location=FORM)
def retire(model_admin: admin.ModelAdmin, request: HttpRequest, queryset: QuerySet[Quiz]) -> HttpResponse | None:
    warning = _("The quiz leaves the site and cannot come back. Its type pages say that it has ended.")
    if "sure" not in request.POST:
        return _ask(model_admin, request, queryset, "retire", RETIRE, warning)
    _apply(model_admin, request, queryset, publishing.retire, _("The quiz has left the site."))
    return None


def _ask(
    model_admin: admin.ModelAdmin,
    request: HttpRequest,
    queryset: QuerySet[Quiz],
    name: str,
    title: str | Promise,
    warning: str | Promise,
) -> HttpResponse:
    context = model_admin.admin_site.each_context(request) | {
        "title": title,
        "subtitle": str(queryset.get()),
        "quiz": queryset.get(),
        "name": name,
        "warning": warning,
        "opts": model_admin.opts,
    }
    return TemplateResponse(request, "admin/quiz/quiz/confirm.html", context)


def _apply(
    model_admin: admin.ModelAdmin,
    request: HttpRequest,
    queryset: QuerySet[Quiz],
    verb: Callable[[Quiz], object],
    said: str | Promise,
) -> None:
    for quiz in queryset:
        try:
            verb(quiz)
        except publishing.RetiredError:
            model_admin.message_user(request, gettext("The quiz is retired for good."), messages.ERROR)
        else:
            model_admin.log_change(request, quiz, str(said))
            model_admin.message_user(request, str(said), messages.SUCCESS)


ACTIONS = (publish, close, reopen, stop, retire)


@admin.register(QuizVersion)
class QuizVersionAdmin(ReadOnlyAdmin):
    list_display = ("number", "quiz", "published_at", "published_by", "fingerprint")
    list_filter = ("quiz",)
    list_display_links = ("number", "quiz")
    search_fields = ("quiz__title", "quiz__slug", "sha256")
    fields = ("quiz", "number", "published_at", "published_by", "sha256", "what_changed", "content")
    readonly_fields = fields

    def get_queryset(self, request: HttpRequest) -> QuerySet[QuizVersion]:
        return super().get_queryset(request).select_related("quiz", "published_by").defer("snapshot")

    @admin.display(description=_("SHA-256"))
    def fingerprint(self, version: QuizVersion) -> str:
        return version.sha256[:12]

    @admin.display(description=_("what changed"))
    def what_changed(self, version: QuizVersion) -> SafeString:
        changes = publishing.describe(version.changes)
        return render_to_string("admin/quiz/quizversion/changes.html", {"changes": changes})

    @admin.display(description=_("content"))
    def content(self, version: QuizVersion) -> SafeString:
        definition = version.definition
        context = {"definition": definition, "questions": wording.question_rows(definition)}
        return render_to_string("admin/quiz/quizversion/content.html", context)
