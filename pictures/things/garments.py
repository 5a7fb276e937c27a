"""Shirts, dresses, caps and sandals."""

from __future__ import annotations

from random import Random

from pictures.ink import INK, box, circle, ellipse, group, path, stroke
from pictures.things.cloth import CLOTH, cloth
from pictures.things.vessels import shadow


def _shirt(sleeve: str) -> str:
    return path(
        f"M-26 -66L-48 -56{sleeve}L-44 -18V70H44V-18{_mirrored(sleeve)}L48 -56L26 -66C16 -52 -16 -52 -26 -66Z",
        CLOTH,
    )


def _mirrored(sleeve: str) -> str:
    """The other sleeve, drawn back up."""
    points = [tuple(map(float, one.split())) for one in sleeve.split("L") if one]
    return "".join(f"L{-x:g} {y:g}" for x, y in reversed(points))


def kemeja(_dice: Random) -> str:
    buttons = "".join(circle(0, y, 2.6, "#fff8ea", INK, 1.2) for y in (-28, -6, 16, 38, 60))
    collar = path("M-26 -66L-10 -74L0 -50L-18 -42Z", "#f2dcb4") + path(
        "M26 -66L10 -74L0 -50L18 -42Z", "#f2dcb4"
    )
    pocket = box(14, -14, 20, 22, CLOTH, 3)
    return (
        cloth("parang", "sogan", 0.6)
        + shadow(60, 76)
        + _shirt("L-86 -14L-66 4")
        + stroke("M0 -50V70", INK, 2)
        + collar
        + buttons
        + pocket
    )


def blus(_dice: Random) -> str:
    body = path(
        "M-22 -66L-44 -58L-78 2L-58 14L-40 -16C-34 10 -36 24 -52 70H52C36 24 34 10 40 -16L58 14L78 2L44 -58L22 -66C14 -46 -14 -46 -22 -66Z",
        CLOTH,
    )
    ruffle = path(
        "M-52 70C-44 60 -36 78 -26 68C-18 60 -10 78 0 68C10 78 18 60 26 68C36 78 44 60 52 70L48 56H-48Z",
        "#f3cdc6",
    )
    sash = path("M-37 8C-14 14 14 14 37 8L38 20C14 26 -14 26 -38 20Z", "#7c2b22") + path(
        "M0 14L-12 40L-2 38L4 18ZM2 14L16 38L6 40L0 20Z", "#7c2b22"
    )
    return cloth("truntum", "rose", 0.6) + shadow(60, 78) + body + ruffle + sash


def daster(_dice: Random) -> str:
    body = path(
        "M-18 -76L-34 -72L-66 -34L-48 -18L-34 -32L-62 74H62L34 -32L48 -18L66 -34L34 -72L18 -76C12 -60 -12 -60 -18 -76Z",
        CLOTH,
    )
    trim = stroke("M-58 60H58", "#f6dd9b", 5) + stroke("M-18 -75C-12 -58 12 -58 18 -75", "#f6dd9b", 4)
    ties = stroke("M-30 -18C-10 -12 10 -12 30 -18", "#f6dd9b", 3)
    return cloth("mega mendung", "teal", 0.6) + shadow(68, 80) + body + trim + ties


def kolor(_dice: Random) -> str:
    legs = path("M-44 -54H44L62 62H10L0 0L-10 62H-62Z", CLOTH)
    waist = box(-45, -64, 90, 18, "#4d2a47", 4) + "".join(
        stroke(f"M{x} -62V-48", "#dcb4cc", 1.6) for x in range(-38, 40, 8)
    )
    cord = stroke("M-4 -50C-12 -36 -10 -26 -12 -18M4 -50C10 -38 12 -28 10 -16", "#fff8ea", 4)
    return (
        cloth("sidomukti", "plum", 0.6)
        + shadow(62, 72)
        + legs
        + stroke("M-59 50H-12M12 50H59", "#dcb4cc", 3)
        + waist
        + cord
    )


def kebaya(_dice: Random) -> str:
    sleeve = "L-84 24L-64 34"
    lace = stroke("M-44 66C-30 74 -16 66 0 74C16 66 30 74 44 66", "#fff8ea", 4)
    panel = path("M-13 -58L-9 70H9L13 -58C6 -50 -6 -50 -13 -58Z", "#f3cdc6") + "".join(
        circle(0, y, 3.4, "#e9c44f", INK, 1.2) for y in (-34, -8, 18, 44)
    )
    flowers = "".join(
        group(_flower(), x, y, size=0.8)
        for x, y in [(-30, -26), (30, -26), (-30, 40), (30, 40), (-27, 8), (27, 8)]
    )
    body = _shirt(sleeve).replace(CLOTH, "#b23a5c")
    return shadow(58, 78) + body + panel + flowers + lace


def _flower() -> str:
    return "".join(group(ellipse(0, -6, 3.4, 5, "#f8d7de", ""), turn=a) for a in range(0, 360, 72)) + circle(
        0, 0, 2.6, "#e9c44f", ""
    )


def kaos(_dice: Random) -> str:
    neck = path("M-26 -66C-16 -48 16 -48 26 -66L18 -68C10 -56 -10 -56 -18 -68Z", "#22385e")
    roof = path("M-26 4L0 -18L26 4Z", "#d9a866", INK, 2) + path("M-34 18L-22 4H22L34 18Z", "#d9a866", INK, 2)
    hall = "".join(box(x, 18, 5, 24, "#fff8ea", 0, INK, 1.4) for x in (-26, -10, 5, 21)) + box(
        -34, 42, 68, 6, "#fff8ea", 0, INK, 1.6
    )
    return shadow(60, 76) + _shirt("L-84 -16L-64 2").replace(CLOTH, "#2f5f8f") + neck + roof + hall


