"""Words that are risky in advertising under the Japanese laws on medicines (薬機法) and labelling (景品表示法)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from quiz.authoring.paths import choices_in, questions_in
from quiz.publishing.checking.problem import Problem, advice
from quiz.scoring import Definition

CURES = re.compile(
    r"治る|治り|治せ|治します|完治|改善します|効きます|効果抜群|効能|若返|しみが消え|シミが消え|副作用(?:が|は)?な"
)
PROMISES = re.compile(r"必ず|絶対|100 ?%|確実に|永久に|誰でも")
BEST = re.compile(r"no\.? ?1(?!\d)|ナンバーワン|ナンバー1|日本一|世界一|業界一|業界初|最高級|最安", re.IGNORECASE)

REASONS = (
    (CURES, _("“%(word)s” reads like a medical effect, which the law on medicines (薬機法) restricts.")),
    (PROMISES, _("“%(word)s” promises a result; the law on labelling (景品表示法) asks for proof.")),
    (BEST, _("“%(word)s” claims to be the best; the law on labelling (景品表示法) asks for proof.")),
)


def wording_problems(definition: Definition) -> Iterator[Problem]:
    for path, text in _texts(definition):
        plain = unicodedata.normalize("NFKC", text)
        for words, reason in REASONS:
            if found := words.search(plain):
                yield advice("risky_words", path, reason % {"word": found[0]})


def _texts(definition: Definition) -> Iterator[tuple[str, str]]:
    yield from _fields(definition, "", "title", "lead")
    for index, type_ in enumerate(definition.types):
        yield from _fields(type_, f"types[{index}].", "name", "tagline", "description")
    for index, gate in enumerate(definition.gates):
        yield from _fields(gate, f"gates[{index}].", "title", "text")
    for path, question in questions_in(definition):
        yield from _fields(question, f"{path}.", "text", "help")
        for where, choice in choices_in(path, question):
            yield from _fields(choice, f"{where}.", "text", "note")


def _fields(part: object, path: str, *names: str) -> Iterator[tuple[str, str]]:
    return ((f"{path}{name}", getattr(part, name)) for name in names)
