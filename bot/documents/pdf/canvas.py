"""A canvas for printed pages: text of any script, rules and boxes at given places, reproducible bytes."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import UTC, datetime

from reportlab import rl_config
from reportlab.pdfgen.canvas import Canvas

from bot.documents.pdf.embedding import Embedding
from bot.documents.pdf.typesetting import broken, line

rl_config.useA85 = 0  # binary page streams: encoding them as ASCII took longer than drawing them

MIME = "application/pdf"
MM = 72 / 25.4
"""A millimetre in points; coordinates are points from the upper left corner of the page."""
A4 = (210 * MM, 297 * MM)
LEFT, RIGHT, CENTRE = 0.0, 1.0, 0.5
BLACK, INK, GREY, WHITE, AMBER = "0 g", "0.12 0.31 0.37 rg", "0.38 g", "1 g", "0.62 0.36 0 rg"
PALE, LINE_GREY = "0.9 0.94 0.95 rg", "0.75 g"
LEADING = 1.32


class Paper:
    """A document being written, with pages of one size."""

    def __init__(
        self, title: str, made_at: datetime, destination: str, size: tuple[float, float] = A4
    ) -> None:
        self.width, self.height = size
        self.destination = destination
        self._bytes = io.BytesIO()
        self._canvas = Canvas(self._bytes, pagesize=size, pageCompression=1, invariant=1)
        self._canvas.setTitle(title)
        self._canvas.setAuthor("Rantau")
        self._canvas.setCreator("Rantau")
        moment = made_at.astimezone(UTC)
        self._canvas.setDateFormatter(lambda *_now: f"D:{moment:%Y%m%d%H%M%S}+00'00'")
        self._embedding = Embedding()
        self._drawn: list[str] = []

    def text(
        self,
        x: float,
        y: float,
        text: str,
        size: float = 9,
        *,
        bold: bool = False,
        at: float = LEFT,
        colour: str = BLACK,
    ) -> None:
        """Draws one line with its baseline at `y`, which begins, centres or ends at `x`."""
        shown = line(text, self.destination, bold)
        if shown.text:
            start = x - at * shown.points(size)
            self._drawn.append(self._embedding.shown(shown, start, self.height - y, size, colour))

    def wide(self, text: str, size: float, bold: bool = False) -> float:
        """The width of a line in points."""
        return line(text, self.destination, bold).points(size)

    def broken(self, text: str, size: float, width: float, bold: bool = False) -> list[str]:
        """The text broken into lines of at most this width; its own line breaks stay."""
        parts = text.splitlines() if "\n" in text else (text,)
        return [one for part in parts for one in broken(part, self.destination, size, width, bold)]

    def lines(
        self,
        x: float,
        y: float,
        lines: Sequence[str],
        size: float = 9,
        *,
        bold: bool = False,
        at: float = LEFT,
        colour: str = BLACK,
        leading: float = LEADING,
    ) -> float:
        """Draws lines one below the other from `y` down; returns where they end."""
        for one in lines:
            y += size * leading
            self.text(x, y - size * (leading - 1), one, size, bold=bold, at=at, colour=colour)
        return y

    def rule(self, x: float, y: float, width: float, thick: float = 0.6, colour: str = LINE_GREY) -> None:
        """Draws a horizontal line."""
        self.box(x, y - thick / 2, width, thick, colour)

    def box(self, x: float, y: float, width: float, height: float, colour: str) -> None:
        """Draws a filled box with its upper left corner at this point."""
        self._drawn.append(f"{colour} {x:.2f} {self.height - y - height:.2f} {width:.2f} {height:.2f} re f")

    def frame(self, x: float, y: float, width: float, height: float, thick: float = 0.8) -> None:
        """Draws an empty box."""
        for top in (y, y + height - thick):
            self.box(x, top, width, thick, BLACK)
        for left in (x, x + width - thick):
            self.box(left, y, thick, height, BLACK)

    def pattern(
        self, boxes: Sequence[tuple[int, int, int, int]], x: float, y: float, across: float, down: float
    ) -> None:
        """Draws black boxes on a grid with its upper left corner at this point and fields `across` by `down`.

        A box is the column and row of its upper left field, and its width and height in fields.
        """
        drawn = " ".join(f"{column} {row} {wide} {high} re" for column, row, wide, high in boxes)
        place = f"{across:.4f} 0 0 {-down:.4f} {x:.2f} {self.height - y:.2f} cm"
        self._drawn.append(f"q 0 g {place} {drawn} f Q")

    def next_page(self) -> None:
        """Ends the page."""
        self._canvas.addLiteral("\n".join(self._drawn))
        self._canvas.showPage()
        self._drawn = []

    def close(self) -> bytes:
        """The finished file."""
        if self._drawn:
            self.next_page()
        self._embedding.add_to(self._canvas._doc)
        self._canvas.save()
        return self._bytes.getvalue()
