from __future__ import annotations

from django.db import migrations, models
from django.db.models import Min, OuterRef, Subquery


def note_first_end(apps, schema_editor):
    """Let everybody be looked at when the first of their grants ends, be that in the past."""
    consents = apps.get_model("quiz", "Consent").objects.filter(subject=OuterRef("subject"), state="granted")
    first = consents.order_by().values("subject").annotate(first=Min("until")).values("first")
    apps.get_model("quiz", "Profile").objects.update(lapses_at=Subquery(first))


class Migration(migrations.Migration):
    dependencies = [("quiz", "0010_fewer_indexes")]

    operations = [
        migrations.AddField(
            model_name="profile",
            name="lapses_at",
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.RunPython(note_first_end, migrations.RunPython.noop),
        migrations.AddIndex(
            model_name="profile",
            index=models.Index(fields=["lapses_at"], name="profile_lapses"),
        ),
    ]
