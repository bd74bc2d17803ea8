"""The envelope and the headers of a mail."""

from __future__ import annotations

import email.policy
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import EmailPolicy, Policy
from email.utils import parseaddr
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives

from catalog.models import Brand
from catalog.validators import UNSEEN
from quiz.addresses import address
from quiz.followups.stopping import unsubscribe_token
from quiz.models import Message, Profile

UNSUBSCRIBE_HEADER = "List-Unsubscribe"


class UnfoldedLinkPolicy(EmailPolicy):
    """Keep the List-Unsubscribe header on one line, because mail programs don't recognise an encoded, folded link."""

    def fold(self, name: str, value: str) -> str:
        return f"{name}: {value}{self.linesep}" if name == UNSUBSCRIBE_HEADER else super().fold(name, value)

    def fold_binary(self, name: str, value: str) -> bytes:
        return self.fold(name, value).encode() if name == UNSUBSCRIBE_HEADER else super().fold_binary(name, value)


class Mail(EmailMultiAlternatives):
    def message(self, *, policy: Policy | None = None) -> EmailMessage:
        return super().message(policy=UnfoldedLinkPolicy(**vars(policy or email.policy.default)))


def make_mail(message: Message, *, with_unsubscribe: bool) -> Mail:
    """Return the mail of a row; `with_unsubscribe` adds the one-click unsubscribe headers."""
    mail = Mail(
        subject=message.subject,
        body=message.text,
        from_email=sender(message.brand),
        to=[quote_address(message.to)],
        reply_to=[message.brand.contact] if message.brand.contact else None,
        headers={
            **_headers(message),
            **(_unsubscribe_headers(message.profile) if with_unsubscribe and message.profile else {}),
        },
    )
    mail.attach_alternative(message.html, "text/html")
    return mail


def sender(brand: Brand) -> str:
    """Return the site's address with the brand's name, without characters that would break the header."""
    name = " ".join(UNSEEN.sub(" ", brand.name).split())
    return str(Address(display_name=name, addr_spec=parseaddr(settings.DEFAULT_FROM_EMAIL)[1]))


def quote_address(email: str) -> str:
    """Return an address as RFC 5322 requires: a local part with consecutive or trailing dots is quoted."""
    local, _at, domain = email.rpartition("@")
    return f'"{local}"@{domain}' if "" in local.split(".") else email


def _headers(message: Message) -> dict[str, str]:
    """Return the common headers; the Message-ID depends on the row only, so that a repeated mail is recognised."""
    return {
        "Message-ID": f"<{message.uid}@{urlsplit(settings.BASE_URL).hostname}>",
        "Auto-Submitted": "auto-generated",
    }


def _unsubscribe_headers(profile: Profile) -> dict[str, str]:
    return {
        UNSUBSCRIBE_HEADER: f"<{address('unsubscribe', unsubscribe_token(profile))}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }
