"""Cloths and what is sewn of them, with a pattern of their own."""

from __future__ import annotations

from random import Random

from pictures.batik import COLOURS, pattern
from pictures.ink import INK, box, circle, ellipse, group, path, polygon, stroke
from pictures.things.vessels import shadow

CLOTH = "url(#cloth)"


def cloth(motif: str, colours: str, size: float = 0.5) -> str:
    """A pattern that what is filled with CLOTH is made of."""
    return f"<defs>{pattern('cloth', motif, COLOURS[colours], size)}</defs>"


def _folded(fill: str, edge: str) -> str:
    """A cloth folded four times, its soft folds to the left, one corner turned back."""
    layers = ""
    for at, y in enumerate((34, 16, -2, -20)):
        lift = 2 * at
        d = f"M-52 {y}C-78 {y} -78 {y + 20} -52 {y + 20}L{72 - lift} {y + 20}V{y}Z"
        layers += path(d, fill) + stroke(f"M-52 {y + 15}L{72 - lift} {y + 15}", edge, 3)
    top = path("M-52 -20C-70 -20 -74 -8 -64 -2L-34 -46H84L66 -20Z", fill)
    corner = path("M84 -46L66 -20L44 -26C58 -30 70 -36 84 -46Z", edge)
    return shadow(74, 58) + layers + top + corner


def batik_cap(_dice: Random) -> str:
    stamp = (
        box(-20, -8, 40, 16, "#b06a2c")
        + "".join(circle(x, 0, 4, "#d99a54", INK, 1.2) for x in (-12, 0, 12))
        + box(-5, -34, 10, 28, "#8a5a2b", 4)
        + box(-14, -42, 28, 10, "#8a5a2b", 5)
    )
    return cloth("ceplok", "sogan") + _folded(CLOTH, "#3a2415") + group(stamp, 12, -40, 8, 0.95)


def batik_tulis(_dice: Random) -> str:
    canting = (
        path("M-4 -50H6L8 -6H-6Z", "#b98345")
        + path("M-12 -6H14C18 6 10 16 2 16C-8 16 -16 6 -12 -6Z", "#c98f2f")
        + stroke("M12 6C22 8 22 16 20 22", "#c98f2f", 4)
    )
    drop = path("M20 28C24 34 24 38 20 38C16 38 16 34 20 28Z", "#5b3419")
    return (
        cloth("kawung", "soga light", 0.62)
        + _folded(CLOTH, "#5b3419")
        + group(canting + drop, 8, -52, 24, 0.9)
    )


def batik_printing(_dice: Random) -> str:
    roll = (
        box(-74, -30, 120, 60, CLOTH, 4)
        + ellipse(46, 0, 15, 30, "#f1e7d2")
        + ellipse(46, 0, 9, 18, CLOTH)
        + circle(46, 0, 5, "#8a5a2b")
    )
    sheet = path("M-74 22C-40 40 10 34 62 54L40 76C-6 60 -50 66 -86 50Z", CLOTH)
    return cloth("nitik", "indigo", 0.6) + shadow(78, 72) + sheet + roll


def sarung(_dice: Random) -> str:
    tube = (
        path("M-50 -70H50L60 70H-60Z", CLOTH)
        + box(-22, -70, 44, 140, "#3a2415", 0)
        + "".join(polygon([(0, y - 20), (16, y), (0, y + 20), (-16, y)], "#d9a866") for y in (-44, 0, 44))
    )
    hem = stroke("M-51 -58H51M-59 58H59", "#f2dcb4", 3)
    fold = path("M-50 -70C-30 -84 30 -84 50 -70C30 -60 -30 -60 -50 -70Z", "#5b3419")
    return cloth("parang", "mengkudu", 0.6) + shadow(66, 76) + tube + hem + fold


