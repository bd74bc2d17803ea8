"""What people write into cells, and the values that it stands for."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from catalog.tags import join_tags, split_tags
from catalog.validators import UNSEEN

BETWEEN = re.compile(r"[\s|,、]+")
DAY = re.compile(r"(\d{4})[-/](\d{1,2})[-/](\d{1,2})")
NUMBER = re.compile(r"\d{1,9}")


def check_seen(cells: Mapping[str, str]) -> None:
    """Refuse characters that people would not see, in whichever column."""
    for column, cell in cells.items():
        if UNSEEN.search(text(cell)):
            message = _("The text holds characters that cannot be seen. Please type it anew.")
            raise ValidationError({column: message})


def text(cell: str) -> str:
    return cell.replace("\r\n", "\n")


def number(cell: str) -> int | None:
    """Return a whole number of zero or more, None for an empty cell. Full-width digits and 1,480 are understood."""
    digits = _plain(cell).replace(",", "")
    if digits and not NUMBER.fullmatch(digits):
        raise ValidationError(_("Write a whole number without a sign."))
    return int(digits) if digits else None


def words(cell: str) -> list[str]:
    """Return the parts of a list, which spaces, commas or | separate."""
    return [word for word in BETWEEN.split(text(cell)) if word]


def tags(cell: str) -> str:
    return join_tags(split_tags(text(cell)))


def lines(cell: str) -> str:
    return "\n".join(words(cell))


def first_moment(cell: str) -> datetime | None:
    """Return the midnight with which a local day begins, None for an empty cell."""
    return _midnight(cell, days_later=0)


def last_moment(cell: str) -> datetime | None:
    """Return the midnight with which a local day ends, None for an empty cell."""
    return _midnight(cell, days_later=1)


def _midnight(cell: str, *, days_later: int) -> datetime | None:
    if not cell:
        return None
    found = DAY.fullmatch(_plain(cell))
    try:
        year, month, day = map(int, found.groups() if found else ())
        midnight = datetime.combine(date(year, month, day) + timedelta(days=days_later), time.min)
        return timezone.make_aware(midnight)
    except (ValueError, OverflowError) as error:
        raise ValidationError(_("Write a day such as 2026-12-31.")) from error


def _plain(cell: str) -> str:
    return unicodedata.normalize("NFKC", cell).strip()