def mukena(_dice: Random) -> str:
    veil = path(
        "M0 -82C34 -82 44 -52 46 -30L74 66C40 80 -40 80 -74 66L-46 -30C-44 -52 -34 -82 0 -82Z", "#fdfaf2"
    )
    face = path("M-20 -50C-20 -70 20 -70 20 -50C20 -30 12 -20 0 -20C-12 -20 -20 -30 -20 -50Z", "#e9dcc6")
    lace = "".join(
        circle(x, 68 - abs(x) * 0.07 + 4, 5, "#dfeccb", "#6b9a4b", 1.6) for x in range(-66, 67, 12)
    )
    folds = stroke("M-26 -14C-34 16 -36 40 -40 66M26 -14C34 16 36 40 40 66M0 -12V72", "#cfc6b2", 2.4)
    flowers = "".join(
        group(_flower().replace("#f8d7de", "#8fb36e"), x, y)
        for x, y in [(-54, 50), (54, 50), (-18, 54), (18, 54)]
    )
    return (
        shadow(74, 78)
        + veil
        + folds
        + face
        + stroke("M-20 -50C-24 -20 24 -20 20 -50", "#6b9a4b", 2.4)
        + flowers
        + lace
    )


def blangkon(_dice: Random) -> str:
    dome = path("M-62 30C-74 -40 -36 -66 2 -64C44 -62 74 -36 62 30C20 44 -22 44 -62 30Z", CLOTH)
    pleats = stroke(
        "M-6 32C-30 10 -48 -10 -58 -16M-6 32C-22 4 -34 -26 -44 -44M-6 32C-10 0 -12 -34 -18 -60", INK, 2.2
    )
    pleats += stroke("M6 32C30 10 48 -10 58 -16M6 32C22 4 34 -26 44 -44M6 32C10 0 12 -34 18 -60", INK, 2.2)
    pleats += path("M-14 34L0 4L14 34Z", "#3a2415")
    band = path("M-64 20C-22 40 22 40 64 20V38C22 60 -22 60 -64 38Z", "#3a2415") + stroke(
        "M-62 30C-22 50 22 50 62 30", "#d9a866", 2.4
    )
    knot = ellipse(66, 12, 13, 17, CLOTH) + stroke("M60 2C66 10 66 16 62 26", INK, 2)
    return cloth("kawung", "sogan", 0.46) + shadow(66, 60) + knot + dome + pleats + band


def peci(_dice: Random) -> str:
    body = path("M-72 40L-62 -30C-30 -50 30 -50 62 -30L72 40C30 58 -30 58 -72 40Z", "#23222a")
    top = path("M-62 -30C-30 -50 30 -50 62 -30C30 -16 -30 -16 -62 -30Z", "#3b3a45")
    shine = stroke("M-52 -8L-58 30", "#6a6878", 5).replace("/>", ' stroke-linecap="round"/>')
    return (
        shadow(74, 56)
        + body
        + top
        + shine
        + stroke("M-36 -30C-10 -25 10 -25 36 -30", "#23222a", 2.4)
        + stroke("M-70 32C-30 49 30 49 70 32", "#4b4955", 2)
    )


def _sandal(sole: str, bed: str, strap: str) -> str:
    under = path(
        "M-22 -62C0 -72 24 -58 22 -20C20 10 24 30 18 58C12 76 -14 76 -18 56C-24 24 -16 6 -22 -20C-26 -40 -32 -56 -22 -62Z",
        sole,
    )
    inner = path(
        "M-16 -54C0 -62 16 -50 15 -20C14 8 17 30 12 54C8 66 -10 66 -12 52C-17 24 -10 6 -15 -20C-18 -38 -24 -50 -16 -54Z",
        bed,
        INK,
        1.6,
    )
    return under + inner + strap


def sandal_batik(_dice: Random) -> str:
    strap = path("M-28 -34C-18 -56 20 -54 27 -26L24 6C12 -12 -10 -14 -24 0Z", CLOTH)
    pair = _sandal("#3a2415", "#e9d4ae", strap)
    return (
        cloth("truntum", "mengkudu", 0.5)
        + shadow(70, 80)
        + group(pair, -36, 2, -8)
        + group(group(pair, 0, 0).replace('transform="translate(0 0)"', 'transform="scale(-1 1)"'), 36, 2, 8)
    )


def sandal_kulit(_dice: Random) -> str:
    strap = (
        stroke("M0 -44L-22 4M0 -44L20 0", INK, 14)
        + stroke("M0 -44L-22 4M0 -44L20 0", "#7a3f1c", 9.5)
        + path("M-26 8C-12 -2 10 -2 25 4L23 26C10 16 -10 16 -23 26Z", "#8f4d24")
        + stroke("M-20 14C-8 6 8 6 20 11", "#e9c98c", 1.8).replace("/>", ' stroke-dasharray="4 4"/>')
    )
    pair = _sandal("#4a2716", "#c98f5a", strap)
    return (
        shadow(70, 80)
        + group(pair, -36, 2, -8)
        + group(group(pair, 0, 0).replace('transform="translate(0 0)"', 'transform="scale(-1 1)"'), 36, 2, 8)
    )
