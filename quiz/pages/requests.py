"""The request class of consumer views, with the attributes that the gate and the look-ups set."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import ResolverMatch
from django_htmx.middleware import HtmxDetails

from quiz.pages.origin import Verdict


class ConsumerRequest(HttpRequest):
    """A request to a consumer view. Django creates plain ones; `gate.consumer` sets the attributes declared here."""

    LANGUAGE_CODE: str
    htmx: HtmxDetails
    resolver_match: ResolverMatch
    framing: str  # the sources of `frame-ancestors`: the sites that may frame this page
    embedded_on: str  # the origin of the allowed site around the frame; "" when there is none
    verdict: Verdict | None  # the result of the origin check; None unless a form is submitted
