"""Compress pages for browsers that accept it (RFC 1951, 1952 and 7932): shared pages once, others as they are made.

In a shared page only what is the same for everyone is compressed, once, piece by piece; the values in the slots are put
between the pieces as they are. So it costs next to nothing, and its length tells nothing about a token.
docs/decisions/0007-what-is-compressed.md tells which pages are compressed, and why that is safe.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Mapping
from functools import cached_property
from struct import pack

import brotli
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers

HEAD = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff"  # of a gzip member without a name or a time
END = b"\x03\x00"  # an empty last block
ACCEPTED = re.compile(r"\b(br|gzip)\b(?!\s*;\s*q=0(?:\.0*)?\s*(?:,|$))")
FEWEST_BYTES = 500
QUICK = 4


class Page:
    """A rendered page: the pieces that are the same for everyone, and the names of the slots between them."""

    def __init__(self, pieces: list[str], slots: list[str]) -> None:
        self.pieces = [piece.encode() for piece in pieces]
        self.slots = slots

    @cached_property
    def _deflated(self) -> list[bytes]:
        return [_deflate(piece) for piece in self.pieces]

    @cached_property
    def _brotli(self) -> bytes:
        return brotli.compress(self.pieces[0])

    def fill(self, values: Mapping[str, bytes]) -> bytes:
        return _weave(self.pieces, [values.get(name, b"") for name in self.slots])

    def compress(self, values: Mapping[str, bytes], accepted: str) -> tuple[str, bytes]:
        """Return the encoding and the bytes of the filled page, for what a browser accepts; "" is none."""
        encodings = set(ACCEPTED.findall(accepted))
        if "br" in encodings and not self.slots:
            return "br", self._brotli
        if "gzip" in encodings:
            return "gzip", self._gzip(values)
        return "", self.fill(values)

    def _gzip(self, values: Mapping[str, bytes]) -> bytes:
        plain = self.fill(values)
        stored = [_store(values.get(name, b"")) for name in self.slots]
        check = pack("<II", zlib.crc32(plain), len(plain))
        return b"".join((HEAD, _weave(self._deflated, stored), END, check))


def respond(request: HttpRequest, page: Page, values: Mapping[str, bytes]) -> HttpResponse:
    encoding, content = page.compress(values, request.META.get("HTTP_ACCEPT_ENCODING", ""))
    response = HttpResponse(content, headers={"Vary": "Accept-Encoding"})
    if encoding:
        response.headers["Content-Encoding"] = encoding
    return response


def compress(request: HttpRequest, response: HttpResponse) -> None:
    """Compress a page made for one visitor, unless it shows what was typed: such pages are not 200."""
    if "Accept-Encoding" in response.headers.get("Vary", "") or response.has_header("Content-Disposition"):
        return
    if response.status_code != 200 or response.streaming or len(response.content) < FEWEST_BYTES:
        return
    patch_vary_headers(response, ["Accept-Encoding"])
    encodings = set(ACCEPTED.findall(request.META.get("HTTP_ACCEPT_ENCODING", "")))
    if "br" in encodings:
        response.content, response["Content-Encoding"] = brotli.compress(response.content, quality=QUICK), "br"
    elif "gzip" in encodings:
        response.content, response["Content-Encoding"] = zlib.compress(response.content, wbits=31), "gzip"


def _weave(pieces: list[bytes], between: list[bytes]) -> bytes:
    """Return the pieces with one of the others after each but the last."""
    woven = [pieces[0]]
    for value, piece in zip(between, pieces[1:], strict=True):
        woven += value, piece
    return b"".join(woven)


def _deflate(piece: bytes) -> bytes:
    """Return a piece compressed on its own, ending at a whole byte."""
    packer = zlib.compressobj(9, wbits=-zlib.MAX_WBITS)
    return packer.compress(piece) + packer.flush(zlib.Z_FULL_FLUSH)


def _store(value: bytes) -> bytes:
    """Return a value as a block that is not compressed."""
    return pack("<BHH", 0, len(value), len(value) ^ 0xFFFF) + value
