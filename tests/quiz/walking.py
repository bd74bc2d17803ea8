"""Walk a quiz over HTTP as a person without JavaScript does: read the form on the page, fill it in, send it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpResponse
from django.test import Client

KEY = re.compile(r'name="k" value="([^"]+)"')


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
