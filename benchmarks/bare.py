"""The least that Django can do: a view that returns bytes, and one that writes a row in its own transaction.

The same file is a settings module (the site's, without any middleware) and the map of its two views.
"""

from __future__ import annotations

import os

from django.http import HttpRequest, HttpResponse
from django.urls import path

from config.settings import *  # noqa: F403 (the same database, written to in the same way)
from config.settings import DATABASES

MIDDLEWARE = []
ROOT_URLCONF = "benchmarks.bare"
if os.environ.get("BENCH_UNQUEUED"):
    DATABASES["default"]["ENGINE"] = "django.db.backends.sqlite3"

PAGE = b"<p>" + b"x" * 12 * 1024


def static(request: HttpRequest) -> HttpResponse:
    return HttpResponse(PAGE)


def insert(request: HttpRequest) -> HttpResponse:
    # Models are there only once Django is set up, and this file is read before.
    from benchmarks.rows import Row, now, transaction

    with transaction.atomic():
        Row.objects.create(key=request.POST["k"], text=request.POST["choice"], written_at=now())
    return HttpResponse("ok")


urlpatterns = [path("static", static), path("insert", insert)]
