"""The parts of a draft that are edited on the quiz's own page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypedDict

from django.contrib import admin
from django.db.models import Count, Model, QuerySet
from django.forms.models import BaseInlineFormSet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from catalog.forms import list_once, model_choice
from catalog.models import ProductType
from quiz.forms.authoring import OrderedForm, OrderedFormSet, key_select
from quiz.models import Band, Code, Gate, Purpose, Question, Quiz, QuizPurpose, QuizType, Scale
from quiz.models.authoring import MAX_QUESTIONS, MAX_TYPES

if TYPE_CHECKING:  # a package for type checking only
    from django_stubs_ext import WithAnnotations

type FormSet = type[BaseInlineFormSet]
EVERY = frozenset(Quiz.Logic)


def saved[M: Model](row: M | None) -> M:
    """Return the row that a page is about. Its parts come once it is saved, so there is one."""
    if row is None:
        raise TypeError("Parts belong to a row that is saved.")
    return row


class PartInline(admin.TabularInline):
    """Rows of a draft. `logics` says which logics use them; for the others they are folded away."""

    extra = 0
    logics: frozenset[str] = EVERY

    def get_extra(self, request: HttpRequest, obj: Quiz | None = None, **kwargs: Any) -> int:
        # Without JavaScript no row can be added on the page, so ?rows=3 asks for empty ones.
        asked = request.GET.get("rows", "")
        return min(int(asked), 10) if asked.isdecimal() and len(asked) < 3 else self.extra


class QuizTypeInline(PartInline):
    model = QuizType
    form, formset = OrderedForm, OrderedFormSet
    fields = ("position", "type")
    max_num = MAX_TYPES

    def get_queryset(self, request: HttpRequest) -> QuerySet[QuizType]:
        return super().get_queryset(request).select_related("type")

    def get_formset(self, request: HttpRequest, obj: Quiz | None = None, **kwargs: Any) -> FormSet:
        formset = super().get_formset(request, obj, **kwargs)
        types = ProductType.objects.filter(brand=saved(obj).brand_id)
        list_once(model_choice(formset.form.base_fields, "type"), types)
        return formset


class QuizPurposeInline(PartInline):
    model = QuizPurpose
    form, formset = OrderedForm, OrderedFormSet
    fields = ("position", "purpose")

    def get_queryset(self, request: HttpRequest) -> QuerySet[QuizPurpose]:
        return super().get_queryset(request).select_related("purpose")

    def get_formset(self, request: HttpRequest, obj: Quiz | None = None, **kwargs: Any) -> FormSet:
        formset = super().get_formset(request, obj, **kwargs)
        purposes = Purpose.objects.filter(brand=saved(obj).brand_id)
        list_once(model_choice(formset.form.base_fields, "purpose"), purposes)
        return formset


class ChoiceCount(TypedDict):
    """What the list of questions adds to each."""

    choice_count: int


class QuestionInline(PartInline):
    """The questions in short; everything else about one is on its own page."""

    model = Question
    form, formset = OrderedForm, OrderedFormSet
    fields = ("position", "text", "kind", "key", "details")
    readonly_fields = ("details",)
    max_num = MAX_QUESTIONS

    def get_queryset(self, request: HttpRequest) -> QuerySet[Question]:
        return super().get_queryset(request).annotate(choice_count=Count("choices"))

    @admin.display(description=_("choices and weights"))
    def details(self, question: WithAnnotations[Question, ChoiceCount]) -> str:
        if not question.pk:
            return gettext("Save first.")
        label = gettext("Choices and weights (%(count)d)") % {"count": question.choice_count}
        return format_html('<a href="{}">{}</a>', reverse("admin:quiz_question_change", args=[question.pk]), label)


class ScaleInline(PartInline):
    model = Scale
    form, formset = OrderedForm, OrderedFormSet
    fields = ("position", "key", "low", "high", "zero")
    max_num = 4
    logics = frozenset({Quiz.Logic.AXES})


class TypeKeyInline(PartInline):
    """Rows that name a type by its key, chosen from the quiz's own types."""

    def get_formset(self, request: HttpRequest, obj: Quiz | None = None, **kwargs: Any) -> FormSet:
        formset = super().get_formset(request, obj, **kwargs)
        formset.form.base_fields["type_key"].widget = key_select(type_options(saved(obj)))
        return formset


class BandInline(TypeKeyInline):
    model = Band
    fields = ("first", "last", "type_key")
    logics = frozenset({Quiz.Logic.BANDS})


class CodeInline(TypeKeyInline):
    model = Code
    fields = ("code", "type_key")
    max_num = 16
    logics = frozenset({Quiz.Logic.AXES})


class GateInline(PartInline):
    model = Gate
    fields = ("scale", "at_least", "title", "text", "url")
    classes = ("collapse",)


def type_options(quiz: Quiz) -> list[tuple[str, str]]:
    """Return the keys and names of the quiz's types, in their order."""
    return list(quiz.quiz_types.values_list("type__key", "type__name"))
