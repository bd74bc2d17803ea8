"""Compress pages for browsers that accept gzip or Brotli (RFC 1951, 1952 and 7932).

The pieces of a shared page between its slots are compressed once. The values of the slots are stored between them
uncompressed, so a response costs next to nothing, and its length reveals nothing about a token (see BREACH).
docs/decisions/0007-what-is-compressed.md lists the compressed pages and gives the security reasons.
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

HEAD = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff"  # header of a gzip member without file name and time
END = b"\x03\x00"  # an empty final block
ACCEPTED = re.compile(r"\b(br|gzip)\b(?!\s*;\s*q=0(?:\.0*)?\s*(?:,|$))")
MIN_BYTES = 500
FAST_QUALITY = 4


class Page:
    """A rendered page: the pieces that all visitors get, and the names of the slots between them."""

    def __init__(self, pieces: list[str], slots: list[str]) -> None:
        self.pieces = [piece.encode() for piece in pieces]
        self.slots = slots

    @cached_property
    def _deflated(self) -> list[bytes]:
        return [_deflate_piece(piece) for piece in self.pieces]

    @cached_property
    def _brotli(self) -> bytes:
        return brotli.compress(self.pieces[0])

    def fill(self, values: Mapping[str, bytes]) -> bytes:
        return _interleave(self.pieces, [values.get(name, b"") for name in self.slots])

    def compress(self, values: Mapping[str, bytes], accepted: str) -> tuple[str, bytes]:
        """Return the encoding ("" for none) and the bytes of the filled page, for an `Accept-Encoding` header."""
        encodings = set(ACCEPTED.findall(accepted))
        if "br" in encodings and not self.slots:
            return "br", self._brotli
        if "gzip" in encodings:
            return "gzip", self._gzip(values)
        return "", self.fill(values)

    def _gzip(self, values: Mapping[str, bytes]) -> bytes:
        plain = self.fill(values)
        stored = [_stored_block(values.get(name, b"")) for name in self.slots]
        check = pack("<II", zlib.crc32(plain), len(plain))
        return b"".join((HEAD, _interleave(self._deflated, stored), END, check))


def build_response(request: HttpRequest, page: Page, values: Mapping[str, bytes]) -> HttpResponse:
    encoding, content = page.compress(values, request.META.get("HTTP_ACCEPT_ENCODING", ""))
    response = HttpResponse(content, headers={"Vary": "Accept-Encoding"})
    if encoding:
        response.headers["Content-Encoding"] = encoding
    return response


def compress(request: HttpRequest, response: HttpResponse) -> None:
    """Compress a page made for one visitor; not a page with the visitor's own input, whose status is never 200."""
    if "Accept-Encoding" in response.headers.get("Vary", "") or response.has_header("Content-Disposition"):
        return
    if response.status_code != 200 or response.streaming or len(response.content) < MIN_BYTES:
        return
    patch_vary_headers(response, ["Accept-Encoding"])
    encodings = set(ACCEPTED.findall(request.META.get("HTTP_ACCEPT_ENCODING", "")))
    if "br" in encodings:
        response.content, response["Content-Encoding"] = brotli.compress(response.content, quality=FAST_QUALITY), "br"
    elif "gzip" in encodings:
        response.content, response["Content-Encoding"] = zlib.compress(response.content, wbits=31), "gzip"


def _interleave(pieces: list[bytes], between: list[bytes]) -> bytes:
    """Return the pieces joined, with one value between two pieces."""
    woven = [pieces[0]]
    for value, piece in zip(between, pieces[1:], strict=True):
        woven += value, piece
    return b"".join(woven)


def _deflate_piece(piece: bytes) -> bytes:
    """Return a piece as independent deflate blocks that end at a byte boundary."""
    compressor = zlib.compressobj(9, wbits=-zlib.MAX_WBITS)
    return compressor.compress(piece) + compressor.flush(zlib.Z_FULL_FLUSH)


def _stored_block(value: bytes) -> bytes:
    """Return a value as a stored (uncompressed) deflate block."""
    return pack("<BHH", 0, len(value), len(value) ^ 0xFFFF) + value
