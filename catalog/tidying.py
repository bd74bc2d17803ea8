"""What editors leave in drawings and nobody sees: dropped, so that only shapes are left to be checked."""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from catalog.intricacy import SVG
from catalog.styling import unquoted, write_out

XLINK_HREF = "{http://www.w3.org/1999/xlink}href"
ACTING_SPACES = ("{http://www.w3.org/1999/xhtml}", "{http://www.w3.org/1998/Math/MathML}")
ACTING = {
    *("script", "foreignObject", "a", "image", "animate", "animateMotion", "animateTransform", "set", "handler"),
    *("iframe", "audio", "video", "feImage", "use", "style", "discard", "mpath"),
}
LEFTOVER_ELEMENTS = {"metadata"}
LEFTOVERS = re.compile(
    r"data-.*|-[a-z]+-.*|class|enable-background|baseProfile|content(?:Script|Style)Type|zoomAndPan|lang|focusable"
    r"|tabindex|name|title|requiredFeatures|pagealignment|font(?:-.*)?|text-.*|letter-spacing|word-spacing|line-height"
    r"|white-space|writing-mode|direction|unicode-bidi|block-progression|baseline-shift|dominant-baseline"
    r"|alignment-baseline|glyph-orientation-.*|kerning|shape-(?:inside|margin|padding|subtract|rendering)"
    r"|inline-size|color-(?:rendering|interpolation-filters)|image-rendering|solid-.*|marker-(?:knockout.*)"
    r"|flood-.*|lighting-color|pointer-events|cursor|user-select|aria-labelledby|aria-describedby|viewport-fill.*"
    r"|buffered-rendering|audio-level|d-\d+|fill-paint-order"
)
INITIAL = {
    "marker": "none",
    "marker-start": "none",
    "marker-mid": "none",
    "marker-end": "none",
    "filter": "none",
    "mix-blend-mode": "normal",
    "isolation": "auto",
    "clip": "auto",
    "background": "none",
    "color-interpolation": "sRGB",
    "color-profile": "auto",
}


def tidy(root: Element) -> None:
    """Drop leftovers and write styles out as attributes. What can act stays, for the check to refuse.

    ValueError tells of a style that attributes cannot say.
    """
    sheets = [*_take_sheets(root)]
    _drop_elements(root)
    for element in root.iter():
        _tidy_names(element)
    write_out(root, sheets)
    for element in root.iter():
        _drop_attributes(element)
    _drop_unused(root)


def _take_sheets(root: Element) -> Iterator[str]:
    for parent in [*root.iter()]:
        for child in [*parent]:
            if child.tag == f"{SVG}style" and not len(child) and child.get("media", "all") in {"all", "screen"}:
                parent.remove(child)
                yield child.text or ""


def _drop_elements(element: Element) -> None:
    for child in [*element]:
        if _is_foreign(child.tag) or child.tag.removeprefix(SVG) in LEFTOVER_ELEMENTS:
            element.remove(child)
        else:
            _drop_elements(child)


def _is_foreign(tag: str) -> bool:
    return tag.startswith("{") and not tag.startswith((SVG, *ACTING_SPACES))


def _tidy_names(element: Element) -> None:
    """Leave the names of editors out, and call a reference `href`, as everybody can."""
    reference = element.attrib.pop(XLINK_HREF, None)
    for name in [name for name in element.attrib if name.startswith("{")]:
        del element.attrib[name]
    if reference is not None:
        element.attrib.setdefault("href", reference)


def _drop_attributes(element: Element) -> None:
    for name, value in [*element.attrib.items()]:
        if LEFTOVERS.fullmatch(name) or INITIAL.get(name) == value:
            del element.attrib[name]
        elif "url(" in value:
            element.set(name, unquoted(value))


def _drop_unused(root: Element) -> None:
    """Leave out what stands ready under a name that nothing calls, such as the filters of an editor's palette."""
    values = [value for element in root.iter() for name, value in element.attrib.items() if name != "id"]
    called = {name for value in values for name in re.findall(r"#([^)\s]+)", value)}
    for defs in [*root.iter(f"{SVG}defs")]:
        for child in [*defs]:
            name = child.tag.removeprefix(SVG)
            acting = {each.tag.removeprefix(SVG) for each in child.iter()} & ACTING
            if name in {"filter", "marker", "pattern", "linearGradient", "font"} and not acting:
                if child.get("id") not in called:
                    defs.remove(child)
