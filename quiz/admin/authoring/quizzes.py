"""The quiz: everything that a quiz file holds but the choices, how the draft stands, and what may be done with it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin import ActionLocation
from django.contrib.admin.options import InlineModelAdmin
from django.db.models import QuerySet
from django.forms import ModelForm
from django.forms.models import BaseInlineFormSet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from catalog.admin.history import ToldAdmin
from quiz import authoring
from quiz.admin import embedding, insights, publishing, qr
from quiz.admin.authoring import files, jumps, matrix, parts, standing
from quiz.forms.authoring import QuizForm, key_select
from quiz.models import Question, Quiz
from quiz.publishing import preview_token

# Where each page is, what shows it, and its name in the admin's namespace.
PAGES: tuple[tuple[str, Callable[..., HttpResponse], str], ...] = (
    ("<int:quiz_id>/export/", files.download, "quiz_quiz_download"),
    ("<int:quiz_id>/export.zip", files.pack, "quiz_quiz_pack"),
    ("<int:quiz_id>/odds/", matrix.odds, "quiz_quiz_odds"),
    ("<int:quiz_id>/qr/", qr.qr, "quiz_quiz_qr"),
    ("<int:quiz_id>/report/", insights.report, "quiz_quiz_report"),
    ("<int:quiz_id>/snippet/", embedding.snippet, "quiz_quiz_snippet"),
    ("<int:quiz_id>/weights/", matrix.weights, "quiz_quiz_weights"),
    ("snippets/<int:brand_id>/", embedding.snippets, "quiz_quiz_snippets"),
    ("import/", files.upload, "quiz_quiz_upload"),
)


@admin.register(Quiz)
class QuizAdmin(ToldAdmin):
    form = QuizForm
    inlines = (
        parts.QuizTypeInline,
        parts.QuestionInline,
        parts.QuizPurposeInline,
        parts.ScaleInline,
        parts.CodeInline,
        parts.BandInline,
        parts.GateInline,
    )
    actions = (*publishing.ACTIONS, files.duplicate)
    list_display = ("title", "brand", "slug", "logic", "shown_state", "number", "published", "changed_at")
    list_filter = ("brand", "state", "logic")
    search_fields = ("title", "slug")
    fieldsets = (
        (None, {"fields": ("title", "lead", ("brand", "slug"), "language")}),
        (_("How it decides"), {"fields": ("logic", "normalise", ("tie_rule", "tie_question"))}),
        (_("How it is shown"), {"fields": ("auto_advance", "share_type_with_host")}),
        (_("When it is open"), {"fields": (("opens_at", "closes_at"),)}),
    )

    def has_publish_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("quiz.publish_quiz")

    def get_readonly_fields(self, request: HttpRequest, obj: Quiz | None = None) -> tuple[str, ...]:
        # Types belong to the brand, and people hold links to the address of a published quiz.
        fixed = ("brand", "slug") if obj and obj.version_id else ("brand",)
        return fixed if obj else ()

    def get_queryset(self, request: HttpRequest) -> QuerySet[Quiz]:
        return Quiz.objects.with_version()

    def get_inlines(self, request: HttpRequest, obj: Quiz | None) -> tuple[type[admin.TabularInline], ...]:
        return self.inlines if obj else ()

    def get_inline_instances(self, request: HttpRequest, obj: Quiz | None = None) -> list[InlineModelAdmin]:
        instances = super().get_inline_instances(request, obj)
        for inline in instances:
            if obj and isinstance(inline, parts.PartInline) and obj.logic not in inline.logics:
                inline.classes = ("collapse",)
        return instances

    def get_form(self, request: HttpRequest, obj: Quiz | None = None, *args: Any, **kwargs: Any) -> type[ModelForm]:
        form = super().get_form(request, obj, *args, **kwargs)
        if obj and "tie_question" in form.base_fields:
            questions = obj.questions.filter(is_tie_breaker=False).values_list("key", "text")
            form.base_fields["tie_question"].widget = key_select(questions)
        return form

    def get_urls(self) -> list[URLPattern]:
        pages = [path(route, self.admin_site.admin_view(partial(page, self)), name=name) for route, page, name in PAGES]
        return pages + super().get_urls()

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        # The actions stand in a form of their own: in Django's, Enter in any field would run one and drop the edits.
        context |= {"action_form": None, "show_save_and_add_another": False, "show_save_and_continue": False}
        if quiz := kwargs.get("obj"):
            names = self.get_actions(request, action_location=ActionLocation.CHANGE_FORM)
            context |= {"buttons": publishing.buttons(quiz, names), **standing.of(quiz)}
            context["preview_url"] = reverse("preview", args=[preview_token(quiz)])
        return super().render_change_form(request, context, *args, **kwargs)

    def save_model(self, request: HttpRequest, obj: Quiz, form: ModelForm, change: bool) -> None:
        super().save_model(request, obj, form, change)
        if not change:
            authoring.give_keep_purpose(obj)

    def save_formset(self, request: HttpRequest, form: ModelForm, formset: BaseInlineFormSet, change: bool) -> None:
        super().save_formset(request, form, formset, change)
        if formset.model is Question:
            jumps.warn(self, request, formset.deleted_objects)

    def response_add(self, request: HttpRequest, obj: Quiz, post_url_continue: str | None = None) -> HttpResponse:
        # The parts of a new quiz come next, on its own page.
        self.message_user(request, gettext("The quiz is saved. Now give it types and questions."), messages.SUCCESS)
        return HttpResponseRedirect(reverse("admin:quiz_quiz_change", args=[obj.pk]))

    def response_post_save_change(self, request: HttpRequest, obj: Quiz) -> HttpResponseRedirect:
        return HttpResponseRedirect(reverse("admin:quiz_quiz_change", args=[obj.pk]))

    @admin.display(description=_("state"), ordering="state")
    def shown_state(self, quiz: Quiz) -> str:
        label = quiz.get_state_display() if quiz.version_id else _("draft")
        return format_html('<span class="state {}">{}</span>', quiz.state if quiz.version_id else "draft", label)

    @admin.display(description=_("version"))
    def number(self, quiz: Quiz) -> int | None:
        return quiz.version.number if quiz.version else None

    @admin.display(description=_("published"))
    def published(self, quiz: Quiz) -> Any:
        return quiz.version.published_at if quiz.version else None
