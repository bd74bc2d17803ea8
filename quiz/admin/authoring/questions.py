"""One question, with its choices and what each weighs on every scale."""

from __future__ import annotations

from functools import partial
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.models import LogEntry
from django.db import models
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from catalog.admin.history import Told, ToldAdmin
from catalog.forms import PictureField, PictureInput
from catalog.tags import fold_all, split_tags, suits
from quiz import authoring
from quiz.admin.authoring import history, jumps, trial
from quiz.admin.authoring.parts import FormSet, PartInline, saved
from quiz.forms.authoring import WEIGHT, choice_form, choice_formset, key_select
from quiz.forms.weighing import describe_change, scale_names
from quiz.models import Choice, Question, Weight
from quiz.models.authoring import MAX_CHOICES
from quiz.scoring import END, Definition

FOLDED = ("collapse",)
PICTURES: dict[type[models.Field], dict[str, Any]] = {
    models.FileField: {"form_class": PictureField, "widget": PictureInput}
}


class ChoiceInline(PartInline):
    model = Choice
    template = "admin/quiz/question/choices.html"
    max_num = MAX_CHOICES
    formfield_overrides = PICTURES
    readonly_fields = ("left",)
    fieldsets = (
        (None, {"fields": (("position", "text", "note"),)}),
        (
            _("More about this choice"),
            {
                "classes": FOLDED,
                "fields": (
                    ("key", "value"),
                    ("next_key", "type_key"),
                    ("exclusive", "neutral"),
                    ("require", "avoid", "left"),
                    ("image", "image_alt"),
                ),
            },
        ),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Choice]:
        return super().get_queryset(request).prefetch_related("weights")

    def get_formset(self, request: HttpRequest, obj: Question | None = None, **kwargs: Any) -> FormSet:
        question = saved(obj)
        self.tag_sets = [product.tag_set for product in question.quiz.brand.products.listed().only("tags")]
        definition = authoring.draft(question.quiz)
        form, rows = choice_form(scale_names(definition, _strays(question))), choice_formset(definition)
        formset = super().get_formset(request, obj, form=form, formset=rows, **kwargs)
        fields = formset.form.base_fields
        fields["next_key"].widget = key_select(_next_options(definition, question), empty=gettext("the next question"))
        fields["type_key"].widget = key_select((each.key, each.name) for each in definition.types)
        return formset

    @admin.display(description=_("products left"))
    def left(self, choice: Choice) -> str:
        require, avoid = (fold_all(split_tags(tags)) for tags in (choice.require, choice.avoid))
        counts = {
            "left": sum(suits(each, require=require, avoid=avoid) for each in self.tag_sets),
            "all": len(self.tag_sets),
        }
        return gettext("%(left)d of the brand's %(all)d products (as saved)") % counts


