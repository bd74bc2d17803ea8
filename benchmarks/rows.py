"""The one table that the bare view writes to."""

from __future__ import annotations

from typing import ClassVar

from django.db import connection, models, transaction
from django.utils.timezone import now

__all__ = ["Row", "make_table", "now", "transaction"]


class Row(models.Model):
    key = models.CharField(max_length=40)
    text = models.CharField(max_length=200)
    written_at = models.DateTimeField()

    objects: ClassVar[models.Manager[Row]] = models.Manager()

    class Meta:
        app_label = "bench"
        db_table = "bench_row"

    def __str__(self) -> str:
        return self.key


def make_table() -> None:
    with connection.schema_editor() as editor:
        editor.create_model(Row)
