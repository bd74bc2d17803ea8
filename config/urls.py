"""The site map: staff under /admin/, everything else belongs to the quiz app."""

from __future__ import annotations

from django.contrib import admin
from django.urls import include, path

handler400 = "quiz.pages.errors.bad_request"
handler403 = "quiz.pages.errors.forbidden"
handler404 = "quiz.pages.errors.not_found"
handler500 = "quiz.pages.errors.server_error"

urlpatterns = [
    path("admin/", admin.site.urls),
    path("", include("quiz.urls")),
]
