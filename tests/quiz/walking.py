"""Take a quiz in a test: by its verbs, or over HTTP as a person without JavaScript does."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpResponse
from django.test import Client
from django.utils import timezone
from django.utils.html import strip_tags

from quiz import taking, tokens
from quiz.models import Response

KEY = re.compile(r'name="k" value="([^"]+)"')


def submit(question: str, *choices: str, key: str | None = None, **details: Any) -> taking.Submit:
    return taking.Submit(key=key or tokens.new_submit_key(), question=question, choices=choices, **details)


def give(response: Response, *submits: taking.Submit) -> taking.Step:
    """Give these answers one after the other and return where the last one led."""
    for each in submits:
        step = taking.answer(taking.load(response), each, now=timezone.now())
    return step


def begin(client: Client, slug: str, *, base: str = "", **fields: str) -> str:
    """Start a quiz and return the address of its first question."""
    page = client.post(f"{base}/q/{slug}/start", fields)
    assert page.status_code == 303, page.content.decode()[:400]
    return page["Location"]


def submit_key(page: HttpResponse) -> str:
    found = KEY.search(page.content.decode())
    assert found, "no form on the page"
    return found[1]


def send(client: Client, address: str, *choices: str, k: str | None = None, **more: Any) -> HttpResponse:
    """Open a question, choose and send it; with `k`, send a form that was opened before."""
    key = k or submit_key(client.get(address))
    return client.post(address, {"k": key, "choice": list(choices), **more})


def walk(client: Client, slug: str, answers: Mapping[str, str | Sequence[str]], **fields: str) -> str:
    """Answer a whole quiz and return the address of the result."""
    address = begin(client, slug, **fields)
    while "/r/" not in address:
        chosen = answers[address.split("?")[0].rsplit("/", 1)[1]]
        page = send(client, address, *([chosen] if isinstance(chosen, str) else chosen))
        assert page.status_code == 303, page.content.decode()[:2000]
        address = page["Location"]
    return address


def title(page: HttpResponse) -> str:
    """Return the main heading of a page."""
    return strip_tags(re.search(r"<h1[^>]*>(.*?)</h1>", page.content.decode(), re.DOTALL)[1]).strip()
