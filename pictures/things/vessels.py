"""What goods are packed and served in: jars, bottles, cans, sachets, bowls, glasses, plates."""

from __future__ import annotations

from random import Random

from pictures.ink import INK, box, circle, ellipse, group, path, scattered, stroke

SHINE = "#ffffff"


def shadow(width: float, y: float = 78) -> str:
    """The shadow under a thing that stands."""
    return ellipse(0, y, width, 8, "#3a2415", "").replace("/>", ' fill-opacity=".16"/>')


def tray() -> str:
    """A round woven tray with a banana leaf, seen a little from above: for goods that lie."""
    rim = ellipse(0, 42, 88, 38, "#b98345") + ellipse(0, 39, 80, 33, "#d9ac6c", "#8a5a2b", 1.6)
    leaf = path("M-72 40C-50 4 44 2 74 34C52 70 -44 74 -72 40Z", "#5f9a4c", "#2f5527", 2)
    veins = stroke(
        "M-68 40C-20 34 30 34 70 36M-44 22L-34 38M-14 14L-8 36M18 12L20 35M46 18L46 36", "#3f7433", 1.6
    )
    return rim + leaf + veins


def on_tray(goods: str) -> str:
    """Goods that lie on the tray."""
    return group(tray() + goods, 0, -14, size=0.94)


def jar(inside: str, lid: str, label: str = "", emblem: str = "") -> str:
    """A glass jar that shows what is in it; `emblem` stands on its label."""
    glass = box(-52, -52, 104, 132, "#fbf6ea", 20)
    goods = f'<g clip-path="url(#jar)">{inside}</g>'
    shine = stroke("M-40 -34V50", SHINE, 5).replace("/>", ' stroke-opacity=".7" stroke-linecap="round"/>')
    top = box(-46, -76, 92, 26, lid, 7) + stroke(
        "M-32 -74V-52M-16 -74V-52M0 -74V-52M16 -74V-52M32 -74V-52", INK, 1
    )
    outline = box(-52, -52, 104, 132, "none", 20)
    front = _label(label, emblem, 18) if label else ""
    return shadow(58) + glass + goods + outline + shine + top + front


def _label(colour: str, emblem: str, y: float) -> str:
    return box(-36, y - 26, 72, 52, colour, 8) + group(emblem, 0, y, size=0.86)


def clip() -> str:
    """The inside of a jar and of a tumbler, to be named in clip paths."""
    jar_inside = '<clipPath id="jar"><rect x="-49" y="-40" width="98" height="117" rx="18"/></clipPath>'
    return jar_inside + '<clipPath id="glass"><path d="M-37 -48L-31 72Q0 82 31 72L37 -48Z"/></clipPath>'


def filled(piece: str, dice: Random, count: int = 60) -> str:
    """A jar's inside full of one kind of piece."""
    spots = scattered(count, 58, 70, dice)
    return "".join(group(piece, x, y + 22, dice.uniform(0, 360)) for x, y in spots)


def bottle(liquid: str, cap: str, label: str, emblem: str, slim: bool = True) -> str:
    """A bottle with a label."""
    w = 34 if slim else 44
    body = f"M-12 -62V-40C-12 -26 -{w} -26 -{w} -6V68Q-{w} 80 -{w - 12} 80H{w - 12}Q{w} 80 {w} 68V-6C{w} -26 12 -26 12 -40V-62Z"
    shine = stroke(f"M-{w - 9} 0V60", SHINE, 4).replace("/>", ' stroke-opacity=".5" stroke-linecap="round"/>')
    front = box(-w + 1, 6, 2 * w - 2, 50, label, 3) + group(emblem, 0, 31, size=0.8 if slim else 0.95)
    return shadow(w + 6) + path(body, liquid) + shine + front + box(-15, -84, 30, 24, cap, 5)


def can(label: str, emblem: str, band: str) -> str:
    """A tin can with a label around it."""
    side = path("M-48 -52V58C-48 78 48 78 48 58V-52Z", "#cfd3d4")
    paper = path("M-48 -38V46C-48 66 48 66 48 46V-38C48 -18 -48 -18 -48 -38Z", label)
    stripe = path("M-48 30V42C-48 62 48 62 48 42V30C48 50 -48 50 -48 30Z", band, "")
    lid = ellipse(0, -52, 48, 17, "#e6e8e8") + ellipse(0, -52, 38, 12, "#d2d6d7", "#8d9294", 1.6)
    ring = ellipse(8, -53, 12, 5, "none", "#8d9294", 3)
    return shadow(54) + side + paper + stripe + lid + ring + group(emblem, 0, 4, size=1.05)


def sachet(colour: str, emblem: str, edge: str = "#f6ecd6") -> str:
    """A flat sachet with sealed edges."""
    teeth = "".join(f"L{x} {-80 if nth % 2 else -74}" for nth, x in enumerate(range(-48, 49, 8)))
    body = path(f"M-50 -74{teeth}L50 -74V78H-50Z", colour)
    seal = stroke("M-46 -62H46M-46 68H46", edge, 2.4)
    return shadow(56, 82) + body + seal + circle(0, 4, 38, edge) + group(emblem, 0, 4, size=1.25)


def pouch(colour: str, emblem: str) -> str:
    """A standing pouch with a zip."""
    body = path("M-46 -78H46L54 62Q56 78 40 78H-40Q-56 78 -54 62Z", colour)
    zip_ = stroke("M-46 -60H46", "#f6ecd6", 2.4) + box(-46, -78, 92, 10, "#00000022", 2, "")
    return shadow(58, 80) + body + zip_ + circle(0, 4, 38, "#f6ecd6") + group(emblem, 0, 4, size=1.3)


def bowl(heaped: str, colour: str, rim: str) -> str:
    """A bowl with something heaped in it; the heap is drawn around (0, 0)."""
    back = ellipse(0, 8, 76, 22, rim)
    body = path("M-76 8C-76 52 -40 74 0 74C40 74 76 52 76 8C60 34 -60 34 -76 8Z", colour)
    stripe = stroke("M-66 40C-36 62 36 62 66 40", rim, 4)
    foot = path("M-28 72H28L24 82H-24Z", colour)
    return shadow(60, 82) + foot + back + heaped + body + stripe


def glass(drink: str, top: str, within: str = "") -> str:
    """A tumbler of something to drink; `within` floats in it."""
    liquid = f'<g clip-path="url(#glass)">{box(-40, -32, 80, 120, drink, 0, "")}{within}</g>'
    surface = ellipse(0, -32, 35, 8, top, "")
    outline = path("M-38 -56L-31 72Q0 82 31 72L38 -56", "none") + ellipse(0, -56, 38, 9, "none")
    shine = stroke("M-26 -40L-22 56", SHINE, 4).replace("/>", ' stroke-opacity=".6" stroke-linecap="round"/>')
    return (
        shadow(46)
        + path("M-38 -56L-31 72Q0 82 31 72L38 -56Z", "#fbf6ea", "")
        + liquid
        + surface
        + outline
        + shine
    )


def steam() -> str:
    """Steam above something hot."""
    return stroke(
        "M-16 -66C-22 -74 -10 -80 -16 -90M0 -66C-6 -74 6 -82 0 -92M16 -66C10 -74 22 -80 16 -90", "#c9b8a0", 3
    )
