"""Mail into files that a person can read: the text first, then the mail as it would be sent."""

from __future__ import annotations

from django.core.mail import EmailMessage
from django.core.mail.backends.filebased import EmailBackend

LINE = "-" * 79


class ReadableFileBackend(EmailBackend):
    """Write the subject, the addresses and the plain text before the encoded message."""

    def write_message(self, message: EmailMessage) -> None:
        head = [f"Subject: {message.subject}", f"To: {', '.join(map(str, message.to))}", "", message.body, LINE, ""]
        self.stream.write("\n".join(head).encode())  # type: ignore[arg-type]  # a file, unlike the console, takes bytes
        super().write_message(message)
