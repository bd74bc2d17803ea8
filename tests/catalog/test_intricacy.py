"""Drawings that would keep a server or a phone busy are refused by counting."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError

from catalog.drawings import clean_drawing

RECT = '<rect width="100" height="100" {}/>'
FADED = RECT.format('opacity=".5"')
MASK = '<mask id="m">{}</mask>'
GRADIENT = '<linearGradient id="g">{}</linearGradient>'
DASHED = '<path d="M0 0C100 0 0 100 100 100" stroke="#000" fill="none" stroke-dasharray="{}"/>'


def drawing(inside: str) -> bytes:
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100">{inside}</svg>'.encode()


def chain(element: str, attribute: str, *, length: int) -> str:
    """Return masks or clips of which each draws the next one twice."""
    links = [
        f'<{element} id="m{number}">{(RECT * 2).replace("{}", f"""{attribute}="url(#m{number + 1})" """)}</{element}>'
        for number in range(length)
    ]
    return "".join(links) + RECT.format(f'{attribute}="url(#m0)"')


@pytest.mark.parametrize(
    "inside",
    [
        chain("mask", "mask", length=40),
        chain("clipPath", "clip-path", length=40),
        chain("mask", "mask", length=1),
        '<mask id="m" mask="url(#n)"/>',
        '<clipPath id="c"><g><path d="M0 0" clip-path="url(#c)"/></g></clipPath>',
        '<mask id="m"><g><g clip-path="url(#c)"/></g></mask>',
        '<mask><defs><mask id="m">' + RECT.format('mask="url(#m)"') + "</mask></defs></mask>",
    ],
    ids=["masks", "clips", "one mask", "on a mask", "itself", "deep inside", "mask in a mask"],
)
def test_masks_and_clips_inside_each_other_are_refused(inside):
    with pytest.raises(ValidationError) as refused:
        clean_drawing(drawing(inside))

    assert refused.value.code == "nested_mask"


@pytest.mark.parametrize(
    "inside",
    [
        FADED * 2500,
        RECT.format('fill-opacity=".5"') * 2500,
        RECT.format('fill="rgba(0,0,0,.5)"') * 1500,
        ("<g opacity='.9'>" * 40 + RECT.format("") + "</g>" * 40) * 150,
        MASK.format(RECT.format("") * 300) + RECT.format('mask="url(#m)"') * 100,
        GRADIENT.format('<stop offset="0"/>' * 3000) + RECT.format('fill="url(#g)"') * 60,
        GRADIENT.format('<stop offset="0"/>') + RECT.format('fill="url(#g)"') * 1000,
        DASHED.format("1 1") * 1500,
        DASHED.format("1e-9"),
        DASHED.format("1%"),
        f'<g stroke="red" stroke-dasharray=".001">{RECT.format("")}</g>',
        RECT.format('stroke="red" stroke-dasharray="1" vector-effect="non-scaling-stroke"'),
        '<rect width="1e999" stroke="red" stroke-dasharray="1e999"/>',
        '<svg viewBox="0 0 9 9"></svg>' * 200,
        f'<polyline stroke="red" points="{"1,2 " * 40_000}"/>',
    ],
    ids=[
        *("faded", "see-through", "alpha", "nested", "masked", "stops", "gradients", "dashed", "tiny dash", "unit"),
        *("dash from above", "scaled", "no number", "drawings in drawings", "long line"),
    ],
)
def test_what_takes_long_to_draw_is_refused(inside):
    with pytest.raises(ValidationError) as refused:
        clean_drawing(drawing(inside))

    assert refused.value.code == "too_intricate"


def test_what_people_draw_is_kept():
    parts = [
        MASK.format(RECT.format("") * 20),
        GRADIENT.format('<stop offset="0"/><stop offset="1"/>'),
        '<clipPath id="c"><circle r="3"/></clipPath>',
        FADED * 20 + RECT.format('mask="url(#m)" clip-path="url(#c)"') * 10,
        RECT.format('fill="url(#g)" opacity="1" stroke="none" stroke-dasharray="none"') * 20,
        RECT.format('fill="rgb(1, 2, 3)"') * 600,
        DASHED.format("4 2") * 20,
    ]

    assert clean_drawing(drawing("".join(parts))).startswith(b"<svg")


@pytest.mark.parametrize(
    "path", sorted((settings.BASE_DIR / "demo" / "pictures").glob("*.svg")), ids=lambda path: path.stem
)
def test_drawings_of_the_demo_are_kept(path):
    assert clean_drawing(path.read_bytes()).startswith(b"<svg")
