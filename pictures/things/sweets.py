"""Biscuits, sweets, palm sugar and nuts."""

from __future__ import annotations

from random import Random

from pictures.ink import (
    INK,
    blob,
    box,
    circle,
    ellipse,
    group,
    heap,
    path,
    polygon,
    scattered,
    specks,
    stroke,
)
from pictures.things import emblems, vessels
from pictures.things.vessels import on_tray


def _wheel(colour: str, dice: Random) -> str:
    nut = ellipse(0, 0, 6.4, 4.4, "#e8bf7d", "#8f5f25", 1.4) + stroke("M-4 0H4", "#b98743", 1)
    nuts = "".join(group(nut, x, y, dice.uniform(0, 180)) for x, y in scattered(11, 21, 21, dice))
    return path(blob(30, dice, 0.07, 12), colour) + nuts


def ampyang(dice: Random) -> str:
    spots = [(-30, -28), (32, -30), (0, -4), (-46, 20), (46, 18), (0, 42)]
    return on_tray("".join(group(_wheel("#6b3413", dice), x, y, flat=0.84) for x, y in spots))


def geti(dice: Random) -> str:
    def bar(dice: Random) -> str:
        seeds = "".join(
            group(ellipse(0, 0, 3, 1.7, "#f7e9c6", "#b98e4a", 0.7), x, y, dice.uniform(0, 180))
            for x, y in scattered(26, 26, 14, dice)
        )
        return box(-30, -17, 60, 34, "#a86a24", 5) + seeds

    spots = [(-34, -32, -8), (34, -34, 8), (0, -6, 3), (-42, 20, 6), (42, 18, -6), (0, 42, -3)]
    return on_tray("".join(group(bar(dice), x, y, turn) for x, y, turn in spots))


def enting(dice: Random) -> str:
    def sweet(dice: Random) -> str:
        twist = path("M-26 0L-42 -13L-38 0L-42 13ZM26 0L42 -13L38 0L42 13Z", "#f7e7b8")
        return (
            twist
            + box(-27, -15, 54, 30, "#f7e7b8", 4)
            + box(-19, -9, 38, 18, "#c98c3c", 3)
            + specks(8, 15, 6, dice, "#f6ddb0", 2)
        )

    spots = [(-36, -34, -14), (36, -32, 16), (0, -6, -4), (-40, 20, 10), (42, 20, -12), (0, 44, 4)]
    return on_tray("".join(group(sweet(dice), x, y, turn) for x, y, turn in spots))


def brem(dice: Random) -> str:
    def cake(_dice: Random) -> str:
        return (
            path("M-30 0V13C-30 25 30 25 30 13V0Z", "#efe5cf")
            + ellipse(0, 0, 30, 12, "#fffaf0")
            + ellipse(0, 0, 18, 6.5, "none", "#dccfb0", 1.8)
        )

    spots = [
        (-34, 30),
        (34, 30),
        (-34, 10),
        (34, 10),
        (0, 44),
        (0, 24),
        (-34, -10),
        (0, 4),
        (34, -10),
        (0, -16),
        (0, -36),
    ]
    return on_tray("".join(group(cake(dice), x, y) for x, y in spots))


def roti_kecik(dice: Random) -> str:
    def finger(dice: Random) -> str:
        return (
            box(-25, -9, 50, 18, "#d89a4c", 9)
            + box(-21, -7, 42, 7, "#f0c888", 4, "")
            + specks(4, 18, 3, dice, "#a86d2b", 1.3)
        )

    return on_tray(heap(finger, dice, (2, 3, 4, 5), 32))


def kembang_goyang(dice: Random) -> str:
    def flower(_dice: Random) -> str:
        petal = path("M0 -8C-14 -10 -13 -29 0 -30C13 -29 14 -10 0 -8Z", "#efc26a") + ellipse(
            0, -20, 5, 6, "#fbf3df", "#b47f2f", 1.6
        )
        return (
            "".join(group(petal, turn=a) for a in range(0, 360, 60))
            + circle(0, 0, 10, "#efc26a")
            + circle(0, 0, 4.5, "#fbf3df", "#b47f2f", 1.6)
        )

    spots = [(-36, -30, 0), (36, -32, 20), (0, -4, 10), (-46, 26, 30), (46, 24, 5), (0, 46, 25)]
    return on_tray("".join(group(flower(dice), x, y, turn, 0.95, 0.9) for x, y, turn in spots))


def semprong(dice: Random) -> str:
    def roll(_dice: Random) -> str:
        tube = box(-44, -11, 84, 22, "#e5ae5c", 4)
        marks = stroke("M-30 -11L-20 11M-16 -11L-6 11M-2 -11L8 11M12 -11L22 11", "#c48835", 1.6)
        return (
            tube
            + marks
            + ellipse(40, 0, 6, 11, "#f3cf8e")
            + path("M40 -5C37 -2 38 4 41 4C43 2 42 -1 40 -1", "none", INK, 1.6)
        )

    spots = [(-6, -30, -14), (6, -10, 8), (-8, 10, -6), (8, 28, 10), (-2, 46, -4)]
    return on_tray("".join(group(roll(dice), x, y, turn) for x, y, turn in spots))


