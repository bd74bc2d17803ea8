"""Start a response."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from django.db import transaction

from quiz import tokens
from quiz.models import Event, Kind, Quiz, Response
from quiz.taking.errors import ClosedError

HANDLE_LIFE = timedelta(hours=24)


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """The source of a response: the channel, the embedding site, the campaign and an encrypted customer id."""

    channel: str = Response.Channel.PAGE
    embed_origin: str = ""
    utm_source: str = ""
    utm_medium: str = ""
    utm_campaign: str = ""
    utm_content: str = ""
    utm_term: str = ""
    customer: str = ""


@transaction.atomic
def start(quiz: Quiz, *, source: Source, language: str, now: datetime) -> tuple[Response, str]:
    """Create a response to the current version; return it with its handle, which is stored as a hash only."""
    if not quiz.can_start(now=now):
        raise ClosedError
    handle = tokens.new_token()
    response = Response.objects.create(
        handle_hash=tokens.hash_token(handle),
        version=quiz.published,
        language=language,
        started_at=now,
        expires_at=now + HANDLE_LIFE,
        **asdict(source),
    )
    Event.objects.record(Event.of_response(response, Kind.STARTED, on=now))
    return response, handle
