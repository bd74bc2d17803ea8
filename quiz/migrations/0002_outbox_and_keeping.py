from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("quiz", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="pendingkeep",
            name="email_hash",
            field=models.CharField(db_index=True, default="", max_length=64),
            preserve_default=False,
        ),
        migrations.AlterField(
            model_name="consent",
            name="text",
            field=models.CharField(max_length=500, verbose_name="exact text"),
        ),
        migrations.AlterField(
            model_name="message",
            name="kind",
            field=models.CharField(
                choices=[
                    ("confirm", "confirm the address"),
                    ("result", "the result"),
                    ("link", "a new link to one's data"),
                    ("reminder", "the coupon ends soon"),
                ],
                max_length=10,
                verbose_name="kind",
            ),
        ),
    ]
