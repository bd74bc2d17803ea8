"""Rate limits: for guessing links or passwords, and for flooding the forms that send mail.

Requests of an address are counted in the database, one row per time window. A page that is found costs neither a read
nor a write: a process only remembers which addresses exceeded a limit, until the window is over. Failed logins count
for the user name as well, because an address is easily changed. Both are stored as keyed hashes, for a day at most.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from ipaddress import IPv6Address, ip_address, ip_network

from django.conf import settings
from django.db import DatabaseError
from django.utils.crypto import salted_hmac

from quiz import caching
from quiz.models import Knock

MOST_REMEMBERED = 10_000
NETWORK = 64  # of IPv6, one customer has a whole network

_over: dict[str, float] = {}
caching.register(_over.clear)


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """A number of requests per window of `seconds`. The setting has the number; 0 means no limit."""

    name: str
    seconds: int
    setting: str
    times: int = 1

    @property
    def most(self) -> int:
        return getattr(settings, self.setting) * self.times


MISSES = Limit(name="miss", seconds=60, setting="RATE_LIMIT_MISSES_PER_MINUTE")
ASKS = Limit(name="ask", seconds=60 * 60, setting="RATE_LIMIT_MAIL_FORMS_PER_HOUR")
LOGINS = Limit(name="login", seconds=15 * 60, setting="RATE_LIMIT_FAILED_LOGINS")
# Of one user name, from whatever addresses. More than of one address, which so can't shut out a colleague on its own.
ACCOUNTS = Limit(name="account", seconds=15 * 60, setting="RATE_LIMIT_FAILED_LOGINS", times=2)


def count(limit: Limit, whom: str, *, now: datetime) -> bool:
    """Count once more; tell whether that was too often. While the database is away, nothing is too often.

    `whom` is an address or, for accounts, a user name; nobody is counted under no name.
    """
    if not (limit.most and whom):
        return False
    who, since = _who(limit, whom), _since(limit, now)
    with suppress(DatabaseError):
        if Knock.objects.count_one(who, since) > limit.most:
            _remember(who, since + limit.seconds)
            return True
    return False


def is_anybody_over() -> bool:
    """Tell whether it is worth asking who a visitor is."""
    return bool(_over)


def is_over(limit: Limit, whom: str, *, now: datetime) -> bool:
    """Tell whether this process knows that somebody went too far."""
    return _over.get(_who(limit, whom), 0) > now.timestamp()


def is_used_up(limit: Limit, whom: str, *, now: datetime) -> bool:
    """Tell whether somebody may not try once more, whichever process counted."""
    if not (limit.most and whom):
        return False
    with suppress(DatabaseError):
        return Knock.objects.times(_who(limit, whom), _since(limit, now)) >= limit.most
    return False


def seconds_left(limit: Limit, *, now: datetime) -> int:
    return _since(limit, now) + limit.seconds - int(now.timestamp())


def whose(address: str) -> str:
    """Return what is counted as one visitor: an IPv4 address, or a network of IPv6; nothing when it is neither."""
    try:
        parsed = ip_address(address.strip())
    except ValueError:
        return ""
    if isinstance(parsed, IPv6Address) and not parsed.ipv4_mapped:
        return str(ip_network((int(parsed), NETWORK), strict=False))
    return str(getattr(parsed, "ipv4_mapped", None) or parsed)


def _remember(who: str, until: float) -> None:
    if len(_over) >= MOST_REMEMBERED:
        _over.clear()
    _over[who] = until


def _who(limit: Limit, whom: str) -> str:
    return salted_hmac("quiz.throttling.v1", f"{limit.name} {whom}", algorithm="sha256").hexdigest()


def _since(limit: Limit, now: datetime) -> int:
    return int(now.timestamp()) // limit.seconds * limit.seconds
