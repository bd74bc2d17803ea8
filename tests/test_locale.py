"""The Japanese that gettext's own checks do not look at: braces, and punctuation that belongs to Japanese."""

from __future__ import annotations

import gettext
import re
from collections.abc import Iterator
from pathlib import Path

CATALOGUE = Path(__file__).resolve().parent.parent / "locale" / "ja" / "LC_MESSAGES" / "django.mo"
BRACES = re.compile(r"\{\w+\}")
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%%|\{\w+\}")
JAPANESE = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]")
FOREIGN = re.compile(r"[“”?!()]|[\u3040-\u30ff\u4e00-\u9fff][,.:;]|[、。] ")


def messages() -> Iterator[tuple[str, str]]:
    """Yield each English message, a plural form for a plural, with its Japanese."""
    with CATALOGUE.open("rb") as file:
        translations = gettext.GNUTranslations(file)._catalog
    return ((key[0] if isinstance(key, tuple) else key, text) for key, text in translations.items() if key)


def test_braces_survive_translation():
    lost = {english for english, text in messages() if set(BRACES.findall(english)) != set(BRACES.findall(text))}

    assert lost == set()


def test_japanese_has_japanese_punctuation():
    foreign = {text for _english, text in messages() if JAPANESE.search(text) and FOREIGN.search(bare(text))}

    assert foreign == set()


def bare(text: str) -> str:
    return PLACEHOLDER.sub("", text)
