"""Crafts of wood, rawhide, metal, rattan, bamboo, clay and feathers."""

from __future__ import annotations

from random import Random

from pictures.batik import COLOURS, pattern
from pictures.ink import INK, box, circle, ellipse, group, path, polygon, stroke
from pictures.things.vessels import shadow


def _weave(fill: str, dark: str) -> str:
    """Plaited strips, as a pattern."""
    cells = (
        f'<rect width="16" height="16" fill="{fill}"/>'
        + box(0, 1, 8, 6, fill, 2, dark, 1.2)
        + box(8, 9, 8, 6, fill, 2, dark, 1.2)
    )
    uprights = box(9, 0, 6, 8, fill, 2, dark, 1.2) + box(1, 8, 6, 8, fill, 2, dark, 1.2)
    return f'<defs><pattern id="weave" patternUnits="userSpaceOnUse" width="16" height="16">{cells}{uprights}</pattern></defs>'


def wayang(_dice: Random) -> str:
    rods = stroke("M2 96V10M-62 34L-34 84M58 40L38 86", "#b98345", 4)
    skirt = path(
        "M-20 6C-34 24 -40 48 -58 62C-46 70 -30 66 -22 60C-24 70 -18 80 -8 80H34C42 78 40 70 34 66C36 46 28 22 20 6Z",
        "#7c2b22",
    )
    folds = stroke(
        "M-26 20C-30 36 -34 48 -44 60M-12 12C-14 32 -12 46 -16 60M4 10C6 30 8 46 8 76M14 12C20 30 24 48 26 74",
        "#e9c44f",
        2.4,
    )
    chest = path("M-22 8C-28 -8 -24 -22 -8 -26C8 -28 22 -18 22 8C8 16 -10 16 -22 8Z", "#e9c44f") + _pierced()
    arm = "M{0}20 -16L{0}44 0L{0}62 36"
    arms = "".join(
        stroke(arm.format(side), line, width)
        for side in ("-", "")
        for line, width in ((INK, 10), ("#e9c44f", 6))
    )
    hands = path("M-62 36L-72 42L-64 44L-68 52L-58 44Z", "#e9c44f") + path(
        "M62 36L72 42L64 44L68 52L58 44Z", "#e9c44f"
    )
    face = path(
        "M-8 -26C-18 -34 -18 -50 -6 -56C6 -58 14 -54 18 -48L40 -44L20 -36C18 -32 20 -30 16 -26C8 -20 0 -22 -8 -26Z",
        "#f3ddb0",
    )
    features = stroke("M8 -47C12 -50 18 -49 22 -47M20 -34C24 -33 26 -34 28 -36", INK, 2) + stroke(
        "M6 -44C12 -46 18 -45 22 -44", INK, 2.6
    )
    crown = path(
        "M-8 -54C-18 -50 -26 -42 -22 -28C-40 -30 -46 -50 -36 -62C-44 -78 -26 -92 -12 -84C-24 -80 -22 -72 -14 -72C-4 -76 12 -70 14 -56C6 -60 -2 -58 -8 -54Z",
        "#8c2f24",
    )
    gold = stroke(
        "M-34 -60C-26 -66 -14 -66 8 -62M-36 -50C-30 -54 -24 -54 -18 -50M-30 -76C-26 -80 -22 -82 -18 -82",
        "#e9c44f",
        3,
    )
    return rods + skirt + folds + arms + hands + chest + face + features + crown + gold


def _pierced() -> str:
    """The holes that the puppet-maker's chisel leaves."""
    spots = [(-12, -14), (-2, -18), (8, -14), (-14, -4), (-4, -8), (6, -6), (14, -4), (-8, 4), (4, 4)]
    return "".join(circle(x, y, 2, "#7c2b22", "") for x, y in spots)


def topeng(_dice: Random) -> str:
    face = path("M-50 -46C-34 -66 34 -66 50 -46C56 -6 44 44 0 76C-44 44 -56 -6 -50 -46Z", "#f6ecd6")
    crown = path("M-54 -36C-56 -76 56 -76 54 -36C30 -54 -30 -54 -54 -36Z", "#8c2f24") + "".join(
        circle(x, -58 + abs(x) * 0.22, 5, "#e9c44f") for x in (-36, -18, 0, 18, 36)
    )
    eyes = path("M-38 -8C-28 -20 -14 -18 -8 -8C-16 -2 -30 -2 -38 -8Z", INK, "") + path(
        "M38 -8C28 -20 14 -18 8 -8C16 -2 30 -2 38 -8Z", INK, ""
    )
    brows = stroke("M-40 -22C-28 -32 -14 -30 -6 -22M40 -22C28 -32 14 -30 6 -22", INK, 4)
    nose = path("M0 -10L9 22C4 28 -4 28 -9 22Z", "#e6cfa5") + path(
        "M-16 40C-8 32 8 32 16 40C8 50 -8 50 -16 40Z", "#c8372d"
    )
    return (
        shadow(46, 80)
        + face
        + crown
        + brows
        + eyes
        + nose
        + circle(-30, 14, 6, "#f0c3ae", "")
        + circle(30, 14, 6, "#f0c3ae", "")
        + circle(0, -30, 4, "#c8372d")
    )


