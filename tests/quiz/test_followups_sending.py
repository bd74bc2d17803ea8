from __future__ import annotations

import re
import threading
from datetime import datetime, timedelta
from email.policy import SMTP
from io import StringIO

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from catalog.models import Brand
from quiz import followups, profiles
from quiz.models import Claim, Message
from tests.quiz.keeping import EMAIL, ask, finish, keep, make_keepable, make_reminder

pytestmark = pytest.mark.django_db


def send(now: datetime | None = None, **details) -> followups.Counts:
    return followups.send_due(now=now or timezone.now(), **details)


def outcome() -> tuple[str, str]:
    message = Message.objects.get()
    return message.state, message.reason


def test_send_due_sends_what_waits_once():
    ask(finish())

    assert str(send()) == "1 sent, 0 not sent, 0 put off, 0 failed for good"
    assert str(send()) == "0 sent, 0 not sent, 0 put off, 0 failed for good"

    assert [sent.to for sent in mail.outbox] == [[EMAIL]]
    message = Message.objects.get()
    assert (message.state, message.tries) == (Message.State.SENT, 1)
    assert message.sent_at is not None


def test_send_due_leaves_what_is_not_due():
    keep(now=timezone.now() + timedelta(minutes=1))

    assert send().sent == 0


def test_sent_mail_has_the_headers_of_a_good_citizen():
    keep()

    send()

    (sent,) = [each for each in mail.outbox if "朝ひかりタイプ" in each.subject]
    headers = sent.message()
    message = Message.objects.get(kind=Message.Kind.RESULT)
    assert headers["Message-ID"] == f"<{message.uid}@127.0.0.1>"
    assert headers["Auto-Submitted"] == "auto-generated"
    assert headers["From"] == "こもれび珈琲 <no-reply@localhost>"
    assert headers["Reply-To"] == "hello@komorebi.example"
    link = rb"List-Unsubscribe: <http://127\.0\.0\.1:8000/unsubscribe/[\w:-]+>\r?\n"
    assert re.search(link, sent.message(policy=SMTP).as_bytes())
    assert re.search(link, headers.as_bytes())
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert [part.get_content_type() for part in headers.iter_parts()] == ["text/plain", "text/html"]


def test_mail_to_who_never_agreed_to_mail_has_no_unsubscribe_header():
    keep(purposes=["keep"])

    send()

    assert "List-Unsubscribe" not in mail.outbox[-1].message()


@pytest.mark.parametrize(
    ("name", "sender"),
    [
        ("Evil\r\nBcc: all@example.jp", '"Evil Bcc: all@example.jp" <no-reply@localhost>'),
        ('A "B", C', '"A \\"B\\", C" <no-reply@localhost>'),
        ("x@y.jp", '"x@y.jp" <no-reply@localhost>'),
    ],
)
def test_a_brand_name_can_not_add_a_header(name, sender):
    ask(finish())
    Brand.objects.update(name=name)

    send()

    headers = mail.outbox[0].message()
    assert mail.outbox[0].from_email == sender
    assert headers["Bcc"] is None
    assert mail.outbox[0].recipients() == [EMAIL]


def test_an_old_carrier_address_is_quoted():
    ask(finish(), email="abc..d.@docomo.ne.jp")

    send()

    assert b'\nTo: "abc..d."@docomo.ne.jp\n' in mail.outbox[0].message().as_bytes()


def test_a_confirm_mail_whose_wish_is_gone_is_not_sent():
    pending, _token = ask(finish())
    pending.delete()

    assert send().skipped == 1

    message = Message.objects.get()
    assert (message.state, message.reason) == (Message.State.SKIPPED, Message.Reason.OVER)
    assert (message.to, message.text, message.html) == ("", "", "")
    assert mail.outbox == []


def test_a_result_mail_of_an_erased_person_is_gone():
    profile = keep().profile

    profiles.erase(profile, now=timezone.now())

    send()
    assert mail.outbox == []