@admin.register(Question)
class QuestionAdmin(ToldAdmin):
    inlines = (ChoiceInline,)
    formfield_overrides = PICTURES
    list_display = ("text", "key", "quiz", "kind", "position")
    list_filter = ("quiz",)
    list_select_related = ("quiz",)
    search_fields = ("text", "key")
    fieldsets = (
        (None, {"fields": ("quiz", "text", "help", ("kind", "position", "key"))}),
        (
            _("Answering"),
            {"fields": ("required", ("min", "max"), ("low", "high"), "is_tie_breaker"), "classes": FOLDED},
        ),
        (_("Remembering the answer"), {"fields": (("trait", "purpose"), "sensitive"), "classes": FOLDED}),
        (_("Picture"), {"fields": ("image", "image_alt"), "classes": FOLDED}),
    )

    def get_model_perms(self, request: HttpRequest) -> dict[str, bool]:
        # Questions are reached through their quiz, so the menu leaves them out.
        return {}

    def get_readonly_fields(self, request: HttpRequest, obj: Question | None = None) -> tuple[str, ...]:
        return ("quiz",) if obj else ()

    def get_inlines(self, request: HttpRequest, obj: Question | None) -> tuple[type[ChoiceInline], ...]:
        return self.inlines if obj else ()

    def get_queryset(self, request: HttpRequest) -> QuerySet[Question]:
        return super().get_queryset(request).select_related("quiz__brand")

    def get_form(
        self, request: HttpRequest, obj: Question | None = None, *args: Any, **kwargs: Any
    ) -> type[forms.ModelForm]:
        form = super().get_form(request, obj, *args, **kwargs)
        if obj and "purpose" in form.base_fields:
            purposes = obj.quiz.quiz_purposes.values_list("purpose__key", "purpose__title")
            form.base_fields["purpose"].widget = key_select(purposes)
        return form

    def get_urls(self) -> list[URLPattern]:
        odds = self.admin_site.admin_view(partial(trial.question, self))
        return [path("<int:question_id>/odds/", odds, name="quiz_question_odds"), *super().get_urls()]

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        context["show_save_and_add_another"] = False
        if question := kwargs.get("obj"):
            context["questions"] = question.quiz.questions.only("quiz", "text")
            context |= _trial(question, context) if self.has_change_permission(request, question) else {}
        return super().render_change_form(request, context, *args, **kwargs)

    def changed_field(self, form: forms.ModelForm, name: str) -> str:
        return describe_change(form, name) if name.startswith(WEIGHT) else super().changed_field(form, name)

    def log_addition(self, request: HttpRequest, obj: Question, message: Told | str) -> LogEntry:
        self._log_on_quiz(request, obj, message)
        return super().log_addition(request, obj, message)

    def log_change(self, request: HttpRequest, obj: Question, message: Told | str) -> LogEntry:
        self._log_on_quiz(request, obj, message)
        return super().log_change(request, obj, message)

    def log_deletions(self, request: HttpRequest, queryset: Any) -> Any:
        # Django gives a query or, whatever its stubs say, a list of one.
        for question in queryset:
            self._log_on_quiz(request, question, [{"deleted": {}}])
        return super().log_deletions(request, queryset)

    def _log_on_quiz(self, request: HttpRequest, question: Question, message: Told | str) -> None:
        if told := history.of_question(question, message):
            super().log_change(request, question.quiz, told)

    def delete_view(self, request: HttpRequest, object_id: str, *args: Any, **kwargs: Any) -> HttpResponse:
        question = self.get_object(request, object_id)
        page = super().delete_view(request, object_id, *args, **kwargs)
        return self.response_post_save_change(request, question) if question and page.status_code == 302 else page

    def delete_model(self, request: HttpRequest, obj: Question) -> None:
        super().delete_model(request, obj)
        jumps.warn(self, request, [obj])

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Question]) -> None:
        gone = list(queryset)
        super().delete_queryset(request, queryset)
        jumps.warn(self, request, gone)

    def response_add(self, request: HttpRequest, obj: Question, post_url_continue: str | None = None) -> HttpResponse:
        # A new question has no choices yet; they come next.
        self.message_user(request, gettext("The question is saved. Now give it choices."), messages.SUCCESS)
        return HttpResponseRedirect(reverse("admin:quiz_question_change", args=[obj.pk]))

    def response_post_save_change(self, request: HttpRequest, obj: Question) -> HttpResponseRedirect:
        return HttpResponseRedirect(reverse("admin:quiz_quiz_change", args=[obj.quiz_id]) + "#questions-group")


def _trial(question: Question, context: dict[str, Any]) -> dict[str, Any]:
    (choices,) = context["inline_admin_formsets"]
    return trial.beside(question, choices.formset.definition)


def _strays(question: Question) -> set[str]:
    return set(Weight.objects.filter(choice__question=question).values_list("scale", flat=True))


def _next_options(definition: Definition, question: Question) -> list[tuple[str, str]]:
    keys = [each.key for each in definition.questions]
    later = definition.questions[keys.index(question.key) + 1 :] if question.key in keys else ()
    return [*((each.key, each.text) for each in later), (END, gettext("the result"))]
