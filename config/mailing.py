"""Mail into files that a person can read: the text first, then the mail as it would be sent."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.mail import EmailMessage
from django.core.mail.backends.filebased import EmailBackend

from config import private

LINE = "-" * 79


class ReadableFileBackend(EmailBackend):
    """Write the subject, the addresses and the plain text before the encoded message, for nobody else to read."""

    def __init__(self, *, file_path: str, **options: Any) -> None:
        private.make_folder(Path(file_path))
        super().__init__(file_path=file_path, **options)

    def open(self) -> bool:
        if self.stream is not None:
            return False
        self.stream = open(self._get_filename(), "ab", opener=private.opener)  # type: ignore[unreachable]  # wrong stubs
        return True

    def write_message(self, message: EmailMessage) -> None:
        head = [f"Subject: {message.subject}", f"To: {', '.join(map(str, message.to))}", "", message.body, LINE, ""]
        self.stream.write("\n".join(head).encode())  # type: ignore[arg-type]  # a file, unlike the console, takes bytes
        super().write_message(message)
