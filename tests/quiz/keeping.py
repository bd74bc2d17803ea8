"""Finish a response and keep it, through the verbs that the pages use."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from django.apps import apps
from django.db import transaction
from django.utils import timezone

from catalog.models import Offer
from quiz import followups, profiles, taking, tokens
from quiz.models import Claim, Knock, Message, Participation, Profile, QuizVersion, Response
from tests.factories import make_offer, make_response, make_version

EMAIL = "hanako@example.jp"
EVERYTHING = ("keep", "recommend", "mail")
PURPOSES = [
    {"key": "keep", "title": "結果を保存する", "text": "結果と答えを保存することに同意します。", "months": 12},
    {"key": "recommend", "title": "次のおすすめ", "text": "答えをおすすめに使うことに同意します。", "months": 6},
    {"key": "mail", "title": "メール", "text": "メールを受け取ることに同意します。", "months": 24},
]
TREATMENT = {
    "key": "treatment",
    "title": "治療",
    "text": "治療についての答えを保存することに同意します。",
    "months": 6,
    "role": "sensitive",
}


def choices(*keys: str, **more: Any) -> list[dict[str, Any]]:
    """Return choices of which the first speaks for `morning`, the others for `forest`."""
    types = ["morning", *["forest"] * (len(keys) - 1)]
    return [
        {"key": key, "text": f"{key}です", "value": f"{key}-value", "weights": {kind: 1}, **more}
        for key, kind in zip(keys, types, strict=True)
    ]


def make_keepable(*, is_sensitive: bool = False, **details: Any) -> QuizVersion:
    """Publish a quiz that asks for consents, with two traits, and a sensitive question if asked for."""
    scene = {"key": "scene", "text": "いつ飲みますか", "trait": "scene", "purpose": "recommend"}
    roast = {"key": "roast", "text": "どちらが好きですか", "trait": "roast", "purpose": "keep"}
    care = {"key": "care", "text": "治療中ですか", "sensitive": True, "required": False, "purpose": "treatment"}
    asked = [scene, roast, *([care] if is_sensitive else [])]
    questions = [{**each, "kind": "single", "choices": choices("a", "b")} for each in asked]
    purposes = [*PURPOSES, *([TREATMENT] if is_sensitive else [])]
    types = [{"key": "morning", "name": "朝ひかりタイプ"}, {"key": "forest", "name": "森ふかタイプ", "offer": "thanks"}]
    if not Offer.objects.filter(brand__key="komorebi", key="thanks").exists():
        make_offer(key="thanks")  # mail is written about offers; whoever always answers `a` gets none
    return make_version(**{"questions": questions, "purposes": purposes, "types": types, **details})


def finish(version: QuizVersion | None = None, *, now: datetime | None = None, **answers: str) -> Response:
    """Answer every question, `a` unless told otherwise; a sensitive one with leave to keep the answer."""
    now = now or timezone.now()
    response = make_response(version or make_keepable(), started_at=now)
    for question in response.definition.questions:
        key, chosen = tokens.new_submit_key(), (answers.get(question.key, "a"),)
        submit = taking.Submit(key=key, question=question.key, choices=chosen, may_keep=True)
        taking.answer(taking.load(response), submit, now=now)
    return Response.objects.with_quiz().get(pk=response.pk)


def ask(
    response: Response, *, email: str = EMAIL, purposes: Collection[str] = EVERYTHING, now: datetime | None = None
) -> tuple[Any, str]:
    """Ask to keep a result as the page does: the wish and its mail, both or neither."""
    now = now or timezone.now()
    place = "https://quiz.example.jp/q/coffee/"
    with transaction.atomic():
        pending, token = profiles.ask_to_keep(
            response, email=email, purposes=purposes, language="ja", place=place, now=now
        )
        if token:
            followups.ask_to_confirm(pending, token=token, now=now)
    return pending, token


def keep(
    response: Response | None = None,
    *,
    email: str = EMAIL,
    purposes: Collection[str] = EVERYTHING,
    now: datetime | None = None,
) -> Participation:
    """Keep a result: ask, confirm, and queue the mail of it."""
    now = now or timezone.now()
    pending, _token = ask(response or finish(now=now), email=email, purposes=purposes, now=now)
    participation = profiles.confirm(pending, now=now)
    followups.send_result(participation, now=now)
    followups.schedule_reminder(participation, now=now)
    return participation


def make_reminder(**details: Any) -> tuple[Participation, Message]:
    """Return a person with a coupon, and the reminder of it, due now; all other mail is out of the way."""
    participation = keep(**details)
    Message.objects.all().delete()
    offer = make_offer(ends_at=timezone.now() + timedelta(days=10))
    Claim.objects.create(offer=offer, response=participation.response, code="KMR-1", claimed_at=timezone.now())
    followups.schedule_reminder(participation, now=timezone.now())
    Message.objects.update(due_at=timezone.now())
    return participation, Message.objects.get()


def make_full_profile() -> Profile:
    """Return somebody of whom there is a row in every table: kept, pending, mailed, with a coupon and a secret."""
    now, version = timezone.now(), make_keepable(is_sensitive=True)
    participation = keep(finish(version), purposes=[*EVERYTHING, "treatment"])
    offer = make_offer(ends_at=now + timedelta(days=20))
    Claim.objects.create(offer=offer, response=participation.response, code="KMR-1", claimed_at=now)
    followups.schedule_reminder(participation, now=now)
    ask(finish(version), purposes=["keep"])
    followups.request_link(version.quiz.brand, email=EMAIL, language="ja", now=now)
    return participation.profile


def dump() -> str:
    """Return every row of every table of ours as text, but how often an address knocked."""
    models = [*apps.get_app_config("quiz").get_models(), *apps.get_app_config("catalog").get_models()]
    models.remove(Knock)
    return "\n".join(str(list(model.objects.values())) for model in models)
