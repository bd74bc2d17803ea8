"""Unsubscribe from mail: a confirmation page, and the one-click POST of mail programs (RFC 8058)."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone, translation
from django.views.decorators.http import require_http_methods

from quiz import followups, moments, profiles
from quiz.models import Profile
from quiz.pages.gate import consumer
from quiz.pages.layout import brand_context
from quiz.pages.links import activate_language
from quiz.pages.requests import ConsumerRequest

PLACE = "the link in a mail"


@consumer
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: ConsumerRequest, token: str) -> HttpResponse:
    """Show a confirmation on GET, because scanners open links; unsubscribe on POST, without a redirect."""
    try:
        profile = followups.get_unsubscribing(token)
    except profiles.InvalidLinkError:
        return render(request, "quiz/profiles/bad_link.html", status=404)
    if profile is not None:
        activate_language(request, profile.language)
    context = brand_context(profile) if profile else {}
    if request.method != "POST":
        return render(request, "quiz/followups/unsubscribe.html", context | {"token": token})
    unsubscribe_profile(profile)
    return render(request, "quiz/followups/unsubscribed.html", context)


def unsubscribe_profile(profile: Profile | None) -> None:
    """Unsubscribe a profile; do nothing for an erased one."""
    if profile is not None:
        language = translation.get_language()
        moments.unsubscribed(profile, place=PLACE, language=language, now=timezone.now())
