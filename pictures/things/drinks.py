"""Tea, coffee, jamu and other drinks."""

from __future__ import annotations

from random import Random

from pictures.ink import INK, box, ellipse, group, path, scattered, stroke
from pictures.things import emblems, vessels


def teh_oplosan(dice: Random) -> str:
    leaf = path("M-9 0C-4 -5 4 -5 9 0C4 3 -4 3 -9 0Z", "#3b2a1c", "#1f150d", 1)
    leaves = "".join(
        group(leaf, x - 34, y + 66, dice.uniform(0, 180)) for x, y in scattered(38, 44, 14, dice)
    )
    return group(group(vessels.glass("#a5521c", "#c7722f") + vessels.steam(), 22, 0) + leaves, -14, 0)


def teh_melati(dice: Random) -> str:
    pack = (
        box(-46, -64, 74, 138, "#2f6b4d", 4)
        + box(-46, -40, 74, 66, "#f6ecd6", 0)
        + box(-46, -64, 74, 16, "#e9c44f", 4)
    )
    small = "".join(
        box(x, y, 34, 26, "#3f8a63", 2) + box(x + 8, y + 7, 18, 12, "#f6ecd6", 1, INK, 1.2)
        for x, y in [(36, 48), (52, 22), (34, -4)]
    )
    flowers = group(emblems.jasmine(), -9, -8, size=1.2) + group(emblems.jasmine(), 62, -38, 20, 0.9)
    return vessels.shadow(66) + pack + small + flowers


def kopi(dice: Random) -> str:
    hill = path("M-92 26L-46 -44L-26 -18L6 -62L40 -10L58 -32L92 26Z", "#8fa88c") + path(
        "M6 -62L-10 -40L0 -44L8 -36L20 -40Z", "#f6ecd6"
    )
    cup = (
        path("M-44 6H38V34C38 62 -44 62 -44 34Z", "#fffaf0")
        + path("M38 14C60 10 60 42 36 40", "none", INK, 5)
        + ellipse(-3, 6, 41, 9, "#4a2b18")
    )
    saucer = ellipse(-3, 62, 62, 10, "#fffaf0")
    bean = ellipse(0, 0, 8, 5.4, "#5b3419") + stroke("M-6 0C-2 -3 2 3 6 0", "#2b1710", 1.6)
    beans = "".join(
        group(bean, x, y, dice.uniform(0, 180)) for x, y in [(58, 62), (72, 54), (66, 72), (-70, 68)]
    )
    return hill + vessels.shadow(66, 70) + saucer + cup + beans + group(vessels.steam(), -3, 62, size=0.85)


def wedang_uwuh(dice: Random) -> str:
    stick = box(-22, -4, 44, 8, "#8a4b22", 3)
    sticks = group(stick, -6, 20, -24) + group(stick, 8, 42, 18)
    leaf = group(emblems.leaf("#7b6a3a"), 4, -2, -10, 0.8) + group(emblems.leaf("#8d7a45"), -8, 56, 80, 0.6)
    star = "".join(group(ellipse(0, -9, 3, 8, "#5b2f1a", INK, 1.2), 66, 60, a) for a in range(0, 360, 60))
    outside = group(stick, -64, 66, -14) + group(emblems.ginger(), -62, 44, -10, 0.7) + star
    return vessels.glass("#b5302a", "#d65a47", sticks + leaf) + vessels.steam() + outside


def secang(_dice: Random) -> str:
    stick = box(-24, -4, 48, 8, "#c4512c", 2)
    wood = group(stick, 62, 62, -16) + group(stick, 56, 48, 12) + group(stick, 66, 74, 4)
    return group(vessels.glass("#e2727f", "#f0a0a4"), -14, 0) + wood + group(vessels.steam(), -14, 0)


def jahe(_dice: Random) -> str:
    mug = path("M-44 -30H30V66Q30 78 18 78H-32Q-44 78 -44 66Z", "#f1e7d2") + path(
        "M30 -12C62 -16 62 42 30 40", "none", INK, 6
    )
    rim = ellipse(-7, -30, 37, 9, "#d9a24a")
    stripe = box(-44, 10, 74, 14, "#c98f2f", 0)
    return (
        vessels.shadow(54)
        + mug
        + stripe
        + rim
        + group(vessels.steam(), -7, 24)
        + group(emblems.ginger(), 50, 62, 6, 1.4)
    )


def kunyit_asam(_dice: Random) -> str:
    root = group(emblems.ginger().replace("#dcb274", "#e58a24").replace("#a47a3c", "#a8560f"), 56, 58, 8, 1.2)
    pod = path(
        "M-26 -4C-18 -14 -6 -6 2 -10C12 -16 24 -8 28 2C20 8 10 2 2 6C-8 12 -22 10 -26 -4Z", "#8a5a34"
    ) + stroke("M-14 2L-12 6M0 -4L2 2M14 -4L15 2", "#5b3419", 2)
    return group(vessels.glass("#e9a21f", "#f5c65c"), -16, 0) + root + group(pod, 58, 26, -20, 0.95)


def beras_kencur(dice: Random) -> str:
    grain = ellipse(0, 0, 4.4, 2.2, "#fffdf5", "#b9a98e", 1)
    rice = "".join(group(grain, x + 58, y + 66, dice.uniform(0, 180)) for x, y in scattered(40, 26, 9, dice))
    stalk = stroke("M34 62C46 30 52 0 72 -34", "#8a8a3a", 3) + "".join(
        group(ellipse(0, 0, 7, 3.4, "#e0c05a"), x, y, turn)
        for x, y, turn in [(52, 12, -40), (60, -4, -30), (56, -18, -80), (68, -22, -20), (72, -36, -60)]
    )
    return group(vessels.glass("#dcc8a2", "#eee0c2"), -18, 0) + stalk + rice


def jamu_serbuk(_dice: Random) -> str:
    mortar = path("M-30 -4H30C28 18 18 26 10 28V34H-10V28C-18 26 -28 18 -30 -4Z", "#8a8f94") + ellipse(
        0, -4, 30, 7, "#b78a3c"
    )
    pestle = group(box(-5, -40, 10, 44, "#a9aeb2", 5), 12, -6, 24)
    return vessels.sachet("#4f7a3a", group(pestle + mortar, 0, 2, size=0.8), "#f3e7c2")
