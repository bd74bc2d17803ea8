"""How long a drawing takes to draw at the most, in points, counted without drawing it.

A point is about a quarter of a millisecond where each shape covers the whole picture. What is drawn through a mask or a
clip counts as often as that is used; masks and clips hold no further ones, so no count can explode.
"""

from __future__ import annotations

import re
from math import inf
from xml.etree.ElementTree import Element

SVG = "{http://www.w3.org/2000/svg}"
MOST = 8_000

SHAPE, TRANSLUCENT, GRADIENT, STOP, LAYER = 1, 20, 80, 0.6, 60
NUMBERS_FILLED, NUMBERS_STROKED, DASHES = 10, 2.5, 20  # so many make a point
LONGEST = 8  # an outline is at most so many times as long as the sum of its numbers: an arc may go round its ellipse

SHAPES = {"path", "circle", "ellipse", "rect", "line", "polyline", "polygon"}
GROUPS = {"svg", "g"}
HOLDERS = {"mask", "clipPath"}
GRADIENTS = {"linearGradient", "radialGradient"}
OUTLINE = "d points x y x1 y1 x2 y2 cx cy r rx ry width height pathLength".split()
INHERITED = ("fill", "stroke", "fill-opacity", "stroke-opacity", "stroke-dasharray")
NUMBER = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")
REFERENCE = re.compile(r"url\(#([\w.-]+)\)")
UNIT = re.compile(r"[^-+\d.,\seE]")
OPAQUE = re.compile(r"\s*(?:1(?:\.0*)?|100%)\s*")
SEE_THROUGH = re.compile(r"rgba|hsla|currentcolor|/|(?:,[^,]*){3}|#(?:[0-9a-f]{4}|[0-9a-f]{8})\b", re.IGNORECASE)

type Drawn = dict[str, str]
type Costs = dict[str, float]


def name_of(element: Element) -> str:
    return str(element.tag).removeprefix(SVG)


def is_held_twice(root: Element) -> bool:
    """Tell whether a mask or a clip uses another one, or itself: each would double what is to be drawn."""
    holders = (element for element in root.iter() if name_of(element) in HOLDERS)
    return any(_references(part) for holder in holders for part in holder.iter())


def points(root: Element) -> float:
    """Return what a drawing costs in which no mask or clip uses another one; infinite or no number if out of bounds."""
    used = {each.get("id", ""): GRADIENT + len(each) * STOP for each in root.iter() if name_of(each) in GRADIENTS}
    _note_held(root, {}, used)
    return _points(root, {}, used)


def _note_held(element: Element, above: Drawn, used: Costs) -> None:
    """Note what each mask and clip costs whenever it is used; of two by the same name, the one that costs more."""
    drawn = _drawn(element, above)
    if name_of(element) in HOLDERS:
        inside = sum(_points(part, drawn, used) for part in element)
        used[element.get("id", "")] = max(used.get(element.get("id", ""), 0), inside)
    for part in element:
        _note_held(part, drawn, used)


def _points(element: Element, above: Drawn, used: Costs) -> float:
    name, drawn = name_of(element), _drawn(element, above)
    if name in SHAPES:
        return _layers(element, used) + _shape(element, drawn, used)
    if name in GROUPS:
        return _layers(element, used) + sum(_points(part, drawn, used) for part in element)
    return 0


def _drawn(element: Element, above: Drawn) -> Drawn:
    return {**above, **{key: element.attrib[key] for key in INHERITED if key in element.attrib}}


def _references(element: Element) -> list[str]:
    """Return the masks and clips that an element is drawn through."""
    return REFERENCE.findall(f"{element.get('mask', '')} {element.get('clip-path', '')}")


def _layers(element: Element, used: Costs) -> float:
    """Return what it costs to draw an element, with all that is in it, apart from the rest and then to put it in."""
    through = _references(element)
    layers = len(through) + (not OPAQUE.fullmatch(element.get("opacity", "1"))) + (name_of(element) == "svg")
    return LAYER * layers + sum(used.get(key, 0) for key in through)


def _shape(element: Element, drawn: Drawn, used: Costs) -> float:
    numbers = [number for key in OUTLINE for number in NUMBER.findall(element.get(key, ""))]
    cost = SHAPE + len(numbers) / NUMBERS_FILLED + _paint(drawn, "fill", used)
    if drawn.get("stroke", "none") == "none":
        return cost
    longest = LONGEST * sum(abs(float(number)) for number in numbers)
    dashes = _dashes(element, drawn.get("stroke-dasharray", "none"), longest)
    return cost + len(numbers) / NUMBERS_STROKED + dashes / DASHES + _paint(drawn, "stroke", used)


def _paint(drawn: Drawn, kind: str, used: Costs) -> float:
    value = drawn.get(kind, "")
    if gradients := REFERENCE.findall(value):
        return max(used.get(key, GRADIENT) for key in gradients)
    is_opaque = OPAQUE.fullmatch(drawn.get(f"{kind}-opacity", "1")) and not SEE_THROUGH.search(value)
    return 0 if is_opaque else TRANSLUCENT


def _dashes(element: Element, pattern: str, longest: float) -> float:
    """Return how many dashes an outline may have; infinitely many where units hide how long they are."""
    lengths = [abs(float(number)) for number in NUMBER.findall(pattern)]
    if not any(lengths):
        return 0
    measures = [pattern, *(element.get(key, "") for key in OUTLINE if key != "d")]
    has_units = any(UNIT.search(measure.replace("px", "")) for measure in measures)
    return inf if has_units or "vector-effect" in element.attrib else longest * len(lengths) / sum(lengths)
