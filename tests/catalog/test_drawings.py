"""Drawings are kept as editors save them, look the same, and can do nothing."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from PIL import Image, ImageChops

from catalog.drawings import clean_drawing
from catalog.rendering import render_drawing

CASES = sorted((Path(__file__).parents[1] / "cases" / "drawings").glob("*.svg"))
DRAWING = (
    b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 4"><circle cx="2" cy="2" r="1" fill="#b8651b"/></svg>'
)


def svg(inside: str) -> bytes:
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">{inside}</svg>'.encode()


def picture(drawing: bytes) -> Image.Image:
    return Image.open(BytesIO(render_drawing(drawing))).convert("RGBA")


def cleaned(inside: str) -> str:
    return clean_drawing(svg(inside)).decode().partition(">")[2].removesuffix("</svg>")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_a_drawing_of_an_editor_is_kept_and_looks_the_same(case):
    drawing = case.read_bytes()

    kept = clean_drawing(drawing)

    difference = ImageChops.difference(picture(drawing), picture(kept))
    assert (len(picture(kept).getcolors(1 << 20)) > 2, difference.getbbox()) == (True, None)
    assert all(word not in kept for word in (b"style", b"class", b"inkscape", b"sodipodi", b"xlink", b"data-"))


@pytest.mark.parametrize(
    ("inside", "expected"),
    [
        ('<path style="fill: red; -inkscape-stroke:none" fill="blue"/>', '<path fill="red" />'),
        ('<style>.a{fill:red}</style><path class="b a"/>', '<path fill="red" />'),
        ('<style>path{fill:red}.a{fill:blue}</style><path class="a"/>', '<path fill="blue" />'),
        ('<style>.a{fill:blue}path{fill:red}</style><path class="a"/>', '<path fill="blue" />'),
        ('<style>#i{fill:red}.a.b{fill:blue}</style><path id="i" class="a b"/>', '<path id="i" fill="red" />'),
        ('<style>.a{fill:red!important}</style><path class="a" style="fill:blue"/>', '<path fill="red" />'),
        (
            '<style>g .a{fill:red}</style><g><path class="a"/></g><path class="a"/>',
            '<g><path fill="red" /></g><path />',
        ),
        ("<style>.a,.b{fill:red}</style><path class='b'/>", '<path fill="red" />'),
        ("<style>@font-face{font-family:x;src:url(x)}.a{}</style><path class='a'/>", "<path />"),
        ("<path style=\"fill:url('#g')\"/>", '<path fill="url(#g)" />'),
        ('<path data-name="a" font-family="x" xml:space="preserve"/>', "<path />"),
    ],
)
def test_styles_become_attributes_as_a_browser_reads_them(inside, expected):
    assert cleaned(inside) == expected


@pytest.mark.parametrize(
    "inside",
    [
        "<style>@import url(//evil.example);</style>",
        "<style>@media (prefers-color-scheme:dark){path{fill:red}}</style>",
        "<style>path:hover{fill:red}</style>",
        "<style>path{fill:url(//evil.example)}</style><path/>",
        "<style>path{filter:url(#f)}</style><path/>",
        '<style media="print">path{fill:red}</style>',
        '<h:script xmlns:h="http://www.w3.org/1999/xhtml">alert(1)</h:script>',
        '<h:img xmlns:h="http://www.w3.org/1999/xhtml" src="x" onerror="alert(1)"/>',
        '<use href="//evil.example/a.svg#x"/>',
        '<use xmlns:x="http://www.w3.org/1999/xlink" x:href="data:image/svg+xml,x"/>',
        '<linearGradient href="https://evil.example/#g"/>',
        '<g id="a"><use href="#b"/></g><g id="b"><path/></g><use href="#a"/>',
        '<g id="a"><use href="#a"/></g>',
        '<g id="a">' + "<path/>" * 200 + "</g>" + '<use href="#a"/>' * 100,
        '<defs><filter id="f"><script/></filter></defs>',
        '<metadata onload="alert(1)"/><g onload="alert(1)"/>',
    ],
)
def test_what_acts_hides_or_multiplies_is_refused(inside):
    with pytest.raises(ValidationError):
        clean_drawing(svg(inside))


@pytest.mark.parametrize(
    "inside",
    [
        "<style>" + "a" * 190_000 + "</style>",
        "<style>" + "/*" * 90_000 + "</style>",
        "<style>" + ".a{fill:red}" * 8_000 + "</style>" + "<g/>" * 20_000,
        '<path style="fill:' + "url(#" * 38_000 + '"/>',
    ],
)
def test_a_style_that_would_take_long_to_read_is_not_compared(inside, monkeypatch):
    """The work is bounded by the size of the file, whatever its style holds."""
    compared = []
    monkeypatch.setattr("catalog.styling.Rule.fits", lambda *args: compared.append(args))
    try:
        clean_drawing(svg(inside))
    except ValidationError:
        pass

    assert len(compared) == 0


def test_drawing_that_is_nested_too_deep_is_refused():
    deep = b'<svg xmlns="http://www.w3.org/2000/svg">' + b"<g>" * 20_000 + b"</g>" * 20_000 + b"</svg>"

    with pytest.raises(ValidationError):
        clean_drawing(deep)


def test_drawing_of_shapes_is_kept():
    assert b'fill="#b8651b"' in clean_drawing(DRAWING)


@pytest.mark.parametrize(
    "inside",
    [
        "<script>alert(1)</script>",
        '<circle onload="alert(1)" r="1"/>',
        '<a href="javascript:alert(1)"><path d="M0 0"/></a>',
        '<image href="https://evil.example/x.png"/>',
        '<use href="#x"/>',
        "<style>*{fill:red}</style>",
        '<path style="fill:url(//evil.example)" d="M0 0"/>',
        '<path fill="url(//evil.example)" d="M0 0"/>',
        '<path fill="url(https://evil.example)" d="M0 0"/>',
        "<foreignObject><p>hello</p></foreignObject>",
        '<animate attributeName="href"/>',
    ],
)
def test_drawing_of_anything_else_is_refused(inside):
    with pytest.raises(ValidationError):
        clean_drawing(f'<svg xmlns="http://www.w3.org/2000/svg">{inside}</svg>'.encode())


@pytest.mark.parametrize(
    "content",
    [
        b'<!DOCTYPE svg [<!ENTITY a "aa">]><svg xmlns="http://www.w3.org/2000/svg">&a;</svg>',
        b"<svg>",
        b'<html xmlns="http://www.w3.org/1999/xhtml"/>',
        b"\xff\xfe",
        b'<?xml version="1.0" encoding="nonsense"?><svg xmlns="http://www.w3.org/2000/svg"/>',
    ],
)
def test_drawing_that_is_no_svg_is_refused(content):
    with pytest.raises(ValidationError):
        clean_drawing(content)
