from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from quiz import followups
from quiz.models import Message
from tests.quiz.keeping import keep

pytestmark = pytest.mark.django_db


def make_message(**details):
    keep()
    message = Message.objects.exclude(to="").first()
    Message.objects.filter(pk=message.pk).update(**details)
    message.refresh_from_db()
    return message


def test_failed_mail_is_due_at_once_with_all_its_tries():
    later = timezone.now() + timedelta(days=2)
    message = make_message(state=Message.State.FAILED, tries=8, reason="SMTPServerDisconnected")

    count = followups.retry(Message.objects.filter(pk=message.pk), now=later)

    message.refresh_from_db()
    assert count == 1
    assert (message.state, message.tries, message.reason) == (Message.State.QUEUED, 0, "")
    assert message.due_at == later


def test_mail_that_is_queued_again_goes_out(mailoutbox):
    now = timezone.now()
    message = make_message(state=Message.State.FAILED, tries=8)

    followups.retry(Message.objects.filter(pk=message.pk), now=now)
    followups.send_due(now=now)

    message.refresh_from_db()
    assert message.state == Message.State.SENT


@pytest.mark.parametrize("state", sorted(set(Message.State) - {Message.State.FAILED}))
def test_only_failed_mail_is_queued_again(state):
    message = make_message(state=state, tries=1, reason="as it was")
    before = Message.objects.filter(pk=message.pk).values().get()

    count = followups.retry(Message.objects.filter(pk=message.pk), now=timezone.now())

    assert count == 0
    assert Message.objects.filter(pk=message.pk).values().get() == before


@pytest.mark.parametrize(
    "details", [{"to": ""}, {"reason": Message.Reason.INTERRUPTED}], ids=["forgotten", "perhaps sent"]
)
def test_failed_mail_that_may_not_go_stays(details):
    message = make_message(state=Message.State.FAILED, **details)

    count = followups.retry(Message.objects.filter(pk=message.pk), now=timezone.now())

    message.refresh_from_db()
    assert (count, message.state) == (0, Message.State.FAILED)
