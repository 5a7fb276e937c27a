"""A card: batik all over, the thing on a light round, its name on a band."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from pictures import batik, letters
from pictures.ink import number
from pictures.things import vessels

WIDTH, HEIGHT = 480, 300
BAND = 58
NAME_SIZE, NAME_ROOM = 34.0, 440.0

Thing = Callable[[Random], str]


@dataclass(frozen=True, slots=True)
class Card:
    """What a card shows: a product's SKU and name, its thing, and the motif and colours of its ground."""

    sku: str
    name: str
    thing: Thing
    motif: str
    colours: str

    def svg(self) -> str:
        """The card as SVG; the same bytes whenever it is drawn."""
        colours = batik.COLOURS[self.colours]
        middle = (HEIGHT - BAND) / 2 + 2
        centre = f'cx="240" cy="{number(middle)}"'
        parts = [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}">',
            f"<defs>{batik.pattern('batik', self.motif, colours, 0.9)}{vessels.clip()}</defs>",
            f'<rect width="{WIDTH}" height="{HEIGHT}" fill="url(#batik)"/>',
            f'<ellipse {centre} rx="166" ry="116" fill="{colours.ground}"/>',
            f'<ellipse {centre} rx="160" ry="110" fill="#fdf6e7" stroke="{colours.light}" stroke-width="3"/>',
            f'<g transform="translate(240 {number(middle)}) scale(1.16)">{self.thing(Random(self.sku))}</g>',
            self._band(colours),
            "</svg>",
        ]
        return "".join(parts)

    def _band(self, colours: batik.Colours) -> str:
        size = min(NAME_SIZE, NAME_SIZE * NAME_ROOM / letters.width(self.name, NAME_SIZE))
        dark, at = batik.darker(colours.ground), f'y="{HEIGHT - BAND}" width="{WIDTH}"'
        band = f'<rect {at} height="{BAND}" fill="{dark}"/>'
        edge = f'<rect {at} height="3" fill="{colours.light}"/>'
        return (
            band + edge + letters.line(self.name, WIDTH / 2, HEIGHT - BAND / 2 + size * 0.36, size, "#fff8ea")
        )
