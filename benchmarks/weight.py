"""What a phone loads: requests and bytes on the wire, compressed as a browser asks for it."""

from __future__ import annotations

import re
from http.client import HTTPConnection
from urllib.parse import urlsplit

ASSET = re.compile(r'<(?:link rel="stylesheet" href|script src)="([^"]+)"')
KEY = re.compile(rb'name="k" value="([^"]+)"')
CHOICE = re.compile(rb'name="choice" value="([^"]+)"')


class Phone:
    """A client that counts what it fetches."""

    def __init__(self, address: str) -> None:
        self._connection = HTTPConnection(urlsplit(address).netloc, timeout=30)

    def get(self, path: str, *, encoding: str = "br, gzip", **headers: str) -> bytes:
        return self._send("GET", path, "", {"Accept-Encoding": encoding, **headers})[1]

    def post(self, path: str, form: str = "", **headers: str) -> tuple[str, bytes]:
        """Return where the answer leads, and its body."""
        form_type = {"Content-Type": "application/x-www-form-urlencoded", "Accept-Encoding": "br, gzip"}
        return self._send("POST", path, form, form_type | headers)

    def _send(self, method: str, path: str, body: str, headers: dict[str, str]) -> tuple[str, bytes]:
        self._connection.request(method, path, body or None, headers)
        page = self._connection.getresponse()
        return page.headers.get("Location", ""), page.read()


def first_question(phone: Phone, slug: str) -> tuple[str, int, int]:
    """Return the address of a first question, and the requests and bytes that show it (without pictures)."""
    address, _ = phone.post(f"/q/{slug}/start")
    plain = phone.get(address, encoding="identity").decode()
    assets = ASSET.findall(plain)
    sizes = [len(phone.get(path)) for path in (address, *assets)]
    return address, len(sizes), sum(sizes)


def answer(phone: Phone, address: str, **headers: str) -> tuple[str, bytes]:
    """Answer a question by its first choice; return where that leads, and the body."""
    page = phone.get(address, encoding="identity")
    form = f"k={_first(KEY, page)}&choice={_first(CHOICE, page)}"
    return phone.post(address, form, **headers)


def _first(pattern: re.Pattern[bytes], page: bytes) -> str:
    found = pattern.search(page)
    if found is None:
        raise SystemExit("This page asks no question.")
    return found[1].decode()


def step(phone: Phone, address: str) -> int:
    """Answer a first question as htmx does; return the bytes of the second one."""
    return len(answer(phone, address, **{"HX-Request": "true"})[1])


def loader(phone: Phone) -> int:
    """Return the bytes of what a brand's page loads before any quiz is opened."""
    return len(phone.get("/embed.js"))
