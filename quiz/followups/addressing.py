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
from quiz.followups.stopping import stop_token
from quiz.models import Message, Profile

STOP_HEADER = "List-Unsubscribe"


class UnfoldedLinks(EmailPolicy):
    """Leave a link in a header on one line: folding would encode it, and mail programs would not see that it is one."""

    def fold(self, name: str, value: str) -> str:
        return f"{name}: {value}{self.linesep}" if name == STOP_HEADER else super().fold(name, value)

    def fold_binary(self, name: str, value: str) -> bytes:
        return self.fold(name, value).encode() if name == STOP_HEADER else super().fold_binary(name, value)


class Mail(EmailMultiAlternatives):
    def message(self, *, policy: Policy | None = None) -> EmailMessage:
        return super().message(policy=UnfoldedLinks(**vars(policy or email.policy.default)))


def make_mail(message: Message, *, may_stop: bool) -> Mail:
    """Return the mail of a row; `may_stop` gives the one-click way out to those who agreed to mail."""
    mail = Mail(
        subject=message.subject,
        body=message.text,
        from_email=sender(message.brand),
        to=[quoted(message.to)],
        reply_to=[message.brand.contact] if message.brand.contact else None,
        headers={**_headers(message), **(_stop_headers(message.profile) if may_stop and message.profile else {})},
    )
    mail.attach_alternative(message.html, "text/html")
    return mail


def sender(brand: Brand) -> str:
    """Return the site's own address under the brand's name, without anything that would end the header."""
    name = " ".join(UNSEEN.sub(" ", brand.name).split())
    return str(Address(display_name=name, addr_spec=parseaddr(settings.DEFAULT_FROM_EMAIL)[1]))


def quoted(email: str) -> str:
    """Return an address as the standard writes it: a local part with dots in a row or last needs quotes."""
    local, _at, domain = email.rpartition("@")
    return f'"{local}"@{domain}' if "" in local.split(".") else email


def _headers(message: Message) -> dict[str, str]:
    """The Message-ID is the row's, so that a mail which goes out twice can be told to be one."""
    return {
        "Message-ID": f"<{message.uid}@{urlsplit(settings.BASE_URL).hostname}>",
        "Auto-Submitted": "auto-generated",
    }


def _stop_headers(profile: Profile) -> dict[str, str]:
    return {
        STOP_HEADER: f"<{address('unsubscribe', stop_token(profile))}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }
