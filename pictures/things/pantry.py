"""Seasonings, sauces, drinks, ready meals, spices and care: what stands in a larder."""

from __future__ import annotations

from random import Random

from pictures.ink import (
    INK,
    blob,
    box,
    circle,
    ellipse,
    group,
    path,
    polygon,
    scattered,
    specks,
    stroke,
)
from pictures.things import emblems, vessels


def _shreds(dice: Random, colours: tuple[str, ...], count: int) -> str:
    curl = "M-9 0C-4 -6 2 5 9 -2"
    spots = scattered(count, 56, 20, dice)
    return "".join(
        group(stroke(curl, colours[at % len(colours)], 3), x, y, dice.uniform(0, 180))
        for at, (x, y) in enumerate(spots)
    )


def _mound(colour: str) -> str:
    return path("M-64 14C-46 -14 -24 -38 0 -40C24 -38 46 -14 64 14Z", colour)


def serundeng(dice: Random) -> str:
    flakes = _shreds(dice, ("#e6b866", "#b9782f", "#f3d493"), 90)
    return vessels.bowl(_mound("#c98b3e") + group(flakes, 0, -8), "#3f6e4b", "#d9e6c9") + group(
        emblems.coconut(), 58, 52
    )


def serundeng_daging(dice: Random) -> str:
    flakes = _shreds(dice, ("#c98b3e", "#8a5524", "#e6b866"), 80)
    meat = group(path(blob(12, dice, 0.2, 7), "#6d2f1a"), -18, -16) + group(
        path(blob(12, dice, 0.2, 7), "#6d2f1a"), 16, -8
    )
    more = group(path(blob(10, dice, 0.2, 7), "#6d2f1a"), 2, -28) + group(
        path(blob(10, dice, 0.2, 7), "#6d2f1a"), -38, 2
    )
    return vessels.bowl(_mound("#a8672a") + group(flakes, 0, -8) + meat + more, "#7c2b22", "#efd9b8") + group(
        emblems.cow(), 60, 50, size=0.95
    )


def sambal_pecel(dice: Random) -> str:
    block = path("M-62 -8L-8 -38L62 -16V24L6 58L-62 32Z", "#9a5a2a") + polygon(
        [(-62, -8), (-8, -38), (62, -16), (6, 14)], "#bd7c41"
    )
    edge = stroke("M6 14V58", "#6d3a17", 3) + group(specks(24, 42, 14, dice, "#e8c08a", 2.6), 0, -12)
    flecks = group(specks(9, 44, 14, dice, "#c2351f", 2), 0, -12)
    signs = group(emblems.peanut(), -52, 54, -10, 1.05) + group(emblems.chilli(), 58, 54, 10, 1.05)
    return vessels.shadow(78, 62) + block + edge + flecks + signs


def bumbu_tengkleng(_dice: Random) -> str:
    return vessels.sachet("#b5532a", emblems.goat())


def bumbu_selat(_dice: Random) -> str:
    plate = ellipse(0, 6, 30, 20, "#fffdf5") + ellipse(0, 6, 23, 14, "#8a4b22", "")
    egg = ellipse(-8, -2, 9, 7, "#fffdf5") + circle(-8, -2, 3.6, "#eeb83e", "")
    carrot = box(4, 2, 16, 5, "#e5812e", 2.4, INK, 1.4) + box(2, 9, 16, 5, "#e5812e", 2.4, INK, 1.4)
    beans = stroke("M-16 12L-2 9M-14 17L0 14", "#4f8a3a", 4)
    return vessels.sachet("#3f6e8f", plate + egg + carrot + beans)


def bumbu_rawon(_dice: Random) -> str:
    nut = path("M-16 6C-18 -12 6 -18 15 -4C18 8 4 18 -6 15C-12 14 -16 12 -16 6Z", "#4b3a33") + stroke(
        "M-8 4C-6 -4 4 -8 9 -4", "#8b7468", 2.4
    )
    leaf = group(emblems.leaf(), 6, -12, 20, 0.7)
    return vessels.sachet("#33343c", leaf + group(nut, -8, 4) + group(nut, 12, 12, 40, 0.8), "#e6d3a8")


