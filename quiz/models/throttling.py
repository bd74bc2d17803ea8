"""How often one address guessed or asked, so that it can be made to wait."""

from __future__ import annotations

from django.db import connection, models

ONE_MORE = """
INSERT INTO quiz_knock (who, since, times) VALUES (%s, %s, 1)
ON CONFLICT (who, since) DO UPDATE SET times = quiz_knock.times + 1 RETURNING times
"""


class KnockQuerySet(models.QuerySet["Knock"]):
    def count_one(self, who: str, since: int) -> int:
        """Count once more and return how often it was; one statement, so that none is lost among many at once."""
        with connection.cursor() as cursor:
            cursor.execute(ONE_MORE, [who, since])
            return cursor.fetchone()[0]

    def times(self, who: str, since: int) -> int:
        return self.filter(who=who, since=since).values_list("times", flat=True).first() or 0


class Knock(models.Model):
    who = models.CharField(max_length=64)  # a keyed hash of the address and of what is counted
    since = models.BigIntegerField()  # when the stretch of time began, in seconds of the epoch
    times = models.PositiveIntegerField(default=0)

    objects = KnockQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["who", "since"], name="knock_once_a_stretch")]
        indexes = [models.Index(fields=["since"], name="knock_since")]

    def __str__(self) -> str:
        return f"{self.times} since {self.since}"
