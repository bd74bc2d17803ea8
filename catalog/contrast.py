"""How well text can be read on a colour, as a ratio (WCAG 2.2)."""

from __future__ import annotations

BLACK = "#000000"
WHITE = "#ffffff"
ENOUGH = 4.5


def contrast(first: str, second: str) -> float:
    """Return the ratio of two `#rrggbb` colours, from 1 (equal) to 21 (black and white)."""
    low, high = sorted((_luminance(first), _luminance(second)))
    return (high + 0.05) / (low + 0.05)


def readable(color: str, *, on: str) -> str:
    """Return a `#rrggbb` colour, mixed with black or white no more than it takes to be read on another."""
    extreme = max(BLACK, WHITE, key=lambda each: contrast(each, on))
    shades = (mix(extreme, color, part / 50) for part in range(50))
    return next((shade for shade in shades if contrast(shade, on) >= ENOUGH), extreme)


def mix(first: str, second: str, share: float) -> str:
    """Return what this share of the first colour and the rest of the second make."""
    parts = zip(_parts(first), _parts(second), strict=True)
    return "#" + "".join(f"{round(share * one + (1 - share) * other):02x}" for one, other in parts)


def _luminance(color: str) -> float:
    red, green, blue = (_linear(part / 255) for part in _parts(color))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4


def _parts(color: str) -> tuple[int, ...]:
    return tuple(bytes.fromhex(color.removeprefix("#")))
