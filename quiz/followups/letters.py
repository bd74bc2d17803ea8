"""The content of mails: subject, text and HTML in one language."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.template.loader import render_to_string
from django.utils import translation

from catalog.models import Brand
from quiz import profiles, tokens
from quiz.addresses import address
from quiz.followups.stopping import unsubscribe_token
from quiz.models import Claim, Consent, PendingKeep, Profile, Response, Role

MAX_SUBJECT = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    subject: str
    text: str
    html: str


def confirm_letter(pending: PendingKeep, *, token: str) -> Letter:
    """Return the mail that asks to confirm an address, with the purposes."""
    shown = profiles.purposes_for(pending.response)
    context = {
        "quiz_title": pending.response.definition.title,
        "confirm_url": address("confirm", token),
        "expires_at": pending.expires_at,
        "purposes": [purpose for purpose in shown if purpose.key in pending.purposes],
    }
    return _compose("confirm", pending.response.version.quiz.brand, context, language=pending.language)


def result_letter(profile: Profile, response: Response, *, now: datetime) -> Letter:
    """Return the mail with a result, its link, and its coupon if there is one."""
    context = {
        **_result_context(response),
        "claim": Claim.objects.select_related("offer").filter(response=response).first(),
        "kept_at": now,
        **_links(profile, now=now),
    }
    return _compose("result", profile.brand, context, language=profile.language)


def link_letter(profile: Profile, *, now: datetime) -> Letter:
    return _compose("link", profile.brand, _links(profile, now=now), language=profile.language)


def reminder_letter(profile: Profile, claim: Claim, *, now: datetime) -> Letter:
    """Return the reminder of an unused coupon that expires soon."""
    context = {**_result_context(claim.response), "claim": claim, **_links(profile, now=now)}
    return _compose("reminder", profile.brand, context, language=profile.language)


def _result_context(response: Response) -> dict[str, Any]:
    definition = response.definition
    token = tokens.result_token(response.uid, result_hash=response.result_hash)
    return {
        "quiz_title": definition.title,
        "type": definition.type(response.type_key),
        "result_url": address("taking:result", definition.slug, token),
        "type_url": address("taking:type_page", definition.slug, response.type_key),
    }


def _links(profile: Profile, *, now: datetime) -> dict[str, Any]:
    """Return the links to one's own data and, with consent to mail, to unsubscribe."""
    may_mail = Consent.objects.agreed(profile.subject, Role.MAIL, on=now)
    return {
        "mine_url": address("mine", profiles.link_token(profile)),
        "link_days": profiles.LINK_DAYS,
        "stop_url": address("unsubscribe", unsubscribe_token(profile)) if may_mail else "",
    }


def _compose(name: str, brand: Brand, context: dict[str, Any], *, language: str) -> Letter:
    path, context = f"quiz/followups/mail/{name}", {**context, "brand": brand, "language": language}
    with translation.override(language):
        subject = render_to_string(f"{path}.subject.txt", context)
        text = render_to_string(f"{path}.txt", context)
        html = render_to_string(f"{path}.html", context)
    import css_inline  # only a process that composes mails needs it

    return Letter(
        subject=" ".join(subject.split())[:MAX_SUBJECT],
        text=text.strip() + "\n",
        html=css_inline.inline(html, load_remote_stylesheets=False, keep_style_tags=False),
    )