def selendang(_dice: Random) -> str:
    back = path("M-72 -44C-30 -74 40 -70 70 -36L60 -14C30 -44 -26 -46 -58 -22Z", CLOTH)
    fall = path(
        "M-72 -44L-58 -22C-64 10 -58 40 -66 66H-30C-24 30 -30 0 -22 -34C-40 -40 -60 -48 -72 -44Z", CLOTH
    )
    other = path("M70 -36L60 -14C58 6 64 30 56 54H24C28 26 22 4 30 -32C44 -44 60 -46 70 -36Z", CLOTH)
    fringe = "".join(stroke(f"M{x} 66V78", "#d9a866", 3) for x in range(-64, -30, 6)) + "".join(
        stroke(f"M{x} 54V66", "#d9a866", 3) for x in range(27, 58, 6)
    )
    return cloth("udan liris", "night", 0.7) + shadow(70, 82) + fringe + back + fall + other


def taplak(_dice: Random) -> str:
    legs = box(-66, 10, 10, 68, "#8a5a2b", 2) + box(56, 10, 10, 68, "#8a5a2b", 2)
    top = path("M-78 -16L-50 -36H50L78 -16Z", CLOTH)
    drop = path("M-78 -16H78V26L58 44L38 26L18 46L0 26L-18 46L-38 26L-58 44L-78 26Z", CLOTH)
    vase = path("M-12 -34C-16 -52 -6 -54 -6 -62H6C6 -54 16 -52 12 -34Z", "#b6522f") + stroke(
        "M0 -62V-78M-4 -62L-14 -76M4 -62L14 -76", "#4f8a3a", 2.6
    )
    flowers = circle(0, -80, 6, "#f0b63c") + circle(-15, -78, 6, "#e2727f") + circle(15, -78, 6, "#e2727f")
    return (
        cloth("ceplok", "leaf", 0.62)
        + shadow(78, 80)
        + legs
        + top
        + drop
        + stroke("M-78 -16H78", INK, 2)
        + vase
        + flowers
    )


def tas_batik(_dice: Random) -> str:
    handles = stroke("M-34 -26C-34 -84 34 -84 34 -26", INK, 10) + stroke(
        "M-34 -26C-34 -84 34 -84 34 -26", "#8a5a2b", 6
    )
    bag = path("M-60 -28H60L70 66Q70 74 62 74H-62Q-70 74 -70 66Z", CLOTH)
    zip_ = (
        stroke("M-56 -16H56", "#d9a866", 5)
        + stroke("M-56 -16H56", INK, 1.6)
        + box(40, -19, 16, 7, "#c9bfa8", 2)
    )
    return cloth("kawung", "teal", 0.66) + shadow(72, 78) + handles + bag + zip_


def dompet(_dice: Random) -> str:
    purse = box(-72, -38, 144, 88, CLOTH, 14)
    zip_ = (
        stroke("M-62 -24H62", "#f6dd9b", 6)
        + stroke("M-62 -24H62", INK, 1.6)
        + path("M56 -28H70L78 -12L66 -8L58 -20Z", "#c9bfa8")
    )
    strap = stroke("M-72 -10C-92 -4 -92 30 -74 28", INK, 7) + stroke(
        "M-72 -10C-92 -4 -92 30 -74 28", "#8a5a2b", 3.6
    )
    return cloth("nitik", "mengkudu", 0.66) + shadow(74, 56) + strap + purse + zip_


def lurik(_dice: Random) -> str:
    bands = [
        ("#2b2a33", 0),
        ("#a33c2f", 9),
        ("#e9c98c", 13),
        ("#2b2a33", 16),
        ("#3f6e8f", 25),
        ("#e9c98c", 30),
        ("#2b2a33", 33),
        ("#a33c2f", 41),
        ("#e9c98c", 46),
    ]
    stripes = "".join(f'<rect x="{x}" width="{60 - x}" height="60" fill="{fill}"/>' for fill, x in bands)
    weave = f'<defs><pattern id="cloth" patternUnits="userSpaceOnUse" width="50" height="50" patternTransform="scale(.5)">{stripes}</pattern></defs>'
    shuttle = (
        path("M-40 0C-20 -12 20 -12 40 0C20 12 -20 12 -40 0Z", "#b98345")
        + ellipse(0, 0, 18, 5, "#fff8ea")
        + stroke("M-14 0H14", "#a33c2f", 3)
    )
    return weave + _folded(CLOTH, "#2b2a33") + group(shuttle, 16, -40, -8, 0.9)