def keris(_dice: Random) -> str:
    waves = "M-8 -34C-20 -22 4 -12 -9 2C-20 14 4 24 -8 36C-14 46 0 52 0 74C8 52 10 44 8 36C18 24 -2 14 8 2C18 -12 -2 -22 12 -34Z"
    vein = stroke("M2 -32C-6 -20 10 -10 0 4C-8 16 8 26 1 38C-2 46 2 54 1 66", "#6d767c", 2)
    base = path("M-24 -36C-12 -30 10 -28 28 -38L20 -28C8 -22 -10 -24 -24 -36Z", "#aab2b8")
    ring = box(-7, -48, 16, 11, "#e9c44f", 3)
    hilt = path("M-6 -48C-16 -62 -12 -82 8 -90C24 -92 28 -78 18 -74C8 -72 8 -62 8 -48Z", "#6d3a17") + stroke(
        "M-4 -62C2 -60 6 -62 8 -66M-2 -74C4 -72 10 -76 12 -80", "#a5703a", 2.4
    )
    weapon = group(path(waves, "#c3cacf") + vein + base + ring + hilt, 4, -6, 62, 1.12)
    post = path(
        "M-46 70L-40 20L-50 4H-40L-34 14L-28 4H-20L-28 20L-24 70ZM34 70L38 24L28 8H38L44 18L50 8H58L50 24L56 70Z",
        "#b98345",
    )
    return shadow(70, 82) + box(-66, 66, 138, 14, "#8a5a2b", 4) + post + weapon


def gamelan(_dice: Random) -> str:
    frame = (
        path("M-78 68V-34C-78 -48 -66 -52 -60 -44V68ZM78 68V-34C78 -48 66 -52 60 -44V68Z", "#8c2f24")
        + box(-74, -40, 148, 14, "#8c2f24", 5)
        + path("M-30 -40C-20 -62 20 -62 30 -40Z", "#e9c44f")
        + circle(0, -48, 5, "#8c2f24")
    )
    cords = stroke("M-22 -26V-12M22 -26V-12", "#e9d4ae", 3)
    gong = (
        circle(0, 22, 42, "#c98f2f")
        + circle(0, 22, 31, "#dca94a", "#8f5f1c", 2)
        + circle(0, 22, 12, "#f0cf7d")
    )
    mallet = stroke("M42 74L70 24", "#b98345", 6) + circle(71, 20, 10, "#7c2b22")
    feet = box(-88, 66, 38, 12, "#6d2119", 3) + box(50, 66, 38, 12, "#6d2119", 3)
    return shadow(86, 80) + frame + cords + gong + feet + mallet


def tas_rotan(_dice: Random) -> str:
    handle = stroke("M-40 -18C-40 -88 40 -88 40 -18", INK, 11) + stroke(
        "M-40 -18C-40 -88 40 -88 40 -18", "#a5703a", 6.6
    )
    body = path("M-64 -20H64L54 64Q52 74 42 74H-42Q-52 74 -54 64Z", "url(#weave)")
    rim = box(-68, -28, 136, 15, "#a5703a", 7)
    clasp = box(-10, -16, 20, 24, "#6d3a17", 4) + circle(0, -2, 4, "#e9c44f")
    return _weave("#d3a263", "#8a5a2b") + shadow(64, 78) + handle + body + rim + clasp


def besek(_dice: Random) -> str:
    base = path("M-60 10L0 34V80L-60 54ZM60 10L0 34V80L60 54Z", "url(#weave)")
    lid = path("M-68 -14L0 12V36L-68 8ZM68 -14L0 12V36L68 8Z", "url(#weave)") + polygon(
        [(-68, -14), (0, -42), (68, -14), (0, 12)], "url(#weave)"
    )
    edges = stroke("M-68 -14L0 12L68 -14M0 12V36M0 36V80", "#8a6a34", 3)
    return _weave("#ecd79a", "#b3924c") + shadow(62, 76) + base + lid + edges


def shuttlecock(_dice: Random) -> str:
    feathers = "".join(
        group(
            path("M-8 10L-13 -52C-8 -64 8 -64 13 -52L8 10Z", "#fffdf7")
            + stroke("M0 8V-56M0 -30L-7 -38M0 -30L7 -38M0 -14L-7 -22M0 -14L7 -22", "#c9bfa8", 1.6),
            x,
            0,
            turn,
        )
        for x, turn in [(-22, -18), (22, 18), (-11, -9), (11, 9), (0, 0)]
    )
    bands = stroke("M-32 -8C-12 -2 12 -2 32 -8M-27 6C-10 12 10 12 27 6", "#a33c2f", 3)
    cork = path("M-24 14C-26 44 26 44 24 14C10 20 -10 20 -24 14Z", "#f1e0c0") + path(
        "M-24 16C-10 22 10 22 24 16L24 24C10 30 -10 30 -24 24Z", "#2f6b52"
    )
    one = feathers + bands + cork
    tube = (
        box(40, -66, 40, 142, "#2f5f8f", 6)
        + ellipse(60, -66, 20, 7, "#e9e2cf")
        + box(40, -22, 40, 46, "#f6ecd6", 0)
        + group(one, 60, 2, size=0.34)
    )
    return shadow(70, 80) + tube + group(one, -22, 18, -14, 1.05)


