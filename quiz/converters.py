"""Path converters: authors' keys, tokens of a fixed length, hashes and file names of pictures."""

from __future__ import annotations

from django.urls.converters import StringConverter

from catalog.validators import KEY
from quiz.tokens import HANDLE


class KeyConverter(StringConverter):
    regex = KEY.pattern


class TokenConverter(StringConverter):
    regex = HANDLE


class SignedConverter(StringConverter):
    regex = r"[A-Za-z0-9_:.=-]{20,600}"


class DigestConverter(StringConverter):
    regex = "[0-9a-f]{32}"


class PictureConverter(StringConverter):
    regex = r"[a-z0-9-]{1,40}-[0-9a-f]{12}\.(?:webp|svg)"
