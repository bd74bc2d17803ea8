"""Forms of a draft: ordered rows with optional keys, choices with their weights, and the upload of quiz files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import count
from typing import Any

from django import forms
from django.conf import settings
from django.forms.formsets import DELETION_FIELD_NAME
from django.forms.models import BaseInlineFormSet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from quiz.forms.weighing import weight_field, write_weights
from quiz.models import Choice, Quiz
from quiz.scoring import Definition

WEIGHT = "weight_"


class KeySelect(forms.Select):
    """A select of keys. A stored key that is not among the choices is added, marked as missing."""

    def optgroups(self, name: str, value: list[str], attrs: dict[str, Any] | None = None) -> list[Any]:
        known = {str(key) for key, _label in self.choices}
        missing = [(key, gettext("%(key)s (missing)") % {"key": key}) for key in value if key and key not in known]
        self.choices = [*self.choices, *missing]
        return super().optgroups(name, value, attrs)


def key_select(options: Iterable[tuple[str, str]], empty: str = "—") -> KeySelect:
    return KeySelect(choices=[("", empty), *options])


class QuizForm(forms.ModelForm):
    class Meta:
        model = Quiz
        fields = ("title", "lead", "language")
        widgets = {"lead": forms.Textarea(attrs={"rows": 3}), "language": KeySelect(choices=settings.LANGUAGES)}


class OrderedForm(forms.ModelForm):
    """A row of an ordered list: a row without a position comes last, a row without a key gets a free one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance._state.adding:
            self.initial["position"] = self.instance.position = None
        for name in {"position", "key"} & self.fields.keys():
            self.fields[name].required = False


class OrderedFormSet(BaseInlineFormSet):
    key_prefix = "q"

    def clean(self) -> None:
        super().clean()
        kept = [form for form in self.forms if self._is_kept(form)]
        self._set_positions(form.instance for form in kept)
        if "key" in self.form.base_fields:
            self._set_keys([form.instance for form in kept])

    def _is_kept(self, form: forms.ModelForm) -> bool:
        is_row = form.has_changed() or not form.instance._state.adding
        return is_row and not form.cleaned_data.get(DELETION_FIELD_NAME)

    def _set_positions(self, rows: Iterable[Any]) -> None:
        last = -1
        for row in rows:
            row.position = last + 1 if row.position is None else row.position
            last = max(last, row.position)

    def _set_keys(self, rows: list[Any]) -> None:
        taken = {row.key for row in rows}
        free = (key for number in count(1) if (key := f"{self.key_prefix}{number}") not in taken)
        for row in rows:
            row.key = row.key or next(free)


class ChoiceForm(OrderedForm):
    """A choice with a weight field for every scale of the quiz."""

    scales: Mapping[str, str] = {}

    class Meta:
        model = Choice
        fields = ("text",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        stored = self.instance.weights.all() if self.instance.pk else ()
        self.initial.update({WEIGHT + row.scale: row.value for row in stored})
        for scale, label in self.scales.items():
            self.fields[WEIGHT + scale] = weight_field(self.instance.text or gettext("New choice"), label)

    @property
    def weights(self) -> Iterator[forms.BoundField]:
        return (self[WEIGHT + scale] for scale in self.scales)

    def weight(self, scale: str) -> int:
        return self.cleaned_data.get(WEIGHT + scale) or 0


def choice_form(scales: Mapping[str, str]) -> type[ChoiceForm]:
    """Return a form class for choices with these scales (key → label)."""
    return type("WeighedChoiceForm", (ChoiceForm,), {"scales": scales, "__module__": __name__})


class ChoiceFormSet(OrderedFormSet):
    key_prefix = "c"
    definition: Definition  # the draft that the choices belong to

    def save(self, *args: Any, **kwargs: Any) -> list[Choice]:
        saved = super().save(*args, **kwargs)
        self._save_weights([form for form in self.forms if isinstance(form, ChoiceForm) and form.instance in saved])
        return saved

    def _save_weights(self, changed: list[ChoiceForm]) -> None:
        write_weights({(form.instance.pk, scale): form.weight(scale) for form in changed for scale in form.scales})


def choice_formset(definition: Definition) -> type[ChoiceFormSet]:
    """Return a form set for choices of this draft."""
    return type("DraftChoiceFormSet", (ChoiceFormSet,), {"definition": definition, "__module__": __name__})


class QuizFileForm(forms.Form):
    file = forms.FileField(
        label=_("Quiz file"),
        max_length=200,
        help_text=_("A quiz file (.json), or a ZIP file with it and its pictures, of at most 50 MB."),
        widget=forms.FileInput(attrs={"accept": ".json,.zip"}),
    )
