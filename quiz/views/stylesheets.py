"""The look of a version as a style sheet: the brand's tokens and an accent for each type, for light and dark themes."""

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
TINT = 0.12  # how much of the accent is in a tinted area, as in static/css/tokens.css


@dataclass(frozen=True, slots=True)
class Ground:
    """What pages are printed on."""

    paper: str
    is_dark: bool


LIGHT = Ground("#fdf9f3", is_dark=False)
DARK = Ground("#1d1814", is_dark=True)
DARK_TOKENS = f"--paper:{DARK.paper};--ink:#f2ebe2;--lift:7%;--alarm:#ffb3a3"


@require_safe
def look(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Serve the brand's tokens of one version, and an accent for each of its types, as a style sheet."""
    version = get_object_or_404(QuizVersion.objects.only("pk"), quiz__slug=slug, number=number)
    page = HttpResponse("\n".join(look_rules(version.pk)), content_type="text/css; charset=utf-8")
    page["Cache-Control"] = IMMUTABLE
    return page


def look_rules(version_id: int) -> Iterator[str]:
    definition, brand = read_version(version_id)
    colors = {":root": brand.color, **{f".type-{each.key}": each.color or brand.color for each in definition.types}}
    yield f":root{{--radius:{RADII[brand.radius]};--heading:var(--{brand.heading})}}"
    yield from _accents(colors, LIGHT)
    if brand.allow_dark:
        yield ":root{color-scheme:light dark}"
        yield f"@media screen and (prefers-color-scheme:dark){{:root{{{DARK_TOKENS}}}"
        yield from _accents(colors, DARK)
        yield "}"


def _accents(colors: Mapping[str, str], ground: Ground) -> Iterator[str]:
    for selector, color in colors.items():
        # Checked once more where it is printed: a style sheet is no place for text that somebody typed.
        if COLOR.fullmatch(color):
            yield f"{selector}{{{_accent(color, ground)}}}"


def _accent(color: str, ground: Ground) -> str:
    """Return an accent for areas, one for words and lines that can be read on tinted paper, and the ink for areas."""
    # In the dark a tint is lighter than the paper, and no tint is lighter than that of white.
    words = readable(color, on=mix(WHITE if ground.is_dark else color, ground.paper, TINT))
    area = words if ground.is_dark else color
    on_area = WHITE if contrast(area, WHITE) >= ENOUGH else BLACK
    return f"--brand:{area};--accent:{words};--on-brand:{on_area}"
