"""Read the fields that a consumer submits while taking a quiz; unknown fields are ignored."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django import forms
from django.http import HttpRequest, QueryDict

from catalog.models import Brand
from catalog.origins import is_listed
from catalog.validators import UNSEEN
from quiz import scoring
from quiz.embedding import customers
from quiz.models import CAMPAIGN_FIELDS, Response
from quiz.taking import Source, Submit
from quiz.tokens import SUBMIT_KEY

CAMPAIGN_LENGTH = 100
UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f]+")
KEY = re.compile(SUBMIT_KEY)
NOT_TICKED = {"", "0", "false"}


def is_ticked(data: Mapping[str, Any], name: str) -> bool:
    return data.get(name, "").lower() not in NOT_TICKED


class AnswerInput:
    """A submitted answer: the submit key, the choices, and the two checkboxes of a sensitive question.

    This is no Django form, because it runs for every answer, and a form takes longer than the rest of the request.
    """

    def __init__(self, question: scoring.Question, data: QueryDict) -> None:
        self.question = question
        self.data = data
        self.keys = [key.strip() for key in data.getlist("k")]
        self.choices = tuple(data.getlist("choice"))

    def is_valid(self) -> bool:
        """Return whether there is exactly one submit key and the question has all choices."""
        offered = {choice.key for choice in self.question.choices}
        return len(self.keys) == 1 and KEY.fullmatch(self.keys[0]) is not None and offered.issuperset(self.choices)

    def submit(self, step: str) -> Submit:
        """Return the answer; it is blank for a sensitive question whose checkbox is not ticked."""
        may_use = (is_ticked(self.data, "agree") or not self.question.sensitive) and "skip" not in self.data
        return Submit(
            key=self.keys[0],
            question=step,
            choices=self.choices if may_use else (),
            may_keep=may_use and is_ticked(self.data, "keep"),
        )


class SeenField(forms.CharField):
    """A text without invisible characters, which pasted text often contains."""

    def to_python(self, value: object) -> str | None:
        return super().to_python(UNSEEN.sub("", str(value or "")))


class SuitsForm(forms.Form):
    """Whether the result suits the person, with an optional comment."""

    suits = forms.ChoiceField(choices=[("yes", "yes"), ("no", "no")])
    word = SeenField(required=False, max_length=200)

    def clean_suits(self) -> bool:
        return self.cleaned_data["suits"] == "yes"


def read_campaign(data: QueryDict) -> dict[str, str]:
    """Return the campaign parameters, without control characters and cut to the stored length."""
    values = {name: UNPRINTABLE.sub(" ", data.get(name, "")).strip()[:CAMPAIGN_LENGTH] for name in CAMPAIGN_FIELDS}
    return {name: value for name, value in values.items() if value}


def embedding_origin(request: HttpRequest, origins: tuple[str, ...]) -> str:
    """Return the origin of the embedding site from the Referer; "" if the brand does not list it."""
    origin = "/".join(request.headers.get("Referer", "").split("/", 3)[:3])
    return origin if is_listed(origin, origins) else ""


def read_source(data: QueryDict, brand: Brand, *, embedded: bool, now: datetime) -> Source:
    """Return the source of a response from the hidden fields of the start form."""
    origin = data.get("origin", "")
    channel = Response.Channel.QR if data.get("via") == "qr" else Response.Channel.PAGE
    return Source(
        channel=Response.Channel.EMBED if embedded else channel,
        embed_origin=origin if embedded and is_listed(origin, brand.origins) else "",
        customer=customers.receive(data.get("customer", ""), brand, now=now),
        **read_campaign(data),
    )
