"""Styles of a drawing written out as attributes, so that neither a style sheet nor a style attribute is left."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from xml.etree.ElementTree import Element

MOST_COMPARISONS = 200_000  # of rules with elements
COMPOUND = re.compile(r"([A-Za-z][\w]*)?((?:[.#][\w-]+)*)")
PART = re.compile(r"([.#])([\w-]+)")
QUOTED = re.compile(r"""url\(\s*(['"]?)(#[^'"()\s]+)\1\s*\)""")

type Declarations = dict[str, tuple[str, bool]]  # property → its value, and whether it is important


class StyleError(ValueError):
    """A style that cannot be written out; the text says which."""


@dataclass(frozen=True, slots=True)
class Tree:
    parents: Mapping[Element, Element]
    classes: Mapping[Element, frozenset[str]]


@dataclass(frozen=True, slots=True)
class Compound:
    """What one element must be: a tag, if any, with these ids and classes."""

    tag: str
    ids: frozenset[str]
    classes: frozenset[str]

    def fits(self, element: Element, classes: frozenset[str]) -> bool:
        is_called = not self.tag or element.tag.rpartition("}")[2] == self.tag
        return is_called and self.ids <= {element.get("id", "")} and self.classes <= classes


@dataclass(frozen=True, slots=True)
class Rule:
    """Compounds from the outermost to the element itself, and what they declare."""

    compounds: tuple[Compound, ...]
    declarations: Declarations

    @property
    def weight(self) -> tuple[int, ...]:
        counts = [(len(each.ids), len(each.classes), bool(each.tag)) for each in self.compounds]
        return tuple(map(sum, zip(*counts, strict=True)))

    def fits(self, element: Element, tree: Tree) -> bool:
        *outer, own = self.compounds
        if not own.fits(element, tree.classes[element]):
            return False
        while outer and element in tree.parents:
            element = tree.parents[element]
            if outer[-1].fits(element, tree.classes[element]):
                outer.pop()
        return not outer


def write_out(root: Element, sheets: list[str]) -> None:
    """Set what style sheets and style attributes declare as attributes; StyleError when that cannot say the same."""
    rules = sorted((rule for sheet in sheets for rule in _rules(sheet)), key=lambda rule: rule.weight)
    tree = _tree(root)
    if len(rules) * len(tree.classes) > MOST_COMPARISONS:
        raise StyleError("…")
    for element in tree.classes:
        own = _declarations(element.attrib.pop("style", ""))
        fitting = [rule.declarations for rule in rules if rule.fits(element, tree)]
        for name, value in _cascade([*fitting, own]).items():
            element.set(name, value)


def unquoted(value: str) -> str:
    """Return the value with `url(#name)` in place of `url('#name')`."""
    return QUOTED.sub(r"url(\2)", value)


def _tree(root: Element) -> Tree:
    parents = {child: parent for parent in root.iter() for child in parent}
    return Tree(parents, {each: frozenset(each.attrib.pop("class", "").split()) for each in root.iter()})


def _cascade(layers: list[Declarations]) -> dict[str, str]:
    won: Declarations = {}
    for layer in layers:
        won |= {name: found for name, found in layer.items() if found[1] or not won.get(name, ("", False))[1]}
    return {name: value for name, (value, _important) in won.items()}


def _rules(sheet: str) -> Iterator[Rule]:
    text = _without_comments(sheet).replace("<!--", "").replace("-->", "").strip()
    if text.startswith("@charset"):
        text = text.partition(";")[2]
    *blocks, rest = text.split("}")
    if rest.strip():
        raise StyleError(rest.strip()[:40])
    for block in blocks:
        selectors, _brace, body = block.partition("{")
        if selectors.strip() != "@font-face":  # no letter is drawn, so no font is needed
            yield from _rules_of(selectors, _declarations(body))


def _rules_of(selectors: str, declarations: Declarations) -> Iterator[Rule]:
    for selector in filter(None, map(str.strip, selectors.split(","))):
        yield Rule(tuple(map(_compound, selector.split())), declarations)


def _without_comments(text: str) -> str:
    first, *others = text.split("/*")
    return first + "".join(other.partition("*/")[2] for other in others)


def _compound(text: str) -> Compound:
    found = COMPOUND.fullmatch(text)
    if not found:
        raise StyleError(text[:40])
    parts = PART.findall(found[2])
    ids = frozenset(name for sign, name in parts if sign == "#")
    return Compound(found[1] or "", ids, frozenset(name for sign, name in parts if sign == "."))


def _declarations(text: str) -> Declarations:
    found: Declarations = {}
    for declaration in filter(str.strip, _without_comments(text).split(";")):
        name, colon, value = declaration.partition(":")
        if not colon:
            raise StyleError(declaration.strip()[:40])
        plain, _mark, important = unquoted(value).partition("!")
        found[name.strip().lower()] = (plain.strip(), important.strip().lower() == "important")
    return found
