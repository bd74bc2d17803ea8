"""How well text can be read on a colour, as a ratio (WCAG 2.2)."""

from __future__ import annotations

WHITE = "#ffffff"
ENOUGH = 4.5
ENOUGH_FOR_LARGE = 3.0


def contrast(first: str, second: str) -> float:
    """Return the ratio of two `#rrggbb` colours, from 1 (equal) to 21 (black and white)."""
    low, high = sorted((_luminance(first), _luminance(second)))
    return (high + 0.05) / (low + 0.05)


def _luminance(color: str) -> float:
    red, green, blue = (_linear(int(color[start : start + 2], 16) / 255) for start in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
