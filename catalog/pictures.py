"""Pictures as they are kept: checked, made small and harmless, and named by what they contain.

A stored name such as `pictures/scene-wake-1f0c9a3b2d.webp` never changes its content, so a published version may
rely on it for ever. Photographs are decoded and encoded anew (which drops metadata and anything hidden);
drawings (SVG) must be made of an allow-list of shapes.
"""

from __future__ import annotations

import hashlib
import re
from io import BytesIO
from pathlib import PurePath

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps

from catalog.drawings import clean_drawing

MAX_BYTES = 5 * 1024 * 1024
MAX_PIXELS = 40_000_000
MAX_SIDE = 1600
FORMATS = ("PNG", "JPEG", "WEBP", "GIF", "AVIF")
STORED_NAME = re.compile(r"pictures/[a-z0-9-]{1,40}-[0-9a-f]{12}\.(?:webp|svg)")


class Picture(ContentFile):
    """A picture as it is to be kept; its name is the stored one."""

    name: str


def picture_storage() -> FileSystemStorage:
    """Return the storage of pictures: equal names hold equal content, so writing one again changes nothing."""
    return FileSystemStorage(allow_overwrite=True)


def store_picture(name: str, content: bytes) -> str:
    """Keep a picture and return its stored name; ValidationError tells a person why it can't be kept."""
    picture = clean_picture(name, content)
    return picture_storage().save(picture.name, picture)


def clean_picture(name: str, content: bytes) -> Picture:
    """Return the picture as it is to be kept."""
    if len(content) > MAX_BYTES:
        raise ValidationError(_("The picture is larger than 5 MB."), code="too_large")
    is_drawing = PurePath(name).suffix.lower() == ".svg"
    content = clean_drawing(content) if is_drawing else _encode(content)
    stem = re.sub(r"[^a-z0-9]+", "-", PurePath(name).stem.lower()).strip("-")[:40].strip("-") or "picture"
    digest = hashlib.sha256(content).hexdigest()[:12]
    return Picture(content, f"pictures/{stem}-{digest}.{'svg' if is_drawing else 'webp'}")


def _encode(content: bytes) -> bytes:
    try:
        with Image.open(BytesIO(content), formats=FORMATS) as image:
            if image.width * image.height > MAX_PIXELS:
                raise ValidationError(_("The picture has more than 40 million pixels."), code="too_large")
            upright = ImageOps.exif_transpose(image).convert("RGBA" if image.has_transparency_data else "RGB")
    except ValidationError:
        raise
    except Exception as error:  # what the decoders raise over broken pictures is no fixed list
        raise ValidationError(
            _("This is not a picture that can be read (PNG, JPEG, WebP, GIF, AVIF or SVG).")
        ) from error
    upright.thumbnail((MAX_SIDE, MAX_SIDE))
    encoded = BytesIO()
    upright.save(encoded, "WEBP", quality=82, method=4)
    return encoded.getvalue()
