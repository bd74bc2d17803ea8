"""Pages beside the quizzes: pictures, the privacy page of a brand, the quiz-file schema, and health checks."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping

from django.conf import settings
from django.core.files.base import File
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from catalog.models import Brand
from catalog.pictures import picture_storage
from quiz.authoring.shape import SCHEMA_FILE
from quiz.caching import cached_for_a_second
from quiz.models import Purpose
from quiz.pages.gate import consumer
from quiz.pages.layout import IMMUTABLE, PUBLIC
from quiz.pages.requests import ConsumerRequest

PICTURE_TYPES = {"svg": "image/svg+xml", "webp": "image/webp"}
PICTURE_POLICY = "default-src 'none'; sandbox"
ENOUGH_DISK = 200 * 1024 * 1024


@require_safe
def picture(request: HttpRequest, name: str) -> FileResponse:
    try:
        content: File = picture_storage().open(f"pictures/{name}")
    except FileNotFoundError as error:
        raise Http404 from error
    page = FileResponse(content, content_type=PICTURE_TYPES[name.rsplit(".", 1)[1]])
    page["Content-Security-Policy"] = PICTURE_POLICY
    page["Cross-Origin-Resource-Policy"] = "cross-origin"
    page["Cache-Control"] = IMMUTABLE
    return page


@consumer
@require_safe
def privacy(request: ConsumerRequest, key: str) -> HttpResponse:
    brand = get_object_or_404(Brand, key=key)
    language = brand.quizzes.values_list("language", flat=True).first() or settings.LANGUAGE_CODE
    context = {"brand": brand, "language": language, "purposes": Purpose.objects.filter(brand=brand)}
    page = render(request, "quiz/profiles/privacy.html", context)
    page["Cache-Control"] = PUBLIC
    return page


@require_safe
def quiz_file_schema(request: HttpRequest) -> HttpResponse:
    """Serve the JSON Schema of quiz files, for editors and other tools."""
    headers = {"Access-Control-Allow-Origin": "*", "Cache-Control": "public, max-age=3600"}
    return HttpResponse(SCHEMA_FILE.read_bytes(), content_type="application/schema+json", headers=headers)


@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """Answer 200 while the process runs (liveness)."""
    return HttpResponse("ok\n", content_type="text/plain", headers={"Cache-Control": "no-store"})


@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """Answer 200 if the site can serve (readiness): writable database, current schema, free disk space; else 503."""
    states = _run_checks()
    status = 200 if set(states.values()) == {"ok"} else 503
    return JsonResponse(dict(states), status=status, headers={"Cache-Control": "no-store"})


@cached_for_a_second(maxsize=1)
def _run_checks() -> Mapping[str, str]:
    """Return the result of every check by name, cached because the database check waits in the writers' queue."""
    checks = {"database": _takes_writes, "migrations": _is_migrated, "disk": _has_room}
    return {name: "ok" if _passes(check) else "failed" for name, check in checks.items()}


def _passes(check: Callable[[], bool]) -> bool:
    try:
        return check()
    except Exception:  # any error means that the site is not ready
        return False


def _takes_writes() -> bool:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM quiz_event WHERE id < 0")
    return True


def _is_migrated() -> bool:
    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


def _has_room() -> bool:
    return shutil.disk_usage(settings.VAR_DIR).free > ENOUGH_DISK
