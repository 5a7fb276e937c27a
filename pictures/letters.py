"""Names as outlines of Noto Sans, so that a card needs no typeface where it is drawn or shown."""

from __future__ import annotations

from functools import cache

import uharfbuzz as hb

from bot.documents.pdf.fonts import BOLD, opened
from pictures.ink import number


@cache
def _font() -> hb.Font:
    font = hb.Font(opened("latin"))
    font.set_variations({"wght": BOLD, "wdth": 90})
    return font


def _shaped(text: str) -> list[tuple[int, float]]:
    """The glyphs of a line, and how far each moves the pen."""
    line = hb.Buffer()
    line.add_str(text)
    line.guess_segment_properties()
    hb.shape(_font(), line)
    places = line.glyph_positions or []
    return [(one.codepoint, at.x_advance) for one, at in zip(line.glyph_infos, places, strict=True)]


def width(text: str, size: float) -> float:
    """How wide a line is at this size."""
    return sum(far for _glyph, far in _shaped(text)) * size / float(_font().face.upem)


class _Outline:
    """Takes what HarfBuzz draws, as path data."""

    def __init__(self) -> None:
        self.parts: list[str] = []

    def moveTo(self, to: tuple[float, float]) -> None:  # noqa: N802 - the names of a pen
        self.parts.append(f"M{number(to[0])} {number(to[1])}")

    def lineTo(self, to: tuple[float, float]) -> None:  # noqa: N802
        self.parts.append(f"L{number(to[0])} {number(to[1])}")

    def qCurveTo(self, *points: tuple[float, float]) -> None:  # noqa: N802
        self.parts.append("Q" + " ".join(f"{number(x)} {number(y)}" for x, y in points))

    def curveTo(self, *points: tuple[float, float]) -> None:  # noqa: N802
        self.parts.append("C" + " ".join(f"{number(x)} {number(y)}" for x, y in points))

    def closePath(self) -> None:  # noqa: N802
        self.parts.append("Z")

    def endPath(self) -> None:  # noqa: N802
        """A glyph's outline is always closed."""


def line(text: str, x: float, y: float, size: float, fill: str) -> str:
    """One line of text centred at x, standing on y."""
    font, scale = _font(), size / _font().face.upem
    pen_at, drawn = x - width(text, size) / 2, []
    for glyph, far in _shaped(text):
        outline = _Outline()
        font.draw_glyph_with_pen(glyph, outline)
        move = f"translate({number(pen_at)} {number(y)}) scale({scale:.5f} {-scale:.5f})"
        drawn.append(f'<path transform="{move}" d="{"".join(outline.parts)}" fill="{fill}"/>')
        pen_at += far * scale
    return "".join(drawn)
