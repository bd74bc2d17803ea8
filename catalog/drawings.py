"""Drawings (SVG) that are nothing but shapes: an allow-list of elements and attributes, everything else refused."""

from __future__ import annotations

import re
from typing import Any
from xml.etree.ElementTree import Element, ParseError, register_namespace, tostring

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from catalog import intricacy
from catalog.intricacy import SVG

MAX_BYTES = 200_000
MAX_DEPTH = 50  # nobody draws deeper, and who writes or renders it has a stack that ends
ELEMENTS = {
    *("svg", "g", "defs", "title", "desc", "path", "circle", "ellipse", "rect", "line", "polyline", "polygon"),
    *("linearGradient", "radialGradient", "stop", "clipPath", "mask"),
}
ATTRIBUTES = {
    *("viewBox", "width", "height", "preserveAspectRatio", "id", "d", "points", "transform", "opacity", "role"),
    *("x", "y", "x1", "y1", "x2", "y2", "cx", "cy", "r", "rx", "ry", "fx", "fy", "offset", "version", "pathLength"),
    *("fill", "fill-opacity", "fill-rule", "stroke", "stroke-width", "stroke-opacity", "stroke-linecap"),
    *("stroke-linejoin", "stroke-miterlimit", "stroke-dasharray", "stroke-dashoffset", "stop-color", "stop-opacity"),
    *("gradientUnits", "gradientTransform", "spreadMethod", "clip-path", "clip-rule", "clipPathUnits", "mask"),
    *("color", "aria-hidden", "aria-label", "vector-effect"),
}
VALUE = re.compile(
    r"(?:url\(#[\w-]+\)|[^:<>\"'\\()]|\b(?:matrix|translate|rotate|scale|skewX|skewY|rgba?|hsla?)\([^():]*\))*"
)

register_namespace("", SVG.strip("{}"))


def clean_drawing(content: bytes) -> bytes:
    """Return the drawing written anew; ValidationError names the first thing that a drawing may not hold."""
    if len(content) > MAX_BYTES:
        raise ValidationError(_("The drawing is larger than 200 kB."), code="too_large")
    try:
        root = fromstring(content, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError, LookupError) as error:
        raise ValidationError(_("The drawing is not valid SVG.")) from error
    if root.tag != f"{SVG}svg":
        raise ValidationError(_("The drawing is not valid SVG."))
    for element in root.iter():
        _check(element)
    if root.find("/".join(["*"] * MAX_DEPTH)) is not None:
        raise ValidationError(_("The drawing is not valid SVG."), code="too_deep")
    _check_cost(root)
    return tostring(root, encoding="utf-8")


def _check(element: Element[Any]) -> None:
    # The tag of a comment is a function.
    if not isinstance(element.tag, str) or element.tag.removeprefix(SVG) not in ELEMENTS:
        raise ValidationError(_("The drawing holds “%(name)s”, which is not a shape."), params={"name": element.tag})
    for name, value in element.attrib.items():
        if name not in ATTRIBUTES or not VALUE.fullmatch(value):
            raise ValidationError(_("The drawing holds “%(name)s”, which is not allowed."), params={"name": name})


def _check_cost(root: Element) -> None:
    """Refuse what keeps a server or a phone busy, by counting: nothing is drawn for it."""
    if intricacy.is_held_twice(root):
        raise ValidationError(_("The drawing holds a mask or a clip inside another one."), code="nested_mask")
    if not intricacy.points(root) <= intricacy.MOST:  # so said because what is no number is refused as well
        too_many = _("The drawing takes too long to draw: use fewer shapes, gradients, see-through parts or dashes.")
        raise ValidationError(too_many, code="too_intricate")
