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
from threading import Lock

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps

from catalog.drawings import clean_drawing
from catalog.rendering import render_drawing
from catalog.storage import WholeFileStorage

MAX_BYTES = 5 * 1024 * 1024
MAX_PIXELS = 16_000_000  # decoded
MAX_PHOTOGRAPH = 60_000_000  # in the file
MAX_SIDE = 1600
DECODING = Lock()  # one at a time: eight threads with a large picture each would fill the memory
FORMATS = ("PNG", "JPEG", "WEBP", "GIF", "AVIF")
STORED_NAME = re.compile(r"pictures/[a-z0-9-]{1,40}-[0-9a-f]{12}\.(?:webp|svg)")


class Picture(ContentFile):
    """A picture as it is to be kept; its name is the stored one."""

    name: str


def picture_storage() -> WholeFileStorage:
    """Return the storage of pictures: equal names hold equal content, so writing one again changes nothing."""
    return WholeFileStorage()


def clean_picture(name: str, content: bytes) -> Picture:
    """Return the picture as it is to be kept, under its stored name; ValidationError tells why it can't be."""
    if len(content) > MAX_BYTES:
        raise ValidationError(_("The picture is larger than 5 MB."), code="too_large")
    is_drawing = PurePath(name).suffix.lower() == ".svg"
    content = clean_drawing(content) if is_drawing else _encode(content)
    stem = re.sub(r"[^a-z0-9]+", "-", PurePath(name).stem.lower()).strip("-")[:40].strip("-") or "picture"
    digest = hashlib.sha256(content).hexdigest()[:12]
    stored = f"pictures/{stem}-{digest}.{'svg' if is_drawing else 'webp'}"
    if is_drawing and not picture_storage().exists(stored):
        _try_to_draw(content)
    return Picture(content, stored)


def _try_to_draw(drawing: bytes) -> None:
    if render_drawing(drawing) is None:
        raise ValidationError(_("The drawing takes too long to draw. Please make it simpler."), code="too_slow")


def _encode(content: bytes) -> bytes:
    try:
        with DECODING, Image.open(BytesIO(content), formats=FORMATS) as image:
            _check(image)
            return _written(_small(image))
    except ValidationError:
        raise
    except Exception as error:  # what the decoders raise over broken pictures is no fixed list
        raise ValidationError(
            _("This is not a picture that can be read (PNG, JPEG, WebP, GIF, AVIF or SVG).")
        ) from error


def _check(image: Image.Image) -> None:
    """Refuse what would need much memory, and what would lose its motion."""
    if image.width * image.height > MAX_PHOTOGRAPH:
        raise ValidationError(_("The picture has more than 60 million pixels."), code="too_large")
    image.draft("RGB", (MAX_SIDE, MAX_SIDE))  # a JPEG is decoded at a half, a quarter or an eighth of its size
    if image.width * image.height > MAX_PIXELS:
        raise ValidationError(_("The picture has more than 16 million pixels."), code="too_large")
    if getattr(image, "is_animated", False):
        raise ValidationError(_("The picture moves. Please choose a still one, such as one frame of it."), code="moves")


def _small(image: Image.Image) -> Image.Image:
    mode = "RGBA" if image.has_transparency_data else "RGB"
    small = image if image.mode == mode else image.convert(mode)
    small.thumbnail((MAX_SIDE, MAX_SIDE))
    return ImageOps.exif_transpose(small)


def _written(image: Image.Image) -> bytes:
    encoded = BytesIO()
    image.save(encoded, "WEBP", quality=82, method=4, exif=b"", icc_profile=b"", xmp=b"")
    return encoded.getvalue()
