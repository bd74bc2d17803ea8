from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("catalog", "0002_articles_and_dark_pages")]

    operations = [
        migrations.AddField(
            model_name="brand",
            name="customer_secret",
            field=models.TextField(blank=True, default="", editable=False),
            preserve_default=False,
        ),
    ]
