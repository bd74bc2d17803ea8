"""Serve the loader that a brand's page includes: /embed.js, and under its hash for Subresource Integrity."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from quiz import embedding
from quiz.views.packing import ACCEPTED

SHORT = "public, max-age=300"
FOR_EVER = "public, max-age=31536000, immutable"


@require_safe
def loader(request: HttpRequest) -> HttpResponse:
    return send(request, embedding.current_loader(), caching=SHORT)


@require_safe
def fixed_loader(request: HttpRequest, digest: str) -> HttpResponse:
    if digest not in embedding.loaders():
        raise Http404
    return send(request, embedding.loaders()[digest], caching=FOR_EVER)


def send(request: HttpRequest, loader: embedding.Loader, *, caching: str) -> HttpResponse:
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
