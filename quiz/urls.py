"""The URLs of consumer pages. The taking pages are included twice: as pages, and under /embed/ for frames."""

from __future__ import annotations

from django.urls import include, path, register_converter

from quiz import converters
from quiz.views import (
    embedding,
    followups,
    profiles,
    publishing,
    questions,
    results,
    sharing,
    site,
    stylesheets,
    taking,
)

register_converter(converters.KeyConverter, "key")
register_converter(converters.TokenConverter, "token")
register_converter(converters.SignedConverter, "signed")
register_converter(converters.PictureConverter, "picture")
register_converter(converters.DigestConverter, "digest")

# q/<quiz>/
taking_urls = [
    path("", taking.start_page, name="start_page"),
    path("start", taking.start, name="start"),
    path("a/<token:handle>/<key:step>", questions.question, name="question"),
    path("r/<token:token>", results.result, name="result"),
    path("r/<token:token>/keep", profiles.keep, name="keep"),
    path("r/<token:token>/suits", results.suits, name="suits"),
    path("t/<key:type_key>", sharing.type_page, name="type_page"),
]
taking_pages = ([path("q/<key:slug>/", include(taking_urls))], "taking")

# me/: わたしのデータ
mine_urls = [
    path("", profiles.request_link, name="request_link"),
    path("<signed:token>", profiles.mine, name="mine"),
    path("<signed:token>/withdraw", profiles.withdraw, name="withdraw"),
    path("<signed:token>/download", profiles.download, name="download"),
    path("<signed:token>/erase", profiles.erase, name="erase"),
]

urlpatterns = [
    path("", taking.home, name="home"),
    path("", include(taking_pages, namespace="taking")),
    path("embed/", include(taking_pages, namespace="embed")),
    path("embed.js", embedding.loader, name="loader"),
    path("embed/<digest:digest>.js", embedding.fixed_loader, name="fixed_loader"),
    path("preview/<signed:token>/", publishing.preview, name="preview"),
    path("me/", include(mine_urls)),
    path("confirm/<token:token>", profiles.confirm, name="confirm"),
    path("unsubscribe/<signed:token>", followups.unsubscribe, name="unsubscribe"),
    path("q/<key:slug>/look-<int:number>.css", stylesheets.look, name="look"),
    path("q/<key:slug>/t/<key:type_key>/<digest:digest>.png", sharing.card, name="card"),
    path("oembed", sharing.oembed, name="oembed"),
    path("sitemap.xml", sharing.sitemap, name="sitemap"),
    path("robots.txt", sharing.robots, name="robots"),
    path("media/pictures/<picture:name>", site.picture, name="picture"),
    path("b/<key:key>/", site.privacy, name="privacy"),
    path("schemas/quiz-file.json", site.quiz_file_schema, name="quiz_file_schema"),
    path("healthz", site.healthz, name="healthz"),
    path("readyz", site.readyz, name="readyz"),
]
