from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("quiz", "0004_suits_and_auto_advance")]

    operations = [
        migrations.AddField(
            model_name="quiz",
            name="share_type_with_host",
            field=models.BooleanField(
                default=False,
                help_text="When a quiz in a frame is finished, the page around it learns which type came out.",
                verbose_name="tell the embedding site the type",
            ),
        ),
    ]
