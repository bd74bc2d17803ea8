"""Parse the bytes of an untrusted quiz file as JSON, and reject what a quiz file must not contain."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from django.utils.translation import gettext_lazy as _

from catalog.validators import UNSEEN
from quiz.authoring.errors import FileProblem, QuizFileError, Words
from quiz.authoring.paths import path_of

MAX_BYTES = 5 * 1024 * 1024
MAX_DEPTH = 30
SURROGATE = re.compile(r"[\ud800-\udfff]")

type Step = str | int


class _Object(dict[str, Any]):
    """A JSON object that records repeated keys."""

    def __init__(self, pairs: list[tuple[str, Any]]) -> None:
        super().__init__(pairs)
        counts = Counter(name for name, _value in pairs) if len(pairs) > len(self) else {}
        self.repeated = sorted(name for name, count in counts.items() if count > 1)


def parse_json(content: bytes) -> Any:
    """Return the data of a quiz file; raise QuizFileError if it is not valid JSON."""
    if len(content) > MAX_BYTES:
        raise _unreadable(_("The file is larger than 5 MB."))
    try:
        return json.loads(content.decode("utf-8-sig"), object_pairs_hook=_Object)
    except UnicodeDecodeError as error:
        raise _unreadable(_("The file is not UTF-8 text. Save it as UTF-8.")) from error
    except RecursionError as error:
        raise _unreadable(_too_deep()) from error
    except json.JSONDecodeError as error:
        position = {"line": error.lineno, "column": error.colno}
        raise _unreadable(_("This is not valid JSON at line %(line)d, character %(column)d.") % position) from error
    except ValueError as error:  # a number with more digits than Python converts
        raise _unreadable(_("The file holds a number that is too long.")) from error


def find_oddities(value: Any, steps: tuple[Step, ...] = ()) -> Iterator[FileProblem]:
    """Yield the problems of data that is valid JSON but not allowed in a quiz file."""
    if len(steps) > MAX_DEPTH:
        yield FileProblem("", _too_deep())
        return
    if isinstance(value, dict):
        yield from _key_problems(value, steps)
    elif message := _value_problem(value):
        yield FileProblem(path_of(steps), message)
    for step, inner in _children(value):
        yield from find_oddities(inner, (*steps, step))


def _unreadable(message: Words) -> QuizFileError:
    return QuizFileError([FileProblem("", message)])


def _too_deep() -> Words:
    return _("The file is nested more than %(limit)d levels deep.") % {"limit": MAX_DEPTH}


def _children(value: Any) -> Iterable[tuple[Step, Any]]:
    if isinstance(value, dict):
        return value.items()
    return enumerate(value) if isinstance(value, list) else ()


def _key_problems(value: dict[str, Any], steps: tuple[Step, ...]) -> Iterator[FileProblem]:
    for name in value.repeated if isinstance(value, _Object) else ():
        yield FileProblem(path_of((*steps, _printable(name))), _("This is written twice."))
    for name in value:
        if _is_unseen(name):
            yield FileProblem(path_of((*steps, _printable(name))), _("The name holds characters that cannot be seen."))


def _value_problem(value: Any) -> Words | None:
    if isinstance(value, float):
        return _("Write a whole number.")
    if isinstance(value, str) and _is_unseen(value):
        return _("The text holds characters that cannot be seen. Please type it anew.")
    return None


def _is_unseen(text: str) -> bool:
    return bool(UNSEEN.search(text.replace("\r\n", "\n")) or SURROGATE.search(text))


def _printable(name: str) -> str:
    return SURROGATE.sub("?", UNSEEN.sub("?", name))[:80]
