"""The envelope and the headers of a mail."""

from __future__ import annotations

from email.headerregistry import Address
from email.utils import parseaddr
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives

from catalog.models import Brand
from catalog.validators import UNSEEN
from quiz.followups.letters import address
from quiz.followups.stopping import stop_token
from quiz.models import Message


def make_mail(message: Message, *, may_stop: bool) -> EmailMultiAlternatives:
    """Return the mail of a row; `may_stop` gives the one-click way out to those who agreed to mail."""
    mail = EmailMultiAlternatives(
        subject=message.subject,
        body=message.text,
        from_email=sender(message.brand),
        to=[quoted(message.to)],
        reply_to=[message.brand.contact] if message.brand.contact else None,
        headers={**_headers(message), **(_stop_headers(message) if may_stop else {})},
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


def _stop_headers(message: Message) -> dict[str, str]:
    return {
        "List-Unsubscribe": f"<{address('unsubscribe', stop_token(message.profile))}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }
