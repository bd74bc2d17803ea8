"""The purposes that a new brand starts with, in words that a customer understands; staff may change the words."""

from __future__ import annotations

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext_noop as _

from catalog.models import Brand
from quiz.models import Purpose, Quiz, QuizPurpose, Role

KEPT_MONTHS, MAIL_MONTHS = 12, 24
# By role: the title, what a person agrees to, and for how many months.
STANDARD = {
    Role.KEEP: (
        _("Keep my result"),
        _("I agree that %(brand)s keeps my result and my answers, so that I get it by mail and can see it later."),
        KEPT_MONTHS,
    ),
    Role.RECOMMEND: (
        _("Use my answers for recommendations"),
        _("I agree that %(brand)s uses the answers that are kept to choose what it recommends to me next."),
        KEPT_MONTHS,
    ),
    Role.MAIL: (
        _("Mail with recommendations and offers"),
        _("I agree to get mail with recommendations and offers from %(brand)s. I can stop it at any time."),
        MAIL_MONTHS,
    ),
}


def make_standard_purposes(brand: Brand) -> list[Purpose]:
    """Give a brand that has no purposes yet the standard ones, in the site's language; return those made."""
    if brand.purposes.exists():
        return []
    with translation.override(settings.LANGUAGE_CODE):
        rows = [_purpose(brand, role, *words) for role, words in STANDARD.items()]
    return Purpose.objects.bulk_create(rows)


def give_keep_purpose(quiz: Quiz) -> None:
    """Let people keep a new quiz's results, under the purpose that its brand has for that."""
    make_standard_purposes(quiz.brand)
    for purpose in quiz.brand.purposes.filter(role=Role.KEEP):
        QuizPurpose.objects.get_or_create(quiz=quiz, purpose=purpose)


def _purpose(brand: Brand, role: Role, title: str, text: str, months: int) -> Purpose:
    text = translation.gettext(text) % {"brand": brand.name}
    return Purpose(brand=brand, role=role, key=role, title=translation.gettext(title), text=text, months=months)


def free_key(brand: Brand, role: str) -> str:
    """Return a key for a new purpose: its role, with a number when the brand has more of it."""
    taken = set(brand.purposes.values_list("key", flat=True))
    numbered = (f"{role}-{number}" for number in range(2, len(taken) + 3))
    return next(key for key in (role, *numbered) if key not in taken)
