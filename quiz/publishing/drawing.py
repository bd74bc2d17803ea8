"""Draw the card of a type: 1200 × 630, in a small palette PNG."""

from __future__ import annotations

from functools import lru_cache
from io import BytesIO
from pathlib import Path

import budoux
from PIL import Image, ImageDraw, ImageFont

from catalog.contrast import mix
from catalog.pictures import picture_storage
from catalog.rendering import render_drawing
from quiz.models import QuizVersion
from quiz.scoring import Type

SIZE = (1200, 630)
PAPER, INK, SOFT = "#fdfaf5", "#2b2521", "#6f665e"
FONT = Path(__file__).parent / "fonts" / "BIZUDPGothic-Bold.ttf"
LEFT, TEXT_WIDTH, TEXT_WIDTH_ALONE = 84, 620, 1032
PICTURE_SIZE, MIN_FONT_SIZE = 360, 28

parser = budoux.load_default_japanese_parser()


def draw(version: QuizVersion, type_key: str) -> bytes:
    definition, brand = version.definition, version.look
    type_ = definition.type(type_key)
    accent = type_.color or brand.color or INK
    canvas = Image.new("RGB", SIZE, PAPER)
    pen = ImageDraw.Draw(canvas)
    picture = load_picture(type_)
    width = TEXT_WIDTH if picture else TEXT_WIDTH_ALONE
    if picture:
        place_picture(canvas, pen, picture, tint=mix(accent, PAPER, 0.16))
    pen.rectangle((0, SIZE[1] - 18, *SIZE), fill=accent)
    write_text(pen, definition.title, top=92, size=32, fill=accent, width=width, lines=1)
    bottom = write_text(pen, type_.name, top=168, size=84, fill=INK, width=width, lines=3)
    write_text(pen, type_.tagline, top=bottom + 26, size=34, fill=SOFT, width=width, lines=2)
    write_text(pen, brand.name, top=528, size=30, fill=INK, width=width, lines=1)
    return encode(canvas)


def load_picture(type_: Type) -> Image.Image | None:
    """Return the type's picture (SVG or photo) at the card's size; None if it has no picture."""
    name = f"pictures/{type_.image}"
    if not type_.image or not picture_storage().exists(name):
        return None
    with picture_storage().open(name) as file:
        content = file.read()
    if name.endswith(".svg"):
        content = render_drawing(content, side=PICTURE_SIZE)
        if content is None:  # stored before uploads were checked by rendering
            return None
    picture = Image.open(BytesIO(content)).convert("RGBA")
    picture.thumbnail((PICTURE_SIZE, PICTURE_SIZE))
    return picture


def place_picture(canvas: Image.Image, pen: ImageDraw.ImageDraw, picture: Image.Image, *, tint: str) -> None:
    middle = (952, 300)
    pen.circle(middle, 216, fill=tint)
    corner = (middle[0] - picture.width // 2, middle[1] - picture.height // 2)
    canvas.paste(picture, corner, picture)


def write_text(pen: ImageDraw.ImageDraw, text: str, *, top: int, size: int, fill: str, width: int, lines: int) -> int:
    """Draw text broken between phrases, as large as it fits into `lines` lines; return its bottom edge."""
    font, broken_lines = fit_text(without_missing_glyphs(text), size=size, width=width, lines=lines)
    pen.multiline_text((LEFT, top), "\n".join(broken_lines), font=font, fill=fill, spacing=int(font.size * 0.32))
    return top + int(len(broken_lines) * font.size * 1.32)


def fit_text(text: str, *, size: int, width: int, lines: int) -> tuple[ImageFont.FreeTypeFont, list[str]]:
    """Return the font and the lines: the fewest lines that fit with at least two thirds of the font size.

    A text that is still too long is cut with an ellipsis.
    """
    for allowed in range(1, lines + 1):
        for font_size in range(size, max(size * 2 // 3, MIN_FONT_SIZE) - 1, -4):
            font = open_font(font_size)
            broken_lines = break_lines(text, font, width)
            if len(broken_lines) <= allowed:
                return font, broken_lines
    return font, [*broken_lines[: lines - 1], broken_lines[lines - 1][:-1] + "…"]


def break_lines(text: str, font: ImageFont.FreeTypeFont, width: int) -> list[str]:
    """Break text between phrases; break a phrase that is wider than a line between characters."""
    result: list[str] = [""]
    for phrase in parser.parse(text) if text else []:
        pieces = [phrase] if font.getlength(phrase) <= width else list(phrase)
        for piece in pieces:
            if font.getlength(result[-1] + piece) > width:
                result.append("")
            result[-1] += piece
    return result


@lru_cache(maxsize=32)
def open_font(size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(FONT), size)


def without_missing_glyphs(text: str) -> str:
    """Return the text without characters that the font has no glyph for, such as emoji."""
    return "".join(character for character in " ".join(text.split()) if has_glyph(character))


@lru_cache(maxsize=4096)
def has_glyph(character: str) -> bool:
    font = open_font(20)
    return character == " " or bytes(font.getmask(character)) != bytes(font.getmask("\uffff"))


def encode(canvas: Image.Image) -> bytes:
    written = BytesIO()
    canvas.quantize(64, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE).save(written, "PNG")
    return written.getvalue()
