"""Keep a result with consent, confirm the address, and manage one's data: view, download, withdraw, erase."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from functools import wraps

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from quiz import followups, moments, profiles, tokens
from quiz.addresses import address
from quiz.forms.profiles import KeepForm, LinkForm
from quiz.models import PendingKeep, Profile, Response
from quiz.pages.fetching import get_result
from quiz.pages.gate import consumer
from quiz.pages.layout import brand_context, page_context
from quiz.pages.links import activate_language, taking_path
from quiz.pages.requests import ConsumerRequest
from quiz.pages.results import get_result_state, render_with_form
from quiz.redaction import mask_address

PLACE_LENGTH = 260
MINE = "the page of one's own data"
WORDS = {
    profiles.TooLateError: _("A result can be kept for a day after the quiz. You are welcome to take it again."),
    profiles.AlreadyKeptError: _("This result is kept already."),
    profiles.TooManyError: _("Enough mail has been sent for this today. Please look for it, or try again tomorrow."),
    profiles.NotAgreedError: _("To keep the result, please tick the first box. Without it nothing is kept."),
    profiles.NotFinishedError: _("There is no result to keep yet."),
}

logger = logging.getLogger("quiz.profiles")


@consumer
@require_http_methods(["GET", "HEAD", "POST"])
def keep(request: ConsumerRequest, slug: str, token: str) -> HttpResponse:
    now = timezone.now()
    response = get_result(request, slug, token, now=now)
    if request.method != "POST":
        return show_requested(request, response, token)
    is_again = "again" in request.POST and hasattr(response, "pending_keep")
    form = KeepForm(() if is_again else profiles.purposes_for(response), request.POST)
    if form.is_trapped:
        logger.warning("a machine filled in the form of %s", slug)
    elif form.is_declined or not form.is_valid() or not request_keeping(form, response, now=now):
        return show_form(request, response, token, form)
    if request.htmx or form.is_trapped:
        return render_requested(request, response, token)
    return HttpResponseRedirect(taking_path(request, "keep", slug, token), status=303)


def request_keeping(form: KeepForm, response: Response, *, now: datetime) -> bool:
    """Store the request and queue its mail; return False with a form error if the request is refused."""
    try:
        response.pending_keep = moments.asked_to_keep(
            response,
            email=form.cleaned_data["email"],
            purposes=form.granted or response.pending_keep.purposes,
            language=translation.get_language(),
            place=consent_place(response),
            now=now,
            send_again=not form.purposes,
        )
    except profiles.KeepingError as error:
        form.add_error(None, WORDS[type(error)])
    return form.is_valid()


def consent_place(response: Response) -> str:
    """Return the place of a consent for the ledger: the quiz with its version, and the embedding site if framed."""
    start = address("taking:start_page", response.version.quiz.slug)
    return " ".join(filter(None, [f"{start} (v{response.version.number})", response.embed_origin]))[:PLACE_LENGTH]


def show_form(request: ConsumerRequest, response: Response, token: str, form: KeepForm) -> HttpResponse:
    """Show the form again with its errors: only the form for htmx, else the whole result page."""
    status = 200 if form.is_declined else 422
    if not request.htmx:
        return render_with_form(request, response, token, form, status)
    context = _context(response, token) | {"keep_form": form, "standing": get_result_state(response)}
    return render(request, "quiz/profiles/keep.html", context, status=status)


def show_requested(request: ConsumerRequest, response: Response, token: str) -> HttpResponse:
    """Show that a mail was sent; redirect to the result if nothing was requested."""
    if response.kept_at or hasattr(response, "pending_keep"):
        return render_requested(request, response, token)
    return HttpResponseRedirect(taking_path(request, "result", response.version.quiz.slug, token))


def render_requested(request: ConsumerRequest, response: Response, token: str) -> HttpResponse:
    template = "quiz/profiles/kept.html" + ("#keep" if request.htmx else "")
    pending = getattr(response, "pending_keep", None)
    masked = mask_address(pending.email) if pending else ""  # enough to notice a typing error in the host
    context = {"masked": masked, "keep_form": KeepForm(())}
    return render(request, template, _context(response, token) | context)


def _context(response: Response, token: str) -> dict[str, object]:
    return page_context(response.version.quiz, response.version) | {"response": response, "token": token}


@consumer
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: ConsumerRequest, token: str) -> HttpResponse:
    now = timezone.now()
    try:
        pending = profiles.find_pending(token, now=now)
        activate_language(request, pending.language)
        if request.method != "POST":
            return show_pending(request, pending)
        moments.confirmed(pending, now=now)
    except profiles.ExpiredError:
        return render(request, "quiz/profiles/expired.html", status=410)
    response = pending.response
    result = tokens.result_token(response.uid, result_hash=response.result_hash)
    return HttpResponseRedirect(
        taking_path(request, "result", response.version.quiz.slug, result) + "#keep", status=303
    )


def show_pending(request: ConsumerRequest, pending: PendingKeep) -> HttpResponse:
    """Show the purposes to confirm. The button submits a POST, because mail scanners open links."""
    response = pending.response
    shown = profiles.purposes_for(response)
    context = page_context(response.version.quiz, response.version)
    context["purposes"] = [purpose for purpose in shown if purpose.key in pending.purposes]
    context["held"] = profiles.held_besides(pending, now=timezone.now())
    return render(request, "quiz/profiles/confirm.html", context)


def with_profile(view: Callable[..., HttpResponse]) -> Callable[[ConsumerRequest, str], HttpResponse]:
    """Pass a view the profile of a mailed link; respond with 404 to an invalid link, 410 for an erased profile."""

    @wraps(view)
    def wrapped(request: ConsumerRequest, token: str) -> HttpResponse:
        try:
            profile = profiles.get_profile(token)
        except profiles.InvalidLinkError:
            return render(request, "quiz/profiles/bad_link.html", status=404)
        except profiles.GoneError:
            return render(request, "quiz/profiles/erased.html", status=410)
        activate_language(request, profile.language)
        return view(request, profile, token)

    return wrapped


@consumer
@require_safe
@with_profile
def mine(request: ConsumerRequest, profile: Profile, token: str) -> HttpResponse:
    now = timezone.now()
    context = brand_context(profile) | {
        "profile": profile,
        "token": token,
        "facts": profiles.facts(profile, now=now),
        "decisions": profiles.decisions(profile, now=now),
        "results": profiles.results(profile, now=now),
    }
    return render(request, "quiz/profiles/mine.html", context)


@consumer
@require_POST
@with_profile
def withdraw(request: ConsumerRequest, profile: Profile, token: str) -> HttpResponse:
    purpose = request.POST.get("purpose", "")
    language = translation.get_language()
    moments.withdrawn(profile, purpose, place=MINE, language=language, now=timezone.now())
    return HttpResponseRedirect(reverse("mine", args=[token]) + "#consents", status=303)


@consumer
@require_POST
@with_profile
def download(request: ConsumerRequest, profile: Profile, token: str) -> HttpResponse:
    text = json.dumps(profiles.export(profile), ensure_ascii=False, indent=2)
    headers = {"Content-Disposition": 'attachment; filename="my-data.json"'}
    return HttpResponse(text, content_type="application/json; charset=utf-8", headers=headers)


@consumer
@require_http_methods(["GET", "HEAD", "POST"])
@with_profile
def erase(request: ConsumerRequest, profile: Profile, token: str) -> HttpResponse:
    if request.method != "POST":
        return render(request, "quiz/profiles/erase.html", brand_context(profile) | {"token": token})
    context = brand_context(profile)
    moments.erased(profile, place=MINE, now=timezone.now())
    return render(request, "quiz/profiles/erased.html", context)


@consumer
@require_http_methods(["GET", "HEAD", "POST"])
def request_link(request: ConsumerRequest) -> HttpResponse:
    """Mail a new link. The response is the same for unknown and for rate-limited addresses, to reveal nothing."""
    form = LinkForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        context = {"form": form, "is_asked": "asked" in request.GET}
        return render(request, "quiz/profiles/request_link.html", context, status=422 if form.is_bound else 200)
    with suppress(profiles.TooManyError):
        followups.request_link(**form.cleaned_data, language=translation.get_language(), now=timezone.now())
    return HttpResponseRedirect(reverse("request_link") + "?asked", status=303)
