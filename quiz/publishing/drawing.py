"""Draw the card of a type: 1200 × 630, in a small palette PNG."""

from __future__ import annotations

from functools import lru_cache
from io import BytesIO
from pathlib import Path

import budoux
from PIL import Image, ImageColor, ImageDraw, ImageFont

from catalog.pictures import picture_storage
from catalog.rendering import render_drawing
from quiz.models import QuizVersion
from quiz.scoring import Type

SIZE = (1200, 630)
PAPER, INK, SOFT = "#fdfaf5", "#2b2521", "#6f665e"
FONT = Path(__file__).parent / "fonts" / "BIZUDPGothic-Bold.ttf"
LEFT, TEXT_WIDTH, TEXT_WIDTH_ALONE = 84, 620, 1032
PICTURE, SMALLEST = 360, 28

parser = budoux.load_default_japanese_parser()


def draw(version: QuizVersion, type_key: str) -> bytes:
    definition, brand = version.definition, version.look
    each = definition.type(type_key)
    accent = each.color or brand.color or INK
    canvas = Image.new("RGB", SIZE, PAPER)
    pen = ImageDraw.Draw(canvas)
    picture = load_picture(each)
    width = TEXT_WIDTH if picture else TEXT_WIDTH_ALONE
    if picture:
        place_picture(canvas, pen, picture, tint=blend(accent, PAPER, 0.16))
    pen.rectangle((0, SIZE[1] - 18, *SIZE), fill=accent)
    write(pen, definition.title, top=92, size=32, fill=accent, width=width, lines=1)
    bottom = write(pen, each.name, top=168, size=84, fill=INK, width=width, lines=3)
    write(pen, each.tagline, top=bottom + 26, size=34, fill=SOFT, width=width, lines=2)
    write(pen, brand.name, top=528, size=30, fill=INK, width=width, lines=1)
    return encode(canvas)


def load_picture(each: Type) -> Image.Image | None:
    """Return the type's picture at the card's size, drawing or photograph; None when it has none."""
    name = f"pictures/{each.image}"
    if not each.image or not picture_storage().exists(name):
        return None
    with picture_storage().open(name) as file:
        content = file.read()
    if name.endswith(".svg"):
        content = render_drawing(content, side=PICTURE)
        if content is None:  # kept before drawings were tried at upload
            return None
    picture = Image.open(BytesIO(content)).convert("RGBA")
    picture.thumbnail((PICTURE, PICTURE))
    return picture


def place_picture(canvas: Image.Image, pen: ImageDraw.ImageDraw, picture: Image.Image, *, tint: str) -> None:
    middle = (952, 300)
    pen.circle(middle, 216, fill=tint)
    corner = (middle[0] - picture.width // 2, middle[1] - picture.height // 2)
    canvas.paste(picture, corner, picture)


def write(pen: ImageDraw.ImageDraw, text: str, *, top: int, size: int, fill: str, width: int, lines: int) -> int:
    """Write text broken between phrases, as large as it fits into so many lines; return where it ends."""
    font, broken = fit(readable(text), size=size, width=width, lines=lines)
    pen.multiline_text((LEFT, top), "\n".join(broken), font=font, fill=fill, spacing=int(font.size * 0.32))
    return top + int(len(broken) * font.size * 1.32)


def fit(text: str, *, size: int, width: int, lines: int) -> tuple[ImageFont.FreeTypeFont, list[str]]:
    """Return the font and the lines: few lines matter more than large letters, down to two thirds of the size.

    A text that is too long even so is cut.
    """
    for allowed in range(1, lines + 1):
        for each in range(size, max(size * 2 // 3, SMALLEST) - 1, -4):
            broken = break_lines(text, open_font(each), width)
            if len(broken) <= allowed:
                return open_font(each), broken
    return open_font(each), [*broken[: lines - 1], broken[lines - 1][:-1] + "…"]


def break_lines(text: str, font: ImageFont.FreeTypeFont, width: int) -> list[str]:
    """Break between phrases; a phrase that is wider than a line is broken between characters."""
    done: list[str] = [""]
    for phrase in parser.parse(text) if text else []:
        pieces = [phrase] if font.getlength(phrase) <= width else list(phrase)
        for piece in pieces:
            if font.getlength(done[-1] + piece) > width:
                done.append("")
            done[-1] += piece
    return done


@lru_cache(maxsize=32)
def open_font(size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(FONT), size)


def readable(text: str) -> str:
    """Leave out what the font has no letter for, such as emoji."""
    return "".join(each for each in " ".join(text.split()) if has_letter(each))


@lru_cache(maxsize=4096)
def has_letter(character: str) -> bool:
    font = open_font(20)
    return character == " " or bytes(font.getmask(character)) != bytes(font.getmask("\uffff"))


def blend(color: str, ground: str, share: float) -> str:
    mixed = zip(ImageColor.getrgb(color), ImageColor.getrgb(ground), strict=True)
    return "#" + "".join(f"{round(top * share + low * (1 - share)):02x}" for top, low in mixed)


def encode(canvas: Image.Image) -> bytes:
    written = BytesIO()
    canvas.quantize(64, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE).save(written, "PNG")
    return written.getvalue()
