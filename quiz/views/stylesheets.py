"""The style sheet of a version: design tokens of the brand and accents of the types, for light and dark themes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from catalog.contrast import BLACK, ENOUGH, WHITE, contrast, mix, readable
from catalog.validators import COLOR
from quiz.models import QuizVersion, read_version
from quiz.pages.layout import IMMUTABLE

RADII = {"sharp": "4px", "soft": "12px", "round": "18px"}
TINT = 0.12  # the share of the accent color in a tinted area, as in static/css/tokens.css


@dataclass(frozen=True, slots=True)
class Background:
    """The background of pages in a theme."""

    paper: str
    is_dark: bool


LIGHT = Background("#fdf9f3", is_dark=False)
DARK = Background("#1d1814", is_dark=True)
DARK_TOKENS = f"--paper:{DARK.paper};--ink:#f2ebe2;--lift:7%;--alarm:#ffb3a3"


@require_safe
def look(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Serve the style sheet of a version."""
    version = get_object_or_404(QuizVersion.objects.only("pk"), quiz__slug=slug, number=number)
    page = HttpResponse("\n".join(look_rules(version.pk)), content_type="text/css; charset=utf-8")
    page["Cache-Control"] = IMMUTABLE
    return page


def look_rules(version_id: int) -> Iterator[str]:
    definition, brand = read_version(version_id)
    colors = {":root": brand.color, **{f".type-{type_.key}": type_.color or brand.color for type_ in definition.types}}
    yield f":root{{--radius:{RADII[brand.radius]};--heading:var(--{brand.heading})}}"
    yield from _accent_rules(colors, LIGHT)
    if brand.allow_dark:
        yield ":root{color-scheme:light dark}"
        yield f"@media screen and (prefers-color-scheme:dark){{:root{{{DARK_TOKENS}}}"
        yield from _accent_rules(colors, DARK)
        yield "}"


def _accent_rules(colors: Mapping[str, str], background: Background) -> Iterator[str]:
    for selector, color in colors.items():
        # Validated again before output, so that no text that staff typed gets into a style sheet.
        if COLOR.fullmatch(color):
            yield f"{selector}{{{_accent_tokens(color, background)}}}"


def _accent_tokens(color: str, background: Background) -> str:
    """Return the tokens of an accent: for areas, for text and lines on tinted areas, and for text on areas."""
    # In the dark theme a tint is lighter than the background; the tint of white is the lightest of all.
    words = readable(color, on=mix(WHITE if background.is_dark else color, background.paper, TINT))
    area = words if background.is_dark else color
    on_area = WHITE if contrast(area, WHITE) >= ENOUGH else BLACK
    return f"--brand:{area};--accent:{words};--on-brand:{on_area}"
