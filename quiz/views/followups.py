"""The way out of mail: a page that asks, and the one-click POST that mail programs send (RFC 8058)."""

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
    """Ask on GET, because scanners open links; act on POST, without a cookie and without a redirect."""
    try:
        profile = followups.profile_to_stop(token)
    except profiles.InvalidLinkError:
        return render(request, "quiz/profiles/bad_link.html", status=404)
    if profile is not None:
        activate_language(request, profile.language)
    context = brand_context(profile) if profile else {}
    if request.method != "POST":
        return render(request, "quiz/followups/unsubscribe.html", context | {"token": token})
    stop(profile)
    return render(request, "quiz/followups/unsubscribed.html", context)


def stop(profile: Profile | None) -> None:
    """End the mail of a person; one who is erased gets none anyway."""
    if profile is not None:
        language = translation.get_language()
        moments.unsubscribed(profile, place=PLACE, language=language, now=timezone.now())
