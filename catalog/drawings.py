"""Drawings (SVG) that are nothing but shapes, once what editors leave in them is dropped: an allow-list."""

from __future__ import annotations

import re
from copy import deepcopy
from typing import Any
from xml.etree.ElementTree import Element, ParseError, register_namespace, tostring

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from catalog import intricacy
from catalog.intricacy import SVG
from catalog.tidying import tidy

MAX_BYTES = 200_000
MAX_DEPTH = 50  # nobody draws deeper, and who writes or renders it has a stack that ends
ELEMENTS = {
    *("svg", "g", "defs", "title", "desc", "path", "circle", "ellipse", "rect", "line", "polyline", "polygon"),
    *("linearGradient", "radialGradient", "stop", "clipPath", "mask", "use", "symbol"),
}
ATTRIBUTES = {
    *("viewBox", "width", "height", "preserveAspectRatio", "id", "d", "points", "transform", "opacity", "role"),
    *("x", "y", "x1", "y1", "x2", "y2", "cx", "cy", "r", "rx", "ry", "fx", "fy", "offset", "version", "pathLength"),
    *("fill", "fill-opacity", "fill-rule", "stroke", "stroke-width", "stroke-opacity", "stroke-linecap"),
    *("stroke-linejoin", "stroke-miterlimit", "stroke-dasharray", "stroke-dashoffset", "stop-color", "stop-opacity"),
    *("gradientUnits", "gradientTransform", "spreadMethod", "clip-path", "clip-rule", "clipPathUnits", "mask"),
    *("color", "aria-hidden", "aria-label", "vector-effect", "display", "visibility", "overflow", "paint-order"),
    *("maskUnits", "maskContentUnits", "mask-type", "fr", "href"),
}
OWN_PART = re.compile(r"#[\w.-]+")
MOST_REPEATED = 5_000  # elements that are drawn again
VALUE = re.compile(
    r"(?:url\(#[\w.-]+\)|[^:<>\"'\\()]|\b(?:matrix|translate|rotate|scale|skewX|skewY|rgba?|hsla?)\([^():]*\))*"
)

register_namespace("", SVG.strip("{}"))


def clean_drawing(content: bytes) -> bytes:
    """Return the drawing written anew; ValidationError names the first thing that a drawing may not hold."""
    if len(content) > MAX_BYTES:
        raise ValidationError(_("The drawing is larger than 200 kB."), code="too_large")
    try:
        root = fromstring(content, forbid_dtd=False, forbid_entities=True, forbid_external=True)
    except (ParseError, DefusedXmlException, ValueError, LookupError) as error:
        raise ValidationError(_("The drawing is not valid SVG.")) from error
    if root.tag != f"{SVG}svg":
        raise ValidationError(_("The drawing is not valid SVG."))
    _refuse_depth(root)
    _tidy(root)
    for element in root.iter():
        _check(element)
    _check_uses(root)
    _check_cost(_with_uses_written_out(root))
    return tostring(root, encoding="utf-8")


def _refuse_depth(root: Element) -> None:
    if root.find("/".join(["*"] * MAX_DEPTH)) is not None:
        raise ValidationError(_("The drawing is not valid SVG."), code="too_deep")


def _tidy(root: Element) -> None:
    try:
        tidy(root)
    except ValueError as error:
        raise _not_allowed(f"style: {error}") from error


def _check_uses(root: Element) -> None:
    """Refuse a part used within a part that is used: a few lines could make millions of shapes of it."""
    named = {element.get("id"): element for element in root.iter()}
    repeated = 0
    for use in root.iter(f"{SVG}use"):
        part = named.get(use.get("href", "")[1:])
        tags = [each.tag for each in part.iter()] if part is not None else []
        repeated += len(tags)
        if not tags or f"{SVG}use" in tags or repeated > MOST_REPEATED:
            raise _not_allowed("use")


def _with_uses_written_out(root: Element) -> Element:
    """Return the drawing with a copy of each used part where it is used, as it is drawn."""
    written = deepcopy(root)
    named = {element.get("id"): element for element in root.iter()}
    for use in [*written.iter(f"{SVG}use")]:
        use.append(deepcopy(named[use.attrib.pop("href")[1:]]))
        use.tag = f"{SVG}g"
    for symbol in [*written.iter(f"{SVG}symbol")]:
        symbol.tag = f"{SVG}g"
    return written


def _not_allowed(name: str) -> ValidationError:
    return ValidationError(_("The drawing holds “%(name)s”, which is not allowed."), params={"name": name})


def _check(element: Element[Any]) -> None:
    # The tag of a comment is a function.
    if not isinstance(element.tag, str) or element.tag.removeprefix(SVG) not in ELEMENTS:
        raise ValidationError(_("The drawing holds “%(name)s”, which is not a shape."), params={"name": element.tag})
    for name, value in element.attrib.items():
        if name not in ATTRIBUTES or not VALUE.fullmatch(value):
            raise _not_allowed(name)
        if name == "href" and not OWN_PART.fullmatch(value):
            raise _not_allowed(name)


def _check_cost(root: Element) -> None:
    """Refuse what keeps a server or a phone busy, by counting: nothing is drawn for it."""
    if intricacy.is_held_twice(root):
        raise ValidationError(_("The drawing holds a mask or a clip inside another one."), code="nested_mask")
    if not intricacy.points(root) <= intricacy.MOST:  # so said because what is no number is refused as well
        too_many = _("The drawing takes too long to draw: use fewer shapes, gradients, see-through parts or dashes.")
        raise ValidationError(too_many, code="too_intricate")
