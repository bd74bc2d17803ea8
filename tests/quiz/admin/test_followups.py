from __future__ import annotations

import pytest

from quiz.models import Message
from tests.quiz.admin.filling import address, log_in_with, messages_on, run
from tests.quiz.keeping import EMAIL, keep

pytestmark = pytest.mark.django_db


def make_message(**details):
    keep()
    message = Message.objects.exclude(to="").first()
    Message.objects.filter(pk=message.pk).update(**details)
    message.refresh_from_db()
    return message


def test_failed_mail_is_queued_again(staff):
    message = make_message(state=Message.State.FAILED, tries=8, reason="SMTPServerDisconnected")

    page = run(staff, address("message", "change", message.pk) + "?lang=en", "retry", message.pk)

    message.refresh_from_db()
    assert (message.state, message.tries, message.reason) == (Message.State.QUEUED, 0, "")
    assert messages_on(page) == ["1 mail is queued again."]


@pytest.mark.parametrize(
    "details",
    [
        {"state": Message.State.SENT},
        {"state": Message.State.SKIPPED},
        {"state": Message.State.FAILED, "to": ""},
        {"state": Message.State.FAILED, "reason": Message.Reason.INTERRUPTED},
    ],
    ids=["sent", "skipped", "address gone", "perhaps sent"],
)
def test_other_mail_stays_as_it_is(staff, details):
    message = make_message(**details)

    run(staff, address("message", "change", message.pk), "retry", message.pk)

    message.refresh_from_db()
    assert message.state == details["state"]


def test_trying_again_needs_the_permission_to_change(client):
    message = make_message(state=Message.State.FAILED)
    log_in_with(client, "view_message")

    run(client, address("message", "change", message.pk), "retry", message.pk)

    message.refresh_from_db()
    assert message.state == Message.State.FAILED


def test_nobody_sees_what_a_mail_said_or_where_it_went(staff):
    message = make_message()

    pages = [staff.get(address("message")), staff.get(address("message", "change", message.pk))]

    assert message.text
    assert not any(part in page.text for page in pages for part in (EMAIL, "/me/", message.dedupe_key))


def test_the_reason_is_told_in_words(staff):
    message = make_message(state=Message.State.SKIPPED, reason=Message.Reason.SUPPRESSED)

    page = staff.get(address("message", "change", message.pk) + "?lang=en")

    assert "the address may not be written to" in page.text
