from __future__ import annotations

import re
from datetime import datetime, timedelta
from io import StringIO

import pytest
from django.conf import settings
from django.core.management import call_command
from django.utils import timezone

from quiz import followups, freezing, profiles, retention
from quiz.models import Answer, Consent, Event, Message, PendingKeep, Response, Trait
from tests.factories import make_answer, make_response
from tests.quiz.keeping import ask, dump, finish, keep, make_keepable

pytestmark = pytest.mark.django_db

NOTHING = {rule.name: 0 for rule in retention.RULES}


def later(**delta: int) -> datetime:
    return timezone.now() + timedelta(**delta)


def events() -> list[tuple[str, str]]:
    return sorted(Event.objects.values_list("kind", "key"))


def test_apply_touches_nothing_that_is_young():
    finish()
    keep()
    ask(finish())
    make_response(make_keepable())
    before = dump()

    assert retention.apply(now=timezone.now()) == NOTHING
    assert dump() == before


def test_unfinished_responses_are_counted_and_deleted():
    response = make_response(make_keepable(), answers={"scene": ["b"]})
    finish(response.version)
    Event.objects.all().delete()

    assert retention.apply(now=later(hours=25)) == NOTHING | {"unfinished responses deleted": 1}

    assert Response.objects.get().state == Response.State.FINISHED
    assert Answer.objects.count() == 2
    assert events() == [("answered", "scene"), ("chosen", "scene/b"), ("reached", "roast"), ("reached", "scene")]


def test_unfinished_responses_are_counted_once():
    make_response(make_keepable())

    for _ in range(2):
        retention.apply(now=later(hours=25))

    assert events() == [("reached", "scene")]


def test_a_test_of_staff_is_deleted_uncounted():
    make_response(make_keepable(), is_test=True)

    retention.apply(now=later(hours=25))

    assert not Response.objects.exists()
    assert not Event.objects.exists()


def test_unfinished_responses_are_deleted_in_chunks(monkeypatch):
    monkeypatch.setattr(retention, "CHUNK", 2)
    version = make_keepable()
    for _ in range(5):
        make_answer(make_response(version), "scene", "a")

    assert retention.apply(now=later(hours=25))["unfinished responses deleted"] == 5
    assert not Response.objects.exists()


def test_an_unconfirmed_wish_goes_with_what_its_mail_said():
    pending, token = ask(finish())
    followups.send_due(now=timezone.now())

    counts = retention.apply(now=later(hours=24, seconds=1))

    assert counts["unconfirmed wishes deleted"] == 1
    assert not PendingKeep.objects.exists()
    message = Message.objects.get()
    assert (message.state, message.to, message.text, message.html) == (Message.State.SENT, "", "", "")
    assert pending.email not in dump()
    assert token not in dump()


def test_an_unconfirmed_wish_whose_mail_still_waits_calls_it_off():
    ask(finish())

    retention.apply(now=later(hours=24, seconds=1))

    message = Message.objects.get()
    assert (message.state, message.reason) == (Message.State.SKIPPED, Message.Reason.OVER)


def test_a_stale_trait_is_deleted():
    profile = keep().profile

    retention.apply(now=later(days=190))

    assert list(profile.traits.values_list("key", flat=True)) == ["roast"]


def test_a_superseded_trait_goes_when_its_own_time_is_over():
    version, now = make_keepable(), timezone.now()
    keep(finish(version, now=now), now=now)
    half = now + timedelta(days=100)
    keep(finish(version, scene="b", now=half), now=half)

    retention.apply(now=now + timedelta(days=190))

    assert [trait.values for trait in Trait.objects.filter(key="scene")] == [["b-value"]]


def test_words_about_a_result_go_after_a_year():
    response = finish()
    Response.objects.update(suits=True, suits_word="ぴったりでした")

    assert retention.apply(now=later(days=364)) == NOTHING
    assert retention.apply(now=later(days=366)) == NOTHING | {"old words blanked": 1}

    response.refresh_from_db()
    assert (response.suits, response.suits_word) == (True, "")


def test_old_mail_is_blanked():
    profile = keep().profile
    followups.send_due(now=timezone.now())

    counts = retention.apply(now=later(days=31))

    assert counts["old mails blanked"] == 2
    message = Message.objects.get(kind=Message.Kind.RESULT)
    assert (message.profile, message.to, message.to_hash, message.subject) == (None, "", "", "")
    assert (message.text, message.html, message.state) == ("", "", Message.State.SENT)
    assert profile.messages.count() == 0


def test_old_mail_that_still_waits_stays():
    keep()

    retention.apply(now=later(days=31))

    assert Message.objects.get(kind=Message.Kind.RESULT).to != ""


def test_evidence_of_the_erased_goes_after_three_years():
    profiles.erase(keep().profile, now=timezone.now())

    retention.apply(now=later(days=3 * 365 - 1))
    assert Consent.objects.count() == 6

    retention.apply(now=later(days=3 * 365 + 1))
    assert not Consent.objects.exists()


def test_evidence_of_people_who_are_here_stays():
    keep()
    with freezing.permit():
        Consent.objects.update(until=later(days=5000))
    Trait.objects.update(expires_at=later(days=5000))

    retention.apply(now=later(days=4000))

    assert Consent.objects.count() == 3


def test_a_dry_run_changes_nothing_and_counts_alike():
    make_response(make_keepable())
    ask(finish())
    keep()
    before, moment = dump(), later(days=400)

    counted = retention.apply(now=moment, dry_run=True)

    assert dump() == before
    assert counted["unfinished responses deleted"] == 1
    assert counted["unconfirmed wishes deleted"] == 1


def test_command_prints_what_it_did(time_machine):
    make_response(make_keepable())
    time_machine.move_to(later(hours=25))
    out = StringIO()

    call_command("apply_retention", "--dry-run", stdout=out)
    call_command("apply_retention", stdout=out)

    lines = out.getvalue().splitlines()
    assert lines[0] == "unfinished responses deleted: 1 (dry run)"
    assert lines[len(retention.RULES)] == "unfinished responses deleted: 1"
    assert not Response.objects.exists()


def test_every_personal_field_is_in_the_document():
    text = (settings.BASE_DIR / "docs" / "privacy.md").read_text()
    table = [line for line in text.splitlines() if line.startswith("| `")]
    documented = [name for line in table for name in re.findall(r"`(\w+\.\w+)`", line.split("|")[1])]
    fields = [
        f"{model.__name__}.{field.name}"
        for model in retention.PERSONAL
        for field in model._meta.get_fields()
        if field.concrete and not field.primary_key
    ]

    assert sorted(documented) == sorted(fields)


def test_every_rule_is_in_the_document():
    text = (settings.BASE_DIR / "docs" / "privacy.md").read_text()

    assert [rule.name for rule in retention.RULES if f"| {rule.name} |" not in text] == []
