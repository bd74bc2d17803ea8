"""Forms of weights: a number for every choice on every scale; an empty cell is a weight of 0."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from typing import Any

from django import forms
from django.utils.translation import gettext

from quiz import scoring
from quiz.models import Choice, Question, Quiz, Weight
from quiz.models.deciding import MAX_WEIGHT
from quiz.publishing.trying import ChoiceWeights

type Cell = tuple[int, str]
"""The primary key of a choice, and a scale."""

# Browsers send all cells, and a request may have this many fields (DATA_UPLOAD_MAX_NUMBER_FIELDS).
MAX_CELLS = 1900
MINUS = str.maketrans("−ー‐–", "----")  # the characters that the minus key types in Japanese input mode
ROW = re.compile(r"choices-(\d+)-id")


class WeightField(forms.IntegerField):
    """A whole number that accepts Japanese input: １２ and ー３ are 12 and -3."""

    widget = forms.TextInput

    def to_python(self, value: Any) -> int | None:
        if isinstance(value, str):
            value = unicodedata.normalize("NFKC", value).translate(MINUS)
        return super().to_python(value)


def weight_field(choice: str, scale: str) -> WeightField:
    """Return the field of a cell, labelled for screen readers."""
    field = WeightField(label=scale, required=False, min_value=-MAX_WEIGHT, max_value=MAX_WEIGHT)
    field.widget.attrs |= {"aria-label": f"{choice} / {scale}", "autocomplete": "off", "data-weight": ""}
    return field


def describe_change(form: forms.BaseForm, name: str) -> str:
    """Return the label of a changed cell with its old and new value."""
    return f"{form.fields[name].label} {form.initial.get(name) or 0} → {form.cleaned_data.get(name) or 0}"


def scale_names(definition: scoring.Definition, strays: set[str]) -> dict[str, str]:
    """Return the scales of a quiz (key → name), and stray scales that choices still have weights on."""
    names = definition.scale_names() | {"total": gettext("total")}
    return {key: names.get(key, key) for key in (*definition.scale_keys, *sorted(strays))}


def write_weights(cells: Mapping[Cell, int]) -> None:
    """Store weights by cell in three statements, whatever their number. A weight of 0 has no row."""
    rows = Weight.objects.filter(choice__in={choice for choice, _scale in cells})
    stored = {(row.choice_id, row.scale): row.pk for row in rows}
    emptied = [stored[cell] for cell, value in cells.items() if not value and cell in stored]
    Weight.objects.filter(pk__in=emptied).delete()
    Weight.objects.bulk_create(
        [Weight(choice_id=choice, scale=scale, value=value) for (choice, scale), value in cells.items() if value],
        update_conflicts=True,
        unique_fields=("choice", "scale"),
        update_fields=("value",),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    choice: Choice
    cells: list[forms.BoundField]


class CellsForm(forms.Form):
    """A form of weight cells; `names` has the field name of a cell."""

    names: dict[Cell, str]
    keys: dict[int, tuple[str, str]]
    """Primary key of a choice → the definition's keys of its question and of itself."""

    def weighed(self) -> ChoiceWeights:
        """Return the valid weights by the keys of question and choice; an empty cell is 0."""
        weights: dict[tuple[str, str], dict[str, int]] = {}
        for (choice, scale), name in self.names.items():
            weights.setdefault(self.keys[choice], {})[scale] = self.cleaned_data.get(name) or 0
        return weights

    def wrong(self) -> Iterator[tuple[forms.BoundField, str]]:
        """Yield the invalid cells with their error messages."""
        return ((self[name], str(reason)) for name, reasons in self.errors.items() for reason in reasons)


class WeightsForm(CellsForm):
    """The weights of a quiz: a table per question, a row per choice, a column per scale."""

    def __init__(self, quiz: Quiz, definition: scoring.Definition, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.questions = list(quiz.questions.prefetch_related("choices__weights"))
        pairs = [(question, choice) for question in self.questions for choice in question.choices.all()]
        choices = [choice for _question, choice in pairs]
        self.keys = {choice.pk: _choice_keys(question, choice) for question, choice in pairs}
        weights = {(choice.pk, row.scale): row.value for choice in choices for row in choice.weights.all()}
        self.scales = scale_names(definition, {scale for _choice, scale in weights})
        self.names = {(choice.pk, scale): f"w-{choice.pk}-{scale}" for choice in choices for scale in self.scales}
        self.initial = {name: weights[cell] for cell, name in self.names.items() if cell in weights}
        if not self.is_too_large:
            self.fields = {
                self.names[choice.pk, scale]: weight_field(choice.text, label)
                for choice in choices
                for scale, label in self.scales.items()
            }

    @property
    def is_too_large(self) -> bool:
        return len(self.names) > MAX_CELLS

    def tables(self) -> Iterator[tuple[Question, list[Row]]]:
        for question in self.questions:
            yield question, [self._row(choice) for choice in question.choices.all()]

    def _row(self, choice: Choice) -> Row:
        return Row(choice=choice, cells=[self[self.names[choice.pk, scale]] for scale in self.scales])

    def save(self) -> None:
        changed = set(self.changed_data)
        write_weights({cell: self.cleaned_data[name] or 0 for cell, name in self.names.items() if name in changed})


class QuestionForm(CellsForm):
    """The weights in the submitted page of a question, without those of unsaved choices."""

    def __init__(self, question: Question, definition: scoring.Definition, data: Mapping[str, str]) -> None:
        super().__init__(data)
        choices = {str(choice.pk): choice for choice in question.choices.prefetch_related("weights")}
        rows = {row[1]: choices[pk] for name, pk in data.items() if (row := ROW.fullmatch(name)) and pk in choices}
        strays = {row.scale for choice in rows.values() for row in choice.weights.all()}
        self.keys = {choice.pk: _choice_keys(question, choice) for choice in rows.values()}
        self.names = {}
        for (number, choice), (scale, label) in product(rows.items(), scale_names(definition, strays).items()):
            self.names[choice.pk, scale] = name = f"choices-{number}-weight_{scale}"
            self.fields[name] = weight_field(choice.text, label)


def _choice_keys(question: Question, choice: Choice) -> tuple[str, str]:
    return (scoring.TIE if question.is_tie_breaker else question.key, choice.key)
