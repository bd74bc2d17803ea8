"""A brand has one purpose of each kind that mail, recommendations and kept results go by."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("quiz", "0014_map_purpose_roles")]

    operations = [
        migrations.AddConstraint(
            model_name="purpose",
            constraint=models.UniqueConstraint(
                condition=models.Q(("role__in", ("keep", "recommend", "mail", "audience"))),
                fields=("brand", "role"),
                name="purpose_role_once_in_brand",
                violation_error_message="The brand has a purpose for this already.",
            ),
        ),
    ]
