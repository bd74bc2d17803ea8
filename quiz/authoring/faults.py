"""Problems of keys, references and limits in a quiz file, with their messages."""

from __future__ import annotations

from collections.abc import Iterator

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from catalog.validators import validate_web_address
from quiz.authoring.errors import FileProblem, Words
from quiz.scoring import Definition, Fault, find_faults

WORDS = {
    "band_reversed": _("A band must not end before it begins."),
    "choice_limits": _("“At most” may not be less than “at least”."),
    "code_length": _("Write one + or - for each axis."),
    "jump_backward": _("“%(key)s” does not come later. A jump only goes forward."),
    "jump_nowhere": _("There is no question “%(key)s” to go on with."),
    "key_used_twice": _("“%(key)s” is used twice."),
    "reserved_key": _("“%(key)s” has a meaning of its own. Choose another key."),
    "tags_too_long": _("All tags together may have at most 400 characters."),
    "tie_question_missing": _("Write the question that is asked on a tie."),
    "tie_question_unused": _("The rule “order” takes no question."),
    "unknown_purpose": _("The quiz has no purpose “%(key)s”."),
    "unknown_scale": _("There is no scale “%(key)s” to weigh on."),
    "unknown_type": _("The quiz has no type “%(key)s”."),
}
TIE_QUESTION_UNKNOWN = _("Name the question that decides a tie, by its key.")


def fault_problems(definition: Definition) -> Iterator[FileProblem]:
    """Yield the faults of a definition with their messages, and its invalid web addresses."""
    for fault in find_faults(definition):
        yield FileProblem(fault.path, _message(fault), fault.code)
    for index, gate in enumerate(definition.gates):
        yield from _address_problems(gate.url, f"gates[{index}].url")


def _message(fault: Fault) -> Words:
    if fault.values.get("rule") == "question":
        return TIE_QUESTION_UNKNOWN
    words = WORDS[fault.code]
    return words % fault.values if "key" in fault.values else words


def _address_problems(address: str, path: str) -> Iterator[FileProblem]:
    try:
        validate_web_address(address or "https://example.com")
    except ValidationError as error:
        yield FileProblem(path, error.messages[0], "web_address")
