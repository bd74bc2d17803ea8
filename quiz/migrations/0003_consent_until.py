from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("quiz", "0002_outbox_and_keeping")]

    operations = [
        migrations.AddField(
            model_name="consent",
            name="until",
            field=models.DateTimeField(blank=True, null=True, verbose_name="agreed until"),
        ),
    ]
