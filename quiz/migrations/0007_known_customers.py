from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("quiz", "0006_permit")]

    operations = [
        migrations.AddField(
            model_name="profile",
            name="customer_id",
            field=models.CharField(blank=True, default="", max_length=200, verbose_name="customer at the brand"),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="response",
            name="customer",
            field=models.TextField(blank=True, default="", editable=False),
            preserve_default=False,
        ),
        migrations.AddIndex(
            model_name="response",
            index=models.Index(
                condition=models.Q(("customer", ""), _negated=True),
                fields=["started_at"],
                name="response_with_customer",
            ),
        ),
    ]
