"""What a purpose is used for becomes a field of it, and of every consent."""

from __future__ import annotations

from django.db import migrations, models

ROLES = [
        ("keep", "keep results"),
        ("recommend", "use answers for recommendations"),
        ("mail", "send mail"),
        ("sensitive", "keep sensitive answers"),
        ("audience", "advertising audiences"),
        ("other", "something else"),
]


class Migration(migrations.Migration):
    dependencies = [("quiz", "0012_describe_tag_lists")]

    operations = [
        migrations.AddField(
            model_name="purpose",
            name="role",
            field=models.CharField(
                choices=ROLES,
                default="other",
                help_text="What this consent allows. Only “keep results” is needed to keep a result; "
                "all others are optional.",
                max_length=10,
                verbose_name="used for",
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="consent",
            name="role",
            field=models.CharField(choices=ROLES, default="other", max_length=10, verbose_name="used for"),
            preserve_default=False,
        ),
    ]
