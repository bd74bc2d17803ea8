"""Serve the loader script that a brand's page includes: /embed.js, and by hash for Subresource Integrity."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from quiz.embedding.loader import Loader, current_loader, loaders
from quiz.pages.compression import ACCEPTED
from quiz.pages.layout import IMMUTABLE

SHORT = "public, max-age=300"


@require_safe
def loader(request: HttpRequest) -> HttpResponse:
    return send(request, current_loader(), caching=SHORT)


@require_safe
def fixed_loader(request: HttpRequest, digest: str) -> HttpResponse:
    if digest not in loaders():
        raise Http404
    return send(request, loaders()[digest], caching=IMMUTABLE)


def send(request: HttpRequest, loader: Loader, *, caching: str) -> HttpResponse:
    accepted = ACCEPTED.findall(request.headers.get("Accept-Encoding", ""))
    encoding = next((name for name in ("br", "gzip") if name in accepted), "identity")
    page = HttpResponse(loader.encoded[encoding], content_type="application/javascript; charset=utf-8")
    if encoding != "identity":
        page["Content-Encoding"] = encoding
    page["Cache-Control"] = caching
    page["Access-Control-Allow-Origin"] = "*"
    page["Cross-Origin-Resource-Policy"] = "cross-origin"
    patch_vary_headers(page, ["Accept-Encoding"])
    return page
