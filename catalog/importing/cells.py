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
NUMBER = re.compile(r"(\d{1,9}|\d{1,3}(?:,\d{3}){1,2}|\d{1,3}(?: \d{3}){1,2})(?:\.0+)?", re.ASCII)
MONEY = re.compile(r"^(?:[¥\\]|jpy)\s*|\s*(?:円|jpy|(?<=\d)-)$", re.IGNORECASE)  # Shift_JIS writes ¥ as a backslash
YES = {"1", "true", "yes", "y", "on", "はい", "○", "◯", "公開", "表示", "active"}
NO = {"0", "false", "no", "n", "off", "いいえ", "×", "✕", "非公開", "非表示", "draft", "archived", "unlisted"}


def check_seen(cells: Mapping[str, str]) -> None:
    """Refuse characters that people would not see, in whichever column."""
    for column, cell in cells.items():
        if UNSEEN.search(text(cell)):
            message = _("The text holds characters that cannot be seen. Please type it anew.")
            raise ValidationError({column: message})


def text(cell: str) -> str:
    return cell.replace("\r\n", "\n")


def number(cell: str) -> int | None:
    """Return a whole number of zero or more, None for an empty cell: `¥1,480`, `１４８０円` and `1480.00` are 1480."""
    plain = MONEY.sub("", _plain(cell))
    if not plain:
        return None
    found = NUMBER.fullmatch(plain)
    if not found:
        raise ValidationError(_("Write a whole number without a sign."))
    return int(re.sub(r"[, ]", "", found[1]))


def stock(cell: str) -> int | None:
    """Return how many there are; shops write a negative number of what they sold beyond their stock."""
    plain = _plain(cell)
    number_of = number(plain.lstrip("-−▲△") or plain)
    return 0 if number_of and plain.startswith(("-", "−", "▲", "△")) else number_of


def flag(cell: str) -> bool:
    """Return whether a cell says yes."""
    word = _plain(cell).lower()
    if word not in YES | NO:
        raise ValidationError(_("Write yes or no."))
    return word in YES


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