def puzzle(_dice: Random) -> str:
    board = box(-66, -60, 132, 132, "#d9ac6c", 10) + box(-54, -48, 108, 108, "#b98345", 6, INK, 1.6)
    knob = "M-54 -48H0V-20C12 -30 12 -2 0 -10V6H-20C-12 18 -40 18 -34 6H-54Z"
    pieces = (
        path(knob, "#e2502f")
        + path("M0 -48H54V6H30C38 18 12 18 18 6H0V-10C12 -2 12 -30 0 -20Z", "#f0b63c")
        + path("M-54 6H-34C-40 18 -12 18 -20 6H0V24C12 16 12 46 0 38V60H-54Z", "#3f8a63")
    )
    loose = group(path("M0 6H18C12 18 38 18 30 6H54V60H0V38C12 46 12 16 0 24Z", "#3f6e8f"), 22, 18, 14)
    wheel = circle(-28, 38, 8, "#fff8ea") + circle(-26, -26, 8, "#fff8ea") + circle(28, -24, 8, "#fff8ea")
    return shadow(72, 80) + board + pieces + wheel + loose


def cangkir(_dice: Random) -> str:
    cup = (
        path("M-48 -32H36C38 14 26 44 8 52V58H-22V52C-40 44 -50 14 -48 -32Z", "#b5623a")
        + path("M35 -18C70 -26 66 30 26 26", "none", INK, 13)
        + path("M35 -18C70 -26 66 30 26 26", "none", "#b5623a", 8)
    )
    rim = ellipse(-6, -32, 42, 11, "#7a3d22") + ellipse(-6, -29, 34, 7, "#4b2616", "")
    rings = stroke("M-46 -6C-20 4 10 4 34 -6M-43 12C-20 20 8 20 31 12", "#8c4526", 3)
    dots = "".join(circle(x, 3 + abs(x + 6) * -0.12, 2.6, "#f0c9a0", "") for x in (-36, -21, -6, 9, 24))
    saucer = ellipse(-6, 62, 62, 14, "#a5552f") + ellipse(-6, 59, 40, 7, "#8c4526", "")
    return shadow(70, 76) + saucer + cup + rim + rings + dots


def payung(_dice: Random) -> str:
    stick = box(-3, -56, 6, 132, "#b98345", 2) + stroke("M0 76C0 90 22 90 20 74", "#b98345", 6)
    top = path(
        "M-86 6C-74 -52 -30 -72 0 -72C30 -72 74 -52 86 6C70 -6 56 -6 44 4C30 -8 14 -8 0 4C-14 -8 -30 -8 -44 4C-56 -6 -70 -6 -86 6Z",
        "#c8372d",
    )
    ribs = stroke("M0 -72C-22 -48 -36 -24 -44 4M0 -72C22 -48 36 -24 44 4M0 -72V4", "#7c1d12", 2.4)
    ring = stroke("M-66 -30C-30 -44 30 -44 66 -30", "#e9c44f", 5)
    flower = "".join(
        group(ellipse(0, -8, 4.6, 7, "#fff3d2", INK, 1.2), turn=a) for a in range(0, 360, 60)
    ) + circle(0, 0, 4, "#e9c44f", INK, 1.2)
    flowers = (
        group(flower, -56, -12, size=0.8)
        + group(flower, 56, -12, size=0.8)
        + group(flower, -20, -20)
        + group(flower, 20, -20)
    )
    return shadow(40, 86) + stick + top + ribs + ring + flowers + box(-4, -84, 8, 14, "#e9c44f", 3)


def kipas(_dice: Random) -> str:
    cloth = f"<defs>{pattern('cloth', 'kawung', COLOURS['mengkudu'], 0.5)}</defs>"
    leaf = path(
        "M-82 0C-72 -52 -36 -74 0 -74C36 -74 72 -52 82 0L32 30C26 14 14 6 0 6C-14 6 -26 14 -32 30Z",
        "url(#cloth)",
    )
    folds = "".join(group(stroke("M0 -36V-106", INK, 1.8), 0, 56, turn) for turn in range(-54, 55, 12))
    sticks = "".join(
        group(box(-2.4, -52, 4.8, 52, "#b98345", 2, INK, 1.4), 0, 62, turn) for turn in range(-60, 61, 12)
    )
    return (
        cloth
        + shadow(60, 80)
        + sticks
        + leaf
        + folds
        + circle(0, 62, 5, "#e9c44f")
        + stroke("M0 66C2 74 -4 76 -2 84", "#a33c2f", 3)
    )