def bawang_goreng(dice: Random) -> str:
    ring = path("M-10 0C-10 -8 10 -9 10 -1C10 6 -10 8 -10 0Z", "none", "#a5561f", 3.4)
    light = path("M-10 0C-10 -8 10 -9 10 -1C10 6 -10 8 -10 0Z", "none", "#dd9a4c", 3)
    rings = vessels.filled(ring, dice, 50) + vessels.filled(light, dice, 50)
    inside = box(-60, -50, 120, 150, "#c27a34", 0, "") + rings
    return vessels.jar(inside, "#8a3b52", "#f6ecd6", emblems.shallot())


def kecap(_dice: Random) -> str:
    beans = "".join(
        group(ellipse(0, 0, 7, 9, "#3a2a20"), x, y, turn)
        for x, y, turn in [(-9, 4, -20), (7, -4, 15), (6, 12, 40)]
    )
    return vessels.bottle("#2b1710", "#c8372d", "#f3d27a", beans)


def _sauce(colour: str, lid: str, emblem: str, dice: Random) -> str:
    seeds = group(specks(50, 48, 58, dice, "#f6d9a0", 1.6), 0, 20) + group(
        specks(24, 48, 58, dice, "#7c1d12", 2.2), 0, 20
    )
    return vessels.jar(box(-60, -50, 120, 150, colour, 0, "") + seeds, lid, "#f6ecd6", emblem)


def sambal_bawang(dice: Random) -> str:
    return _sauce(
        "#cf3a22",
        "#f6ecd6",
        group(emblems.garlic(), -10, 2, size=0.8) + group(emblems.chilli(), 13, 4, 20, 0.75),
        dice,
    )


def sambal_terasi(dice: Random) -> str:
    return _sauce("#8f2a1c", "#33343c", group(emblems.prawn(), 0, 0, size=1.05), dice)


def terasi(dice: Random) -> str:
    block = path("M-54 -10L-6 -34L56 -16V16L8 42L-54 22Z", "#6a4048") + polygon(
        [(-54, -10), (-6, -34), (56, -16), (8, 10)], "#8b5a62"
    )
    wrap = path("M-54 -2L8 19L56 -7V16L8 42L-54 22Z", "#e9d8b4") + stroke("M8 19V42", "#b9a074", 2)
    grain = group(specks(20, 36, 10, dice, "#55323a", 1.8), 0, -12)
    return (
        vessels.shadow(70, 48)
        + block
        + grain
        + wrap
        + group(emblems.prawn(), -26, 22, size=0.5)
        + group(emblems.prawn(), 46, 42, size=1.25)
    )


def madu(_dice: Random) -> str:
    comb = "".join(
        polygon(
            [(x, y - 7), (x + 6, y - 3.5), (x + 6, y + 3.5), (x, y + 7), (x - 6, y + 3.5), (x - 6, y - 3.5)],
            "#f0b63c",
            "#9a6410",
            1.6,
        )
        for x, y in [(-12, 0), (0, 0), (12, 0), (-6, 11), (6, 11), (-6, -11), (6, -11)]
    )
    wings = ellipse(-5, -9, 6, 9, "#eaf2f4") + ellipse(6, -9, 6, 9, "#eaf2f4")
    bee = (
        wings
        + ellipse(0, 0, 14, 9, "#f0b63c")
        + stroke("M-4 -8V8M4 -8V8", INK, 4)
        + circle(-13, -1, 4, INK, "")
    )
    return vessels.bottle("#d98a1c", "#8a5a2b", "#fff3d2", comb, slim=False) + group(bee, 58, -42, -14, 1.15)


def gudeg(_dice: Random) -> str:
    fruit = path("M-18 12C-24 -8 -8 -24 8 -20C24 -14 24 8 12 18C2 24 -14 22 -18 12Z", "#8fa63f") + stroke(
        "M-8 -10L-4 -8M2 -14L6 -11M-12 2L-8 4M0 -2L4 0M10 -4L14 -2M-4 10L0 12M8 8L12 10", "#4f5f1c", 3
    )
    egg = group(ellipse(0, 0, 8, 10, "#a8703c"), 18, 14)
    return vessels.can("#e9b44c", fruit + egg, "#7c2b22")


def gudeg_vegan(_dice: Random) -> str:
    fruit = path("M-18 12C-24 -8 -8 -24 8 -20C24 -14 24 8 12 18C2 24 -14 22 -18 12Z", "#8fa63f") + stroke(
        "M-8 -10L-4 -8M2 -14L6 -11M-12 2L-8 4M0 -2L4 0M-4 10L0 12", "#4f5f1c", 3
    )
    return vessels.can("#dfeccb", fruit + group(emblems.leaf(), 20, 10, 10, 0.75), "#3f7a45")


