"""Problems of the look of a brand and its types."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from catalog.contrast import ENOUGH, WHITE, contrast
from catalog.models import Brand
from catalog.validators import COLOR
from quiz.publishing.checking.problem import Problem, advice
from quiz.scoring import Definition


def brand_problems(brand: Brand) -> Iterator[Problem]:
    yield from _color_problems(brand.color, "brand.color")
    if brand.logo and not brand.logo_alt:
        message = _("Say in words what the logo shows, for people who cannot see it.")
        yield advice("logo_alt_missing", "brand.logo_alt", message)


def type_color_problems(definition: Definition) -> Iterator[Problem]:
    for index, type_ in enumerate(definition.types):
        yield from _color_problems(type_.color, f"types[{index}].color")


def _color_problems(color: str, path: str) -> Iterator[Problem]:
    if COLOR.fullmatch(color) and contrast(color, WHITE) < ENOUGH:
        ratio = f"{contrast(color, WHITE):.1f}"
        message = _(
            "White text on %(color)s is hard to read (%(ratio)s : 1; 4.5 : 1 is enough). Choose a darker colour."
        )
        yield advice("color_contrast", path, message % {"color": color, "ratio": ratio})