def test_a_result_mail_goes_out_without_consent_to_mail():
    keep(purposes=["keep"])

    send()

    assert [sent.subject for sent in mail.outbox] == [Message.objects.get(kind=Message.Kind.RESULT).subject]


def test_a_link_goes_to_the_known_address_only():
    brand = keep().profile.brand
    Message.objects.all().delete()
    for email in (EMAIL, "nobody@example.jp"):
        followups.request_link(brand, email=email, language="ja", now=timezone.now())

    assert str(send()) == "1 sent, 1 not sent, 0 put off, 0 failed for good"

    assert [sent.to for sent in mail.outbox] == [[EMAIL]]
    assert "/me/" in mail.outbox[0].body
    unknown = Message.objects.get(state=Message.State.SKIPPED)
    assert (unknown.to, unknown.reason) == ("", Message.Reason.UNKNOWN)


def test_a_reminder_is_written_when_it_is_due():
    _participation, message = make_reminder()
    message.brand.offers.update(name="20%オフ")

    assert send().sent == 1

    assert "20%オフ" in mail.outbox[0].body
    assert "KMR-1" in mail.outbox[0].body


def test_a_reminder_is_not_sent_after_unsubscribing():
    participation, _message = make_reminder()
    followups.unsubscribe(participation.profile, place="mail", language="ja", now=timezone.now())
    Message.objects.update(state=Message.State.QUEUED)

    assert send().skipped == 1

    assert outcome() == (Message.State.SKIPPED, Message.Reason.SUPPRESSED)
    assert mail.outbox == []


def test_a_reminder_is_not_sent_when_consent_has_lapsed():
    make_reminder()
    later = timezone.now() + timedelta(days=800)

    send(later)

    assert outcome() == (Message.State.SKIPPED, Message.Reason.NOT_AGREED)


def test_a_reminder_is_not_sent_when_the_coupon_was_used_or_the_offer_ended():
    make_reminder()
    Claim.objects.update(redeemed_at=timezone.now())

    send()

    assert outcome() == (Message.State.SKIPPED, Message.Reason.OVER)


def test_nobody_gets_more_than_two_unasked_mails_a_month():
    _participation, message = make_reminder()
    for number in range(2):
        old = Message.objects.get(pk=message.pk)
        old.pk, old.uid, old.dedupe_key = None, f"0000000000000000000000000000000{number}", f"reminder:{number}"
        old.state, old.sent_at = Message.State.SENT, timezone.now() - timedelta(days=29)
        old.save()

    send()

    message.refresh_from_db()
    assert (message.state, message.reason) == (Message.State.SKIPPED, Message.Reason.ENOUGH)


def test_send_due_costs_the_same_for_one_mail_and_for_three(django_assert_num_queries):
    version = make_keepable()
    ask(finish(version))
    with django_assert_num_queries(8):
        send()
    for number in range(3):
        ask(finish(version), email=f"a{number}@example.jp")

    with django_assert_num_queries(2 + 3 * 6):
        send()


@pytest.mark.django_db(transaction=True)
def test_several_workers_send_each_mail_once(monkeypatch):
    version = make_keepable()
    for number in range(12):
        ask(finish(version), email=f"a{number}@example.jp")
    sent: list[str] = []
    monkeypatch.setattr(EmailBackend, "send_messages", lambda self, messages: sent.extend(messages[0].to) or 1)

    def work() -> None:
        send()
        connection.close()

    workers = [threading.Thread(target=work) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()

    assert sorted(sent) == sorted(f"a{number}@example.jp" for number in range(12))
    assert set(Message.objects.values_list("state", "tries")) == {(Message.State.SENT, 1)}


def test_command_prints_one_line_a_pass():
    ask(finish())
    out = StringIO()

    call_command("send_followups", stdout=out)

    assert out.getvalue() == "1 sent, 0 not sent, 0 put off, 0 failed for good\n"