def lidah_kucing(dice: Random) -> str:
    def biscuit(_dice: Random) -> str:
        return box(-30, -11, 60, 22, "#c98a3c", 11) + box(-24, -7, 48, 14, "#fbe6ae", 7, "")

    return on_tray(heap(biscuit, dice, (2, 3, 3, 4), 38))


def _cashew(colour: str, light: str) -> str:
    nut = path(
        "M-20 8C-24 -12 2 -22 18 -8C24 0 20 12 12 10C8 8 10 0 4 -2C-4 -4 -8 4 -8 10C-8 17 -18 16 -20 8Z",
        colour,
    )
    return nut + stroke("M-14 2C-12 -7 0 -12 10 -7", light, 2.6)


def mete_goreng(dice: Random) -> str:
    heaped = heap(lambda _d: _cashew("#d9943f", "#f6cf8d"), dice, (2, 4, 4, 4), 27)
    return vessels.bowl(
        group(heaped, 0, -22) + group(specks(14, 44, 16, dice, "#fffdf2", 1.8), 0, -8), "#3d6b5a", "#dfeadf"
    )


def mete_mentah(dice: Random) -> str:
    fruit = path("M0 -30C16 -32 24 -8 14 8C8 16 -8 16 -14 8C-24 -8 -16 -32 0 -30Z", "#e2502f") + stroke(
        "M-7 -20C-12 -10 -11 -2 -8 4", "#f7a58b", 3
    )
    apple = group(fruit, 0, 0) + group(_cashew("#b9a98e", "#e4dac4"), 0, 20, 30, 0.7)
    return on_tray(
        heap(lambda _d: _cashew("#f4e6c4", "#fffaea"), dice, (3, 4, 5, 5), 28) + group(apple, 50, 22, 14)
    )


def _peanut_kernel(colour: str) -> str:
    return ellipse(0, 0, 12, 8, colour) + stroke("M-7 -2C-2 -4 3 -4 7 -2", "#fdf0cf", 2)


def kacang_bawang(dice: Random) -> str:
    inside = box(-60, -50, 120, 150, "#d9a75c", 0, "") + vessels.filled(_peanut_kernel("#efcb86"), dice, 70)
    return vessels.jar(inside, "#c98f2f", "#f6ecd6", emblems.garlic())


def kacang_telur(dice: Random) -> str:
    ball = (
        circle(0, 0, 11, "#f3dda6")
        + stroke("M-6 -3C-2 -8 4 -7 7 -3", "#fffbe9", 2.4)
        + circle(2, 4, 1.4, "#b98743", "")
    )
    inside = box(-60, -50, 120, 150, "#e2bf77", 0, "") + vessels.filled(ball, dice, 64)
    egg = ellipse(0, 0, 15, 20, "#f0d3ab") + ellipse(-4, -6, 4, 6, "#fbeeda", "")
    return vessels.jar(inside, "#a33c2f", "#e7efe0", egg)


def jenang(dice: Random) -> str:
    def cube(_dice: Random) -> str:
        side = path("M-24 -8L0 6V30L-24 16ZM24 -8L0 6V30L24 16Z", "#4a2110") + polygon(
            [(-24, -8), (0, -22), (24, -8), (0, 6)], "#733718"
        )
        return side + stroke("M-14 -9L0 -17", "#b5713f", 3) + specks(4, 10, 5, dice, "#e8c896", 1.6)

    spots = [(0, -36), (-28, -20), (28, -20), (-54, 4), (0, -2), (54, 4), (-28, 18), (28, 18), (0, 34)]
    return on_tray("".join(group(cube(dice), x, y, size=0.95) for x, y in spots))


def gula_jawa(dice: Random) -> str:
    def mould(_dice: Random) -> str:
        dome = path("M-30 6C-30 -36 30 -36 30 6C30 18 -30 18 -30 6Z", "#8c4d20") + ellipse(
            0, 7, 30, 9, "#a8632d"
        )
        return dome + stroke("M-16 -14C-10 -22 4 -24 12 -19", "#d39456", 4)

    spots = [(-32, -18), (32, -20), (0, -2), (-44, 28), (44, 26), (0, 42)]
    return on_tray("".join(group(mould(dice), x, y) for x, y in spots))


def gula_semut(dice: Random) -> str:
    mound = path("M-62 14C-40 -14 -22 -46 0 -48C22 -46 42 -14 62 14Z", "#a9682f", "#6a3b15")
    grains = specks(90, 44, 20, dice, "#d7a061", 2) + specks(40, 40, 18, dice, "#824a1d", 1.8)
    return vessels.bowl(mound + group(grains, 0, -8), "#f1e7d2", "#8a5a2b") + group(_spoon(), 40, -44, 32)


def _spoon() -> str:
    return (
        box(-4, -34, 8, 54, "#b98345", 4)
        + ellipse(0, 24, 13, 17, "#b98345")
        + ellipse(0, 24, 8, 11, "#a9682f", "")
    )
