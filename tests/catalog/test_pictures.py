from __future__ import annotations

from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from PIL import Image

from catalog import pictures
from catalog.pictures import STORED_NAME, clean_picture
from tests.factories import store_picture

DRAWING = (
    b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 4"><circle cx="2" cy="2" r="1" fill="#b8651b"/></svg>'
)


def photograph(size=(8, 8), *, kind="JPEG", **options) -> bytes:
    written = BytesIO()
    Image.new("RGB", size, "#b8651b").save(written, kind, **options)
    return written.getvalue()


def test_photograph_becomes_a_webp_without_metadata():
    exif = Image.Exif()
    exif[0x010E] = "secret place"

    kept = clean_picture("My Photo.JPG", photograph(exif=exif))

    assert STORED_NAME.fullmatch(kept.name)
    assert kept.name.startswith("pictures/my-photo-")
    assert b"secret" not in kept.read()
    assert Image.open(kept).format == "WEBP"


def test_photograph_is_made_smaller_than_a_screen_needs():
    kept = clean_picture("wide.png", photograph((4000, 1000), kind="PNG"))

    assert Image.open(kept).size == (1600, 400)


def test_stored_name_follows_from_the_content(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path

    assert store_picture("sun.svg", DRAWING) == store_picture("sun.svg", DRAWING)
    assert store_picture("sun.svg", DRAWING) != store_picture("sun.svg", DRAWING.replace(b'r="1"', b'r="2"'))
    assert len(list((tmp_path / "pictures").iterdir())) == 2


@pytest.mark.parametrize("name", ["../../evil.svg", "/etc/passwd.svg", "日本語.svg", "a" * 300 + ".svg", "x;y\r\n.svg"])
def test_stored_name_is_harmless_whatever_the_file_is_called(name):
    assert STORED_NAME.fullmatch(clean_picture(name, DRAWING).name)


@pytest.mark.parametrize("content", [b"", b"<html>", b"GIF89a", photograph()[:40], b"\x89PNG\r\n\x1a\n" + b"0" * 99])
def test_what_is_no_picture_is_refused(content):
    with pytest.raises(ValidationError):
        clean_picture("a.png", content)


@pytest.mark.parametrize("error", [RuntimeError, TypeError, KeyError, Image.DecompressionBombError])
def test_picture_that_the_decoder_stumbles_over_is_refused(monkeypatch, error):
    """Such as an AVIF without an image, or EXIF data that are no EXIF data."""

    def stumble(*_args: object) -> None:
        raise error

    monkeypatch.setattr(pictures.ImageOps, "exif_transpose", stumble)

    with pytest.raises(ValidationError):
        clean_picture("broken.avif", photograph())


def test_a_photograph_of_a_camera_is_decoded_small(monkeypatch):
    """24 million pixels in the file, one and a half in the memory."""
    decoded = []
    monkeypatch.setattr(
        pictures, "_small", lambda image, small=pictures._small: decoded.append(image.size) or small(image)
    )

    kept = clean_picture("camera.jpg", photograph((6000, 4000)))

    assert (decoded, Image.open(kept).size) == ([(3000, 2000)], (1600, 1067))


def test_a_photograph_stands_upright():
    exif = Image.Exif()
    exif[0x0112] = 6  # the camera was turned

    assert Image.open(clean_picture("turned.jpg", photograph((2000, 1000), exif=exif))).size == (800, 1600)


def moving(kind: str) -> bytes:
    frames = [Image.new("RGB", (8, 8), color) for color in ("red", "green", "blue")]
    written = BytesIO()
    frames[0].save(written, kind, save_all=True, append_images=frames[1:], duration=100)
    return written.getvalue()


@pytest.mark.parametrize("kind", ["GIF", "WEBP", "PNG"])
def test_a_picture_that_moves_is_refused_in_words(kind):
    with pytest.raises(ValidationError) as refusal:
        clean_picture(f"moving.{kind.lower()}", moving(kind))

    assert refusal.value.code == "moves"


def test_a_drawing_that_takes_too_long_is_refused(monkeypatch):
    shapes = '<g opacity=".9"><rect width="400" height="400" fill="#b8651b" fill-opacity=".5"/></g>' * 2_000
    slow = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 400">{shapes}</svg>'.encode()
    monkeypatch.setattr(pictures, "clean_drawing", lambda content: content)  # whatever the check lets through

    with pytest.raises(ValidationError) as refusal:
        clean_picture("slow.svg", slow)

    assert refusal.value.code == "too_slow"


def test_huge_picture_is_refused(monkeypatch):
    monkeypatch.setattr(pictures, "MAX_PIXELS", 100)

    with pytest.raises(ValidationError):
        clean_picture("bomb.png", photograph((11, 11), kind="PNG"))


def test_huge_file_is_refused():
    with pytest.raises(ValidationError):
        clean_picture("a.png", b"0" * (pictures.MAX_BYTES + 1))
