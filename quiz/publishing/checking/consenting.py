"""Problems of the purposes that consent is asked for: what none keeps results under, and what nothing would use."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from quiz.models import SINGLE_ROLES, Role
from quiz.publishing.checking.problem import Problem, advice, blocking
from quiz.scoring import Definition, Purpose

# By role: why a purpose of it would be asked for in vain.
UNUSED: dict[str, Promise] = {
    Role.RECOMMEND: _(
        "No question keeps its answer for recommendations, so nothing would be used. Take “%(title)s” out, "
        "or choose it at the questions whose answers may be kept."
    ),
    Role.MAIL: _(
        "No type has an offer to write about, so nobody would ever get mail. Take “%(title)s” out, "
        "or give a type an offer."
    ),
    Role.SENSITIVE: _("No sensitive question asks for “%(title)s”. Take it out, or choose it at the question."),
    Role.AUDIENCE: _("Nothing hands over audiences, so “%(title)s” would be asked for in vain. Take it out."),
    Role.OTHER: _("No question keeps its answer under “%(title)s”. Take it out, or choose it at the question."),
}


def purpose_problems(definition: Definition) -> Iterator[Problem]:
    """Yield what is wrong with the purposes of a quiz that has any."""
    roles = Counter(purpose.acts_as for purpose in definition.purposes)
    if definition.purposes and not roles[Role.KEEP]:
        message = _(
            "None of the purposes is used for keeping results, so one of the others would be compulsory for it."
        )
        yield blocking("keep_purpose_missing", "purposes", message)
    for index, purpose in enumerate(definition.purposes):
        if purpose.acts_as in SINGLE_ROLES and roles[purpose.acts_as] > 1:
            message = _("Two purposes are used for the same. Keep one of them.")
            yield blocking("purpose_role_twice", f"purposes[{index}].role", message)
        elif not is_used(definition, purpose):
            message = UNUSED[purpose.acts_as] % {"title": purpose.title}
            yield blocking("purpose_unused", f"purposes[{index}]", message)


def keeping_problems(definition: Definition) -> Iterator[Problem]:
    """Yield what keeps people from keeping their result with a brand."""
    if not definition.purposes:
        message = _("Nobody can keep a result, or get mail about it. Add a purpose that people may agree to.")
        yield advice("purposes_missing", "purposes", message)


def is_used(definition: Definition, purpose: Purpose) -> bool:
    """Tell whether anything would ever be done with a consent to this purpose."""
    asking = [question for question in definition.questions if question.purpose == purpose.key]
    match purpose.acts_as:
        case Role.KEEP:
            return True
        case Role.MAIL:
            return any(type_.offer for type_ in definition.types)
        case Role.SENSITIVE:
            return any(question.sensitive for question in asking)
        case Role.RECOMMEND | Role.OTHER:
            return any(question.trait or question.sensitive for question in asking)
    return False
