"""Statistics: events, which are soon folded into tallies. Reports read tallies only."""

from __future__ import annotations

from datetime import datetime
from itertools import batched, chain

from django.db import connections, models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from quiz.models.taking import Response
from quiz.models.versions import QuizVersion

RECORD = 'INSERT INTO quiz_event ("version_id", "kind", "key", "day", "count") VALUES '
VALUES = "(%s, %s, %s, %s, %s)"
MAX_BATCH = 1000


class Kind(models.TextChoices):
    VIEWED = "viewed", _("viewed")
    STARTED = "started", _("started")
    REACHED = "reached", _("question reached")  # key: the question
    ANSWERED = "answered", _("question answered")  # key: the question
    CHOSEN = "chosen", _("choice chosen")  # key: question/choice
    FINISHED = "finished", _("finished")  # key: the type
    TIED = "tied", _("finished on a tie")
    KEPT = "kept", _("kept")
    SUITED = "suited", _("said whether it suits")  # key: yes or no
    CLAIMED = "claimed", _("coupon given")


class EventQuerySet(models.QuerySet["Event"]):
    def record(self, *events: Event) -> None:
        """Insert events, up to 1000 per statement. Raw SQL, because finishing a response inserts about twenty."""
        connection = connections[self.db]
        adapt = connection.ops.adapt_datefield_value
        with connection.cursor() as cursor:
            for chunk in batched(events, MAX_BATCH):
                rows = [
                    (event.version_id, str(event.kind), event.key, adapt(event.day), event.count) for event in chunk
                ]
                cursor.execute(RECORD + ", ".join([VALUES] * len(rows)), list(chain.from_iterable(rows)))


class Event(models.Model):
    version = models.ForeignKey(QuizVersion, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind)
    key = models.CharField(max_length=110, blank=True)
    day = models.DateField()
    count = models.IntegerField(default=1)

    objects = EventQuerySet.as_manager()

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"

    @classmethod
    def of_response(cls, response: Response, kind: Kind, key: str = "", *, on: datetime) -> Event:
        """Return an unsaved event of a response's version; it does not refer to the response."""
        return cls(version_id=response.version_id, kind=kind, key=key, day=timezone.localdate(on))


class Tally(models.Model):
    """The number of events of a kind and key on a day in a version."""

    version = models.ForeignKey(QuizVersion, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind)
    key = models.CharField(max_length=110, blank=True)
    day = models.DateField()
    count = models.IntegerField(default=0)

    class Meta:
        verbose_name = _("tally")
        verbose_name_plural = _("tallies")
        constraints = [models.UniqueConstraint(fields=["version", "kind", "key", "day"], name="tally_once_a_day")]

    def __str__(self) -> str:
        return f"{self.kind} {self.key} {self.count}"
