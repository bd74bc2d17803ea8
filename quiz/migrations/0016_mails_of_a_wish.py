"""Count the mails that asked to confirm a wish, because its address can be corrected."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("quiz", "0015_purpose_role_once")]

    operations = [
        migrations.AddField(
            model_name="pendingkeep", name="mails", field=models.PositiveSmallIntegerField(default=0)
        ),
    ]
