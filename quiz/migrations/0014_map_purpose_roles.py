"""Give purposes and consents the role that their key stood for until now."""

from __future__ import annotations

from django.db import migrations

ROLES = ("keep", "recommend", "mail")  # until now, these keys had a meaning


def map_roles(apps, schema_editor):
    alias = schema_editor.connection.alias
    purposes = apps.get_model("quiz", "Purpose").objects.using(alias)
    consents = apps.get_model("quiz", "Consent").objects.using(alias)
    for role in ROLES:
        purposes.filter(key=role).update(role=role)
    sensitive = apps.get_model("quiz", "Question").objects.using(alias).filter(sensitive=True).exclude(purpose="")
    keys = set(sensitive.values_list("quiz__brand", "purpose")) if sensitive.exists() else set()
    for brand, key in keys:
        purposes.filter(brand=brand, key=key, role="other").update(role="sensitive")
    permits = apps.get_model("quiz", "Permit").objects.using(alias)
    permit = permits.create()  # the ledger is frozen by triggers
    for role in ROLES:
        consents.filter(purpose=role).update(role=role)
    for brand_key, key in purposes.filter(role="sensitive").values_list("brand__key", "key"):
        consents.filter(brand_key=brand_key, purpose=key).update(role="sensitive")
    permit.delete()


class Migration(migrations.Migration):
    dependencies = [("quiz", "0013_purpose_role")]

    operations = [migrations.RunPython(map_roles, migrations.RunPython.noop, elidable=True)]
