from __future__ import annotations

from django.core.mail import EmailMessage

from config.mailing import ReadableFileBackend


def test_mail_in_a_file_begins_with_what_a_person_reads(tmp_path):
    link = "https://quiz.example.jp/confirm/" + "x" * 90
    message = EmailMessage("結果を保存するには", f"こちらを開いてください。\n{link}", "a@example.jp", ["b@example.jp"])

    ReadableFileBackend(alias="default", file_path=str(tmp_path)).send_messages([message])

    text = next(tmp_path.iterdir()).read_text()
    assert text.startswith("Subject: 結果を保存するには\nTo: b@example.jp\n\nこちらを開いてください。\n" + link)
    assert "Message-ID" in text
