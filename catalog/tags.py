"""Tags: what people type about products in one place and ask for in another.

A tag is stored and shown as it was typed. Two tags are the same when they fold to the same text, whatever their width,
case, kana composition and invisible characters.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

SEPARATOR = re.compile(r"[,，、､;；|｜\r\n]")
INVISIBLE = {"Cf", "Cc"}  # format and control characters, such as a zero-width space or a reading direction


def split_tags(text: str) -> tuple[str, ...]:
    """Return the tags of a list as they are typed, separated by commas, `、`, `;`, `|` or lines, else by spaces.

    >>> split_tags("無香料 Vegan"), split_tags("Fragrance Free, dry skin"), split_tags("Fragrance Free,")
    (('無香料', 'Vegan'), ('Fragrance Free', 'dry skin'), ('Fragrance Free',))
    """
    parts = SEPARATOR.split(text) if SEPARATOR.search(text) else text.split()
    return tuple(dict.fromkeys(" ".join(part.split()) for part in parts if fold(part)))


def join_tags(tags: Iterable[str]) -> str:
    """Return a list that `split_tags` reads as these tags.

    >>> join_tags(["無香料", "Vegan"]), join_tags(["Fragrance Free", "dry skin"]), join_tags(["Fragrance Free"])
    ('無香料 Vegan', 'Fragrance Free,dry skin', 'Fragrance Free,')
    """
    tags = tuple(tags)
    if not any(" " in tag for tag in tags):
        return " ".join(tags)
    return ",".join(tags) + ("," if len(tags) == 1 else "")


def fold(tag: str) -> str:
    """Return the text by which tags are compared.

    >>> fold("ＳＰＦ５０ "), fold("ﾉﾝｵｲﾙ"), fold("無香料\\u200b"), fold("Fragrance  FREE")
    ('spf50', 'ノンオイル', '無香料', 'fragrance free')
    """
    plain = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", tag).casefold())
    return " ".join("".join(each for each in plain if each.isspace() or _is_visible(each)).split())


def fold_all(tags: Iterable[str]) -> frozenset[str]:
    """Return the folded tags; a list that was once kept as one tag, such as `無香料、敏感肌`, counts as its parts."""
    return frozenset(folded for tag in tags for part in SEPARATOR.split(tag) if (folded := fold(part)))


def suits(tag_set: frozenset[str], *, require: frozenset[str], avoid: frozenset[str]) -> bool:
    """Tell whether folded tags hold everything that is asked for and nothing that is to be avoided."""
    return require <= tag_set and not avoid & tag_set


def once(tags: Iterable[str]) -> tuple[str, ...]:
    """Return the tags in their order and as typed, without those that are typed otherwise before."""
    first: dict[str, str] = {}
    for tag in tags:
        first.setdefault(fold(tag), tag)
    return tuple(first.values())


def _is_visible(character: str) -> bool:
    is_variation = "\ufe00" <= character <= "\ufe0f"
    return unicodedata.category(character) not in INVISIBLE and not is_variation
