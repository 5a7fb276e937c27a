"""Batik grounds: each motif is one tile, in a ground colour, a motif colour and a light accent.

The motifs are drawn after what they are known by; kawung, parang, truntum and the others are common
patterns of Central Java, mega mendung comes from Cirebon.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from pictures.ink import circle, ellipse, group, path, polygon, stroke


@dataclass(frozen=True, slots=True)
class Colours:
    """The three colours of a cloth: its ground, its motif, and what shines on it."""

    ground: str
    motif: str
    light: str


COLOURS = {
    "sogan": Colours("#5b3419", "#8a5526", "#d9a866"),
    "indigo": Colours("#22385e", "#3d5c8e", "#b9cbe6"),
    "soga light": Colours("#c79a5f", "#8f5c2a", "#f2dcb4"),
    "mengkudu": Colours("#7c2b22", "#a84a35", "#e9b48b"),
    "leaf": Colours("#2f4f38", "#517a52", "#c5d6a4"),
    "teal": Colours("#1f5558", "#38807f", "#b5dcd3"),
    "plum": Colours("#4d2a47", "#774a6d", "#dcb4cc"),
    "ochre": Colours("#a06a1c", "#c98f2f", "#f6dd9b"),
    "rose": Colours("#9c4a53", "#c27078", "#f3cdc6"),
    "night": Colours("#2b2a33", "#4b4955", "#c9bfa8"),
    "olive": Colours("#5d5a26", "#86823b", "#dfd79b"),
    "sky": Colours("#4d7894", "#7aa3bb", "#dcebf0"),
}

Motif = Callable[[Colours], str]


def _kawung(c: Colours) -> str:
    fruit = ellipse(0, 0, 17, 9, c.motif, c.light, 1.4) + ellipse(0, 0, 3, 1.6, c.light, "")
    spots = [(15, 15, 45), (45, 15, -45), (15, 45, -45), (45, 45, 45)]
    cross = "M27 30H33M30 27V33M-3 0H3M0 -3V3M57 0H63M60 -3V3M-3 60H3M57 60H63"
    return "".join(group(fruit, *one) for one in spots) + stroke(cross, c.light, 1.4)


def _parang(c: Colours) -> str:
    blade = path("M1 24C1 10 9 5 17 4C11 9 20 15 13 23C10 27 2 28 1 24Z", c.light, "")
    blades = "".join(group(blade, x, y) for x in (0, 20, 40) for y in (1, 31))
    return stroke("M0 0H60M0 30H60M0 60H60", c.motif, 4) + blades


def _truntum(c: Colours) -> str:
    petals = "".join(group(ellipse(0, -7, 2.6, 6, c.light, ""), turn=angle) for angle in range(0, 360, 45))
    star = petals + circle(0, 0, 2.6, c.motif, "")
    dots = "".join(circle(x, y, 1.5, c.motif, "") for x in (0, 15, 45, 60) for y in (0, 15, 45, 60))
    return dots + group(star, 30, 30) + "".join(group(star, x, y, size=0.6) for x in (0, 60) for y in (0, 60))


def _mega_mendung(c: Colours) -> str:
    cloud = "M-26 8C-30 -4 -16 -10 -12 -4C-10 -18 10 -18 12 -4C18 -10 30 -4 26 8C16 16 -16 16 -26 8Z"
    drawn = path(cloud, c.motif, c.light, 1.6) + group(path(cloud, c.ground, c.light, 2), 0, 2, size=0.55)
    return "".join(group(drawn, x, y, size=0.9) for x, y in [(30, 15), (0, 45), (60, 45)])


def _ceplok(c: Colours) -> str:
    leaf = path("M0 -4C9 -10 9 -20 0 -27C-9 -20 -9 -10 0 -4Z", c.motif, c.light, 1.4)
    flower = "".join(group(leaf, turn=angle) for angle in (0, 90, 180, 270)) + circle(0, 0, 4, c.light, "")
    corners = "".join(circle(x, y, 7, c.ground, c.light, 1.6) for x in (0, 60) for y in (0, 60))
    small = "".join(group(circle(0, -17, 2.4, c.light, ""), 30, 30, a) for a in (45, 135, 225, 315))
    return corners + group(flower, 30, 30) + small


def _sidomukti(c: Colours) -> str:
    frame = polygon([(30, 0), (60, 30), (30, 60), (0, 30)], c.motif, c.light, 2)
    wing = path("M0 8C-16 10 -18 -4 -12 -10C-10 0 -4 -4 0 -12C4 -4 10 0 12 -10C18 -4 16 10 0 8Z", c.light, "")
    return (
        frame + group(wing, 30, 30) + "".join(circle(x, y, 4, c.light, "") for x in (0, 60) for y in (0, 60))
    )


def _udan_liris(c: Colours) -> str:
    lines = stroke("M0 8H60M0 22H60M0 38H60M0 52H60", c.motif, 5) + stroke("M0 15H60M0 45H60", c.light, 1.2)
    leaves = "".join(ellipse(x, 30, 7, 2.8, c.light, "") for x in (10, 30, 50))
    dots = "".join(circle(x, 0, 2, c.light, "") + circle(x, 60, 2, c.light, "") for x in (7, 22, 37, 52))
    return lines + leaves + dots


def _nitik(c: Colours) -> str:
    ring = "".join(group(circle(0, -13, 2, c.light, ""), 30, 30, a) for a in range(0, 360, 40))
    inner = "".join(group(circle(0, -6, 1.6, c.light, ""), 30, 30, a) for a in range(0, 360, 72))
    grid = "".join(
        circle(at, 0, 1.7, c.motif, "") + circle(0, at, 1.7, c.motif, "") for at in range(0, 61, 10)
    )
    edge = "".join(
        circle(at, 60, 1.7, c.motif, "") + circle(60, at, 1.7, c.motif, "") for at in range(0, 61, 10)
    )
    return grid + edge + circle(30, 30, 18, c.motif, "") + ring + inner


MOTIFS: dict[str, Motif] = {
    "kawung": _kawung,
    "parang": _parang,
    "truntum": _truntum,
    "mega mendung": _mega_mendung,
    "ceplok": _ceplok,
    "sidomukti": _sidomukti,
    "udan liris": _udan_liris,
    "nitik": _nitik,
}

SLANTED = {"parang", "udan liris"}
"""Motifs that run aslant over the cloth."""

WHOLE = 76 / (0.9 * 60 * 2**0.5)


def darker(colour: str, share: float = 0.62) -> str:
    """A colour with this share of its light."""
    red, green, blue = (round(int(colour[at : at + 2], 16) * share) for at in (1, 3, 5))
    return f"#{red:02x}{green:02x}{blue:02x}"


def pattern(name: str, motif: str, colours: Colours, size: float = 1) -> str:
    """A `<pattern>` that fills with this motif; its tile is 60 wide at size 1."""
    ground = f'<rect width="60" height="60" fill="{colours.ground}"/>'
    # Aslant, the tile is a little smaller: it then repeats after whole pixels, and the picture stays small.
    scale = f"{size * WHOLE:.5f}) rotate(-45" if motif in SLANTED else f"{size:.5f}"
    tile = f'width="60" height="60" patternTransform="scale({scale})"'
    drawn = f"{ground}{MOTIFS[motif](colours)}"
    return f'<pattern id="{name}" patternUnits="userSpaceOnUse" {tile}>{drawn}</pattern>'
