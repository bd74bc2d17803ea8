"""The class of a consumer's request, with what the gate and the look-ups note on it."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import ResolverMatch
from django_htmx.middleware import HtmxDetails

from quiz.pages.origin import Verdict


class ConsumerRequest(HttpRequest):
    """A request to a consumer view. Django makes plain requests; `gate.consumer` sets what is declared here."""

    LANGUAGE_CODE: str
    htmx: HtmxDetails
    resolver_match: ResolverMatch
    framing: str  # the sources of `frame-ancestors`: which pages may frame this one
    embedded_on: str  # the listed site around the frame, as an origin; "" when there is none
    verdict: Verdict | None  # of the origin gate, for a form