def tengkleng(_dice: Random) -> str:
    return vessels.can("#c4512c", circle(0, 0, 30, "#f6ecd6") + emblems.goat(), "#f0c664")


def rendang(dice: Random) -> str:
    chunk = "".join(
        group(path(blob(13, dice, 0.2, 7), "#6a3016"), x, y)
        for x, y in [(-12, -4), (10, -10), (4, 10), (-14, 14), (20, 6)]
    )
    leaf = group(emblems.leaf(), -4, -16, 60, 0.5)
    return vessels.pouch("#8f3a22", chunk + leaf + specks(10, 22, 18, dice, "#c98b3e", 1.6))


def rempah(dice: Random) -> str:
    stick = box(-34, -7, 68, 14, "#a5612c", 6) + stroke("M-30 0H30", "#6d3a17", 2.4)
    sticks = group(stick, -24, 6, -16) + group(stick, 26, 8, 12) + group(stick, 0, 18, -4)
    nutmeg = ellipse(0, 0, 18, 15, "#a87a4c") + stroke(
        "M-10 -6C-4 -2 4 -10 10 -6M-12 4C-4 8 4 0 12 4", "#6d4a26", 2
    )
    clove = (
        stroke("M0 0V20", "#5b2f1a", 5)
        + circle(0, -2, 6, "#6d3a22")
        + stroke("M-7 -7L-3 -3M7 -7L3 -3M0 -10V-4", "#5b2f1a", 2.6)
    )
    pod = path("M-14 0C-8 -9 8 -9 14 0C8 9 -8 9 -14 0Z", "#c9d09a") + stroke("M-10 0H10", "#8a9356", 1.8)
    cloves = "".join(
        group(clove, x, y, turn) for x, y, turn in [(-50, 22, 30), (-36, 40, -20), (52, 14, -40)]
    )
    rest = (
        group(nutmeg, 10, 28)
        + group(nutmeg, 40, 40, 30, 0.85)
        + "".join(group(pod, x, y, t) for x, y, t in [(-12, 46, 20), (18, 54, -14), (-60, 4, 60)])
    )
    return vessels.on_tray(sticks + cloves + rest)


def sabun(_dice: Random) -> str:
    bar = path(
        "M-58 4Q-58 -14 -40 -18L24 -34Q44 -38 50 -20L58 6Q62 22 46 28L-26 46Q-44 50 -50 34Z", "#cfe0a3"
    )
    inset = path(
        "M-38 6Q-38 -4 -28 -6L22 -19Q34 -22 37 -12L41 4Q43 12 34 15L-18 28Q-30 30 -33 20Z",
        "none",
        "#8aa65a",
        3,
    )
    bubbles = "".join(
        circle(x, y, r, "#eaf4f4", "#8fb3bb", 1.8)
        for x, y, r in [(-52, 50, 12), (-34, 60, 8), (60, 34, 10), (48, 48, 14), (66, 52, 6)]
    )
    grass = stroke(
        "M-70 -8C-60 -30 -54 -50 -56 -74M-62 -6C-46 -30 -36 -46 -34 -70M-54 -8C-34 -24 -20 -38 -12 -56",
        "#5c9347",
        5,
    ).replace("/>", ' stroke-linecap="round"/>')
    return grass + vessels.shadow(66, 60) + bar + inset + bubbles + group(emblems.leaf(), 2, 4, 8, 0.6)


def lulur(dice: Random) -> str:
    mound = path("M-44 -22C-30 -46 30 -46 44 -22Z", "#e9cf9a") + group(
        specks(40, 34, 9, dice, "#b98a4a", 1.8), 0, -28
    )
    pot = path("M-52 -20H52L46 56Q44 70 30 70H-30Q-44 70 -46 56Z", "#f1e7d2") + ellipse(
        0, -20, 52, 11, "#d9c094"
    )
    label = box(-34, 4, 68, 44, "#8a5a6a", 6) + group(emblems.jasmine(), 0, 26, size=0.9)
    lid = group(ellipse(0, 0, 40, 12, "#b98345"), 58, 62, -12) + group(
        ellipse(0, -4, 40, 12, "#d9ac6c"), 58, 62, -12
    )
    return vessels.shadow(62, 72) + pot + mound + label + lid
