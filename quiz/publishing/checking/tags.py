"""Problems of the tags that choices require or avoid, compared with the tags of the brand's products."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from catalog.models import Brand
from catalog.tags import fold_all
from quiz.authoring.paths import choices_in, questions_in
from quiz.publishing.checking.problem import Problem, advice, blocking
from quiz.scoring import Choice, Definition

CODE = "tag_of_no_product"


def tag_problems(definition: Definition, brand: Brand) -> Iterator[Problem]:
    """Yield the tags that no product has. An avoided one blocks, or the result would claim an unchecked exclusion."""
    choices = [found for path, question in questions_in(definition) for found in choices_in(path, question)]
    if any(choice.require or choice.avoid for _path, choice in choices):
        known = frozenset[str]().union(*(product.tag_set for product in brand.products.only("tags")))
        for path, choice in choices:
            yield from _choice_problems(choice, path, known)


def _choice_problems(choice: Choice, path: str, known: frozenset[str]) -> Iterator[Problem]:
    for index, tag in enumerate(choice.require):
        if not fold_all([tag]) <= known:
            asked = _("No product has the tag “%(tag)s”, so whoever asks for it gets the safety net.")
            yield advice(CODE, f"{path}.require[{index}]", asked % {"tag": tag})
    for index, tag in enumerate(choice.avoid):
        if not fold_all([tag]) <= known:
            message = _(
                "No product has the tag “%(tag)s”, so nothing would be left out. Is it typed as at the products?"
            )
            yield blocking(CODE, f"{path}.avoid[{index}]", message % {"tag": tag})
