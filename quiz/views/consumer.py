"""What every consumer view has in common: no cookie, the origin gate, the headers, and refusals in people's words."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, wraps

from django.conf import settings
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.csrf import csrf_exempt

from catalog.models import Brand
from catalog.origins import frame_ancestors
from quiz import profiles, publishing, tokens
from quiz.models import Profile, Quiz, QuizVersion
from quiz.origin import Verdict, judge
from quiz.views import packing
from quiz.views.errors import show_whole

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; object-src 'none'; frame-ancestors "
)
PERMISSIONS = "camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()"
PUBLIC = "public, max-age=60"
FORM_TYPES = {"application/x-www-form-urlencoded", "multipart/form-data"}
ANY_TOKEN = tokens.new_token()  # stands for all others in a path that is kept; nobody can guess it
REPLACEMENT = "\ufffd"

type View = Callable[..., HttpResponse]


class Refusal(Exception):
    """A request that is answered with a page of words: its status, and the reason that the page explains."""

    def __init__(self, status: int, reason: str, **context: object) -> None:
        super().__init__(reason)
        self.status, self.reason, self.context = status, reason, context


def consumer(view: View) -> View:
    """Make a consumer view: no cookie, no CSRF cookie but the origin gate, strict headers, refusals as pages."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        request.framing, request.embedded_on = "'none'", ""
        try:
            check_submit(request)
            page = view(request, *args, **kwargs)
            page = refuse_method(request, page) if page.status_code == 405 else page
        except Refusal as refusal:
            page = refuse(request, refusal)
        return seal(request, page)

    wrapped.is_consumer = True
    return csrf_exempt(xframe_options_exempt(wrapped))


def check_submit(request: HttpRequest) -> None:
    """Refuse a form that a foreign page sends, or that is not a form in UTF-8 with each single field once."""
    if request.method != "POST":
        return
    request.verdict = judge(request)
    if request.verdict is Verdict.FOREIGN:
        raise Refusal(403, "foreign")
    if request.verdict is Verdict.SANDBOXED and not is_of_quiz(request) and not is_for_programs(request):
        raise Refusal(403, "sandboxed")
    if request.content_type not in FORM_TYPES:
        raise Refusal(415, "not_a_form")
    if any(REPLACEMENT in value or "\x00" in value for _, values in request.POST.lists() for value in values):
        raise BadRequest("The form is not UTF-8.")


def is_of_quiz(request: HttpRequest) -> bool:
    """Tell whether a page belongs to a quiz, whose brand decides about frames without an origin."""
    return "slug" in request.resolver_match.kwargs


def is_for_programs(request: HttpRequest) -> bool:
    """Tell whether mail programs submit here on their own (RFC 8058), from wherever they show the mail."""
    return request.resolver_match.url_name == "unsubscribe"


def check_sandbox(request: HttpRequest, quiz: Quiz) -> None:
    """Refuse a form from a frame without an origin, unless the brand says that its CMS makes such frames."""
    if getattr(request, "verdict", None) is Verdict.SANDBOXED and not quiz.brand.allow_sandboxed:
        raise Refusal(403, "sandboxed", quiz=quiz)


def allow_framing(request: HttpRequest, brand: Brand) -> None:
    """Let the brand's sites frame this page, when it is one of the embed pages."""
    if is_embedded(request):
        request.framing = _ancestors(brand.origins)


@lru_cache(maxsize=256)
def _ancestors(origins: tuple[str, ...]) -> str:
    return frame_ancestors(origins)


def is_embedded(request: HttpRequest) -> bool:
    return request.resolver_match.namespace == "embed"


def wants_part(request: HttpRequest) -> bool:
    """Tell whether htmx asks for the main part of a page only."""
    return bool(request.htmx) and not request.htmx.history_restore_request


def asked_language(request: HttpRequest) -> str:
    """Return the language of `?lang=`; nothing when it asks for none of ours."""
    asked = request.GET.get("lang", "")
    return asked if asked and asked in dict(settings.LANGUAGES) else ""


def speak(request: HttpRequest, language: str) -> None:
    """Go on in a response's language, unless `?lang=` asks for another."""
    chosen = asked_language(request) or language
    translation.activate(chosen)
    request.LANGUAGE_CODE = chosen


def link(request: HttpRequest, name: str, slug: str, token: str, *step: str) -> str:
    """Return the path of a taking page in the layout of this request (page or frame), with its `?lang=` kept."""
    path = _path(request.resolver_match.namespace, name, slug, step).replace(ANY_TOKEN, token)
    asked = asked_language(request)
    return f"{path}?lang={asked}" if asked else path


@lru_cache(maxsize=1024)
def _path(namespace: str, name: str, slug: str, step: tuple[str, ...]) -> str:
    return reverse(f"taking:{name}", args=[slug, ANY_TOKEN, *step], current_app=namespace)


def page_context(quiz: Quiz, version: QuizVersion) -> dict[str, object]:
    """Return what every page of a version shows: the quiz, its definition, and the brand as it was published."""
    return {
        "quiz": quiz,
        "definition": publishing.definition_of(version.pk),
        "brand": publishing.brand_look(version.pk),
        "look_url": reverse("look", args=[quiz.slug, version.number]),
    }


def brand_context(profile: Profile) -> dict[str, object]:
    """Return what pages of a person's data show of the brand: its look as in the result that was kept last."""
    last = profiles.last_taken(profile)
    return {"brand": profile.brand, "look_url": reverse("look", args=last) if last else None}


def refuse(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """Say why in words. What htmx asked for as a part of the page becomes the whole of it, or it would go unseen."""
    context = {"reason": refusal.reason, **refusal.context}
    page = render_step(request, "quiz/taking/refused.html", context, status=refusal.status)
    return show_whole(page) if request.htmx else page


def refuse_method(request: HttpRequest, page: HttpResponse) -> HttpResponse:
    """Say in words that an address takes forms only, or shows a page only; `Allow` tells programs."""
    told = refuse(request, Refusal(405, "wrong_method"))
    told.headers["Allow"] = page.headers["Allow"]
    return told


def render_step(request: HttpRequest, template: str, context: dict, *, status: int = 200) -> HttpResponse:
    """Render a page, or only its main part when htmx asks for it."""
    if wants_part(request):
        template += "#main"
    page = render(request, template, context, status=status)
    patch_vary_headers(page, ["HX-Request"])
    return page


def publish_page(request: HttpRequest, page: HttpResponse, on_repeat: Callable[[], object] = bool) -> HttpResponse:
    """Let everybody keep a page for a minute, and let it be sent again as it is, doing `on_repeat` each time.

    In a frame nobody may, because the page differs by the embedding site, which only the Referer tells.
    """
    if is_embedded(request):
        page.headers["Cache-Control"] = "private, no-cache"
    else:
        page.headers["Cache-Control"] = PUBLIC
        page.on_repeat = on_repeat
    return page


def seal(request: HttpRequest, page: HttpResponse) -> HttpResponse:
    """Compress a page, add the headers of every consumer page; what is not declared cacheable is never stored."""
    packing.compress(request, page)
    page.headers["Content-Security-Policy"] = POLICY + request.framing
    page.headers["Permissions-Policy"] = PERMISSIONS
    page.headers["Content-Language"] = translation.get_language()
    if "Cache-Control" not in page.headers:
        page.headers["Cache-Control"] = "no-store"
        page.headers["X-Robots-Tag"] = "noindex, nofollow"
    return page
