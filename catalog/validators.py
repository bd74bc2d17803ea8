"""What a key, a colour, a tag, a code and a web address may be."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from catalog.tags import split_tags

COLOR = re.compile(r"#[0-9a-fA-F]{6}")
KEY = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,49}")
SKU = re.compile(r"[^\s,，、､;；|｜](?:[^,，、､;；|｜\n]{0,98}[^\s,，、､;；|｜])?")
UNSEEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")

validate_key = RegexValidator(rf"\A{KEY.pattern}\Z", _("Use letters, digits, hyphens and underscores, at most 50."))
validate_sku = RegexValidator(rf"\A{SKU.pattern}\Z", _("Use at most 100 characters, without commas and “|”."))
validate_color = RegexValidator(rf"\A{COLOR.pattern}\Z", _("Write the colour as # and six hexadecimal digits."))
validate_code_prefix = RegexValidator(r"\A[A-Z]{2,6}\Z", _("Use two to six capital letters A to Z."))


def validate_tags(text: str) -> None:
    if any(len(tag) > 40 for tag in split_tags(text)):
        raise ValidationError(_("A tag may have at most 40 characters."))


def validate_seen(text: str) -> None:
    """Refuse control characters and marks that reverse the reading direction: people would not see them."""
    if UNSEEN.search(text.replace("\r\n", "\n")):  # as browsers send the lines of a text area
        raise ValidationError(_("The text holds characters that cannot be seen. Please type it anew."), code="unseen")


def is_web_address(text: str) -> bool:
    """Tell whether this is an http or https address with a host, and nothing hidden in it."""
    try:
        parts = urlsplit(text)
        return parts.scheme in {"http", "https"} and bool(parts.hostname) and not UNSEEN.search(text)
    except ValueError:
        return False


def validate_web_address(text: str) -> None:
    if not is_web_address(text) or any(character.isspace() or character == "\\" for character in text):
        raise ValidationError(_("Write a web address that begins with https://."), code="web_address")
