from __future__ import annotations

import os
import signal
import smtplib
import subprocess
import sys
from datetime import datetime, timedelta

import pytest
from django.core import mail
from django.core.mail import EmailMultiAlternatives
from django.core.mail.backends.locmem import EmailBackend
from django.utils import timezone

from quiz import followups, profiles
from quiz.followups import sending
from quiz.followups.sending import MAX_TRIES, RETRY_DELAYS, claim
from quiz.models import Message
from tests.quiz.keeping import EMAIL, ask, finish, make_keepable, make_reminder

pytestmark = pytest.mark.django_db


def send(now: datetime | None = None, **details) -> followups.Counts:
    return followups.send_due(now=now or timezone.now(), **details)


def fail_with(monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    def refuse(self: EmailBackend, messages: list) -> int:
        raise error

    monkeypatch.setattr(EmailBackend, "send_messages", refuse)


def outcome() -> tuple[str, str]:
    message = Message.objects.get()
    return message.state, message.reason


def test_a_mail_that_fails_is_tried_again_ever_later(monkeypatch):
    fail_with(monkeypatch, smtplib.SMTPServerDisconnected("Connection lost by mx.example.jp"))
    ask(finish())
    now = timezone.now()

    for tries, wait in enumerate(RETRY_DELAYS, start=1):
        assert send(now).postponed == 1
        message = Message.objects.get()
        assert (message.state, message.tries) == (Message.State.QUEUED, tries)
        assert now + wait <= message.due_at < now + wait + timedelta(seconds=1)
        assert send(now + wait / 2).postponed == 0
        Message.objects.update(due_at=now)
    monkeypatch.setattr("quiz.followups.refusing._is_pending", lambda message: True)

    assert send(now).failed == 1
    assert outcome() == (Message.State.FAILED, "SMTPServerDisconnected")
    assert Message.objects.get().tries == MAX_TRIES


def test_a_mail_that_failed_once_is_sent_when_the_server_is_back(monkeypatch):
    ask(finish())
    with monkeypatch.context() as patch:
        fail_with(patch, TimeoutError())
        send()

    send(timezone.now() + timedelta(seconds=6))

    assert outcome() == (Message.State.SENT, "")
    assert len(mail.outbox) == 1


def test_an_address_that_is_refused_for_good_is_not_tried_again(monkeypatch):
    fail_with(monkeypatch, smtplib.SMTPRecipientsRefused({EMAIL: (550, b"unknown user hanako@example.jp")}))
    ask(finish())

    assert send().failed == 1

    assert outcome() == (Message.State.FAILED, "SMTPRecipientsRefused 550")


def test_an_address_that_is_refused_for_now_is_tried_again(monkeypatch):
    fail_with(monkeypatch, smtplib.SMTPRecipientsRefused({EMAIL: (450, b"later, hanako@example.jp")}))
    ask(finish())

    assert send().postponed == 1


def test_no_address_gets_into_a_reason_or_a_log_line(monkeypatch, caplog):
    fail_with(monkeypatch, smtplib.SMTPRecipientsRefused({EMAIL: (450, b"no such hanako@example.jp")}))
    ask(finish())

    send()

    assert "hanako" not in caplog.text + Message.objects.get().reason
    assert "SMTPRecipientsRefused 450" in caplog.text


def test_one_bad_mail_does_not_keep_the_others(monkeypatch):
    version = make_keepable()
    ask(finish(version))
    ask(finish(version), email="taro@example.jp")
    make_mail = sending.make_mail

    def fail_once(message: Message, **details) -> EmailMultiAlternatives:
        if message.to == EMAIL:
            raise ValueError("a letter that can't be written")
        return make_mail(message, **details)

    monkeypatch.setattr(sending, "make_mail", fail_once)

    done = send()

    assert (done.sent, done.postponed) == (1, 1)
    assert [sent.to for sent in mail.outbox] == [["taro@example.jp"]]


def test_a_mail_whose_worker_died_goes_out_again_under_the_same_id():
    ask(finish())
    message, now = Message.objects.get(), timezone.now()
    assert claim(message.pk, now=now)

    assert send(now + timedelta(minutes=4)).sent == 0
    assert send(now + timedelta(minutes=5)).sent == 1

    assert mail.outbox[0].message()["Message-ID"] == f"<{message.uid}@127.0.0.1>"


def test_an_unasked_mail_whose_worker_died_is_given_up():
    _participation, message = make_reminder()
    now = timezone.now()
    assert claim(message.pk, now=now)

    assert send(now + timedelta(minutes=5)).failed == 1

    assert outcome() == (Message.State.FAILED, Message.Reason.INTERRUPTED)
    assert mail.outbox == []


def test_a_mail_that_was_called_off_while_it_was_sent_says_that_it_was_sent(monkeypatch):
    participation, _message = make_reminder()
    send_messages = EmailBackend.send_messages

    def withdraw_meanwhile(self: EmailBackend, messages: list) -> int:
        profiles.withdraw(participation.profile, "mail", place="p", language="ja", now=timezone.now())
        return send_messages(self, messages)

    monkeypatch.setattr(EmailBackend, "send_messages", withdraw_meanwhile)

    send()

    assert outcome() == (Message.State.SENT, "")


def test_command_in_a_loop_waits_for_the_database_and_stops_when_told(tmp_path):
    """The database here has no tables yet, as after a restore that is under way."""
    settings = {**os.environ, "VAR_DIR": str(tmp_path), "DATABASE_URL": f"sqlite:///{tmp_path}/empty.sqlite3"}
    settings["SECRET_KEY"] = "a key of the tests"
    command = [sys.executable, "manage.py", "send_followups", "--loop", "0.1"]
    worker = subprocess.Popen(command, env=settings, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)

    lines = [worker.stdout.readline() for _ in range(2)]
    worker.send_signal(signal.SIGTERM)

    assert lines == ["the database is away: OperationalError\n"] * 2
    assert worker.wait(timeout=20) == 0
    worker.communicate()
