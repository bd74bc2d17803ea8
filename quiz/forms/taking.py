"""Read what a consumer submits while taking a quiz. Anything that was not asked for is left unread."""

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
from quiz.models import Response
from quiz.taking import Source, Submit
from quiz.tokens import SUBMIT_KEY

CAMPAIGN = ("utm_source", "utm_medium", "utm_campaign", "utm_content", "utm_term")
CAMPAIGN_LENGTH = 100
UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f]+")
KEY = re.compile(SUBMIT_KEY)
NOT_TICKED = {"", "0", "false"}


def is_ticked(data: Mapping[str, Any], name: str) -> bool:
    return data.get(name, "").lower() not in NOT_TICKED


class AnswerInput:
    """One question's answer: the submit key, the choices, and the two ticks of a sensitive question.

    Everybody's every answer passes here, so it reads the fields itself: a Django form takes longer than all the rest.
    """

    def __init__(self, question: scoring.Question, data: QueryDict) -> None:
        self.question = question
        self.data = data
        self.keys = [key.strip() for key in data.getlist("k")]
        self.choices = tuple(data.getlist("choice"))

    def is_valid(self) -> bool:
        """Tell whether there is one submit key, and nothing chosen that the question does not offer."""
        offered = {choice.key for choice in self.question.choices}
        return len(self.keys) == 1 and KEY.fullmatch(self.keys[0]) is not None and offered.issuperset(self.choices)

    def submit(self, step: str) -> Submit:
        """Return the answer. Without the tick of a sensitive question it is blank, whatever was chosen."""
        may_use = (is_ticked(self.data, "agree") or not self.question.sensitive) and "skip" not in self.data
        return Submit(
            key=self.keys[0],
            question=step,
            choices=self.choices if may_use else (),
            may_keep=may_use and is_ticked(self.data, "keep"),
        )


class SeenField(forms.CharField):
    """A text of which only what can be seen is taken: pasted words often bring marks along that nobody knows of."""

    def to_python(self, value: object) -> str | None:
        return super().to_python(UNSEEN.sub("", str(value or "")))


class SuitsForm(forms.Form):
    """Whether the result suits, in one tap, with an optional word."""

    suits = forms.ChoiceField(choices=[("yes", "yes"), ("no", "no")])
    word = SeenField(required=False, max_length=200)

    def clean_suits(self) -> bool:
        return self.cleaned_data["suits"] == "yes"


def campaign(data: QueryDict) -> dict[str, str]:
    """Return the allow-listed campaign parameters, without control characters and cut to what is stored."""
    values = {name: UNPRINTABLE.sub(" ", data.get(name, "")).strip()[:CAMPAIGN_LENGTH] for name in CAMPAIGN}
    return {name: value for name, value in values.items() if value}


def embedding_origin(request: HttpRequest, origins: tuple[str, ...]) -> str:
    """Return the site that frames this page, as the browser told it; empty when the brand does not list it."""
    origin = "/".join(request.headers.get("Referer", "").split("/", 3)[:3])
    return origin if is_listed(origin, origins) else ""


def read_source(data: QueryDict, brand: Brand, *, embedded: bool, now: datetime) -> Source:
    """Return where a response comes from, out of the start form's hidden fields."""
    origin = data.get("origin", "")
    channel = Response.Channel.QR if data.get("via") == "qr" else Response.Channel.PAGE
    return Source(
        channel=Response.Channel.EMBED if embedded else channel,
        embed_origin=origin if embedded and is_listed(origin, brand.origins) else "",
        customer=customers.receive(data.get("customer", ""), brand, now=now),
        **campaign(data),
    )
