"""Delete answers off the way that led to the outcome, and facts from them or without a purpose that holds.

Earlier releases left them behind. How many there were is printed.
"""

from __future__ import annotations

import json

from django.db import migrations, transaction
from django.utils import timezone

CHUNK = 500
TIE = "tie"


def mend(apps, schema_editor):
    alias = schema_editor.connection.alias
    answers = delete_answers(apps, alias)
    facts = delete_facts(apps, alias)
    if answers or facts:
        print(f"\n    deleted {answers} answers off the final way, {facts} facts without a purpose or an answer", end="")


def chunks(rows):
    """Yield lists of rows along the keys, so that no transaction is long."""
    last = 0
    while True:
        found = list(rows.filter(pk__gt=last).order_by("pk")[:CHUNK])
        if not found:
            return
        yield found
        last = found[-1].pk


def on_way(outcome):
    data = json.loads(outcome)
    return {*data["path"], *([TIE] if data["tie"] else [])}


def delete_answers(apps, alias):
    responses = apps.get_model("quiz", "Response").objects.using(alias).filter(state="finished")
    stored = apps.get_model("quiz", "Answer").objects.using(alias)
    deleted = 0
    for rows in chunks(responses.only("pk", "outcome")):
        ways = {row.pk: on_way(row.outcome) for row in rows}
        keys = stored.filter(response__in=ways).values_list("pk", "response", "question_key")
        gone = [pk for pk, response, key in keys if key not in ways[response]]
        with transaction.atomic(using=alias):
            deleted += stored.filter(pk__in=gone).delete()[0]
    return deleted


def delete_facts(apps, alias):
    traits = apps.get_model("quiz", "Trait").objects.using(alias)
    participations = apps.get_model("quiz", "Participation").objects.using(alias)
    deleted = 0
    for rows in chunks(traits.select_related("profile", "consent")):
        held = held_purposes(apps, alias, {row.profile.subject for row in rows})
        gone = [row.pk for row in rows if row.consent.purpose not in held.get(row.profile.subject, ())]
        for row in rows:
            kept = participations.filter(profile=row.profile, response__version=row.version_id)
            outcomes = list(kept.values_list("response__outcome", flat=True))
            if outcomes and not any(row.question_key in on_way(outcome) for outcome in outcomes):
                gone.append(row.pk)
        with transaction.atomic(using=alias):
            deleted += traits.filter(pk__in=gone).delete()[0]
    return deleted


def held_purposes(apps, alias, subjects):
    """Return the purposes that each subject agrees to now: the newest row of a purpose decides."""
    now, newest = timezone.now(), {}
    rows = apps.get_model("quiz", "Consent").objects.using(alias).filter(subject__in=subjects).order_by("pk")
    for row in rows:
        newest.setdefault(row.subject, {})[row.purpose] = row
    return {
        subject: {
            purpose for purpose, row in said.items() if row.state == "granted" and (not row.until or row.until > now)
        }
        for subject, said in newest.items()
    }


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("quiz", "0016_mails_of_a_wish")]

    operations = [migrations.RunPython(mend, migrations.RunPython.noop, elidable=True)]
