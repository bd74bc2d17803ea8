"""What happened, counted. An event waits only until it is folded into the tallies; reports never read raw rows."""

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
MOST_AT_ONCE = 1000


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
        """Write these events in a statement for every thousand: written out, because a finish writes some twenty."""
        connection = connections[self.db]
        adapt = connection.ops.adapt_datefield_value
        with connection.cursor() as cursor:
            for some in batched(events, MOST_AT_ONCE):
                rows = [(each.version_id, str(each.kind), each.key, adapt(each.day), each.count) for each in some]
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
    def of(cls, response: Response, kind: Kind, key: str = "", *, on: datetime) -> Event:
        """Return an event of a response's version; it does not remember the response."""
        return cls(version_id=response.version_id, kind=kind, key=key, day=timezone.localdate(on))


class Tally(models.Model):
    """How often something happened on one day in one version."""

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
