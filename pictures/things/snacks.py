"""Crackers, crisps and floss: what lies on a tray, in a bowl or fills a jar."""

from __future__ import annotations

from random import Random

from pictures.ink import INK, blob, box, circle, ellipse, group, heap, path, scattered, specks, stroke
from pictures.things import emblems, vessels
from pictures.things.vessels import on_tray


def _rice_crust(dice: Random, colour: str, grain: str, over: str) -> str:
    disc = path(blob(62, dice, 0.05, 16), colour)
    grains = "".join(
        group(ellipse(0, 0, 5, 2.6, grain, "#a8742e", 0.8), x, y, dice.uniform(0, 180))
        for x, y in scattered(90, 56, 56, dice)
    )
    return group(disc + grains + over, 0, -2, flat=0.86)


def intip_manis(dice: Random) -> str:
    drizzle = "M-52 -12L-24 -42L-40 12L4 -48L-22 38L34 -38L4 48L52 -16L32 34"
    wet = (stroke(drizzle, "#5e2f10", 7) + stroke(drizzle, "#8c4d20", 2.4)).replace(
        "/>", ' stroke-linecap="round" stroke-linejoin="round"/>'
    )
    return on_tray(_rice_crust(dice, "#dba24a", "#efc67a", wet))


def intip_gurih(dice: Random) -> str:
    over = specks(26, 46, 46, dice, "#fffdf2", 2.4) + specks(16, 46, 46, dice, "#6b9a4b", 2.6)
    garlic = group(emblems.garlic(), 58, 34, size=0.9)
    return on_tray(_rice_crust(dice, "#ecc879", "#f7e2ab", over) + garlic)


def karak(dice: Random) -> str:
    def tile(dice: Random) -> str:
        shape = path(
            "M-30 -18C-14 -26 14 -12 30 -20C34 -6 28 8 31 18C14 12 -12 26 -29 18C-34 6 -26 -6 -30 -18Z",
            "#f3dca6",
        )
        return shape + specks(16, 24, 13, dice, "#d9b36b", 2.6) + specks(6, 22, 11, dice, "#fff6dc", 3)

    spots = [
        (-34, -34, -18),
        (26, -40, 14),
        (-2, -14, 4),
        (-46, 14, 12),
        (44, 8, -16),
        (0, 26, -6),
        (-24, 44, 8),
        (34, 44, 14),
    ]
    return on_tray("".join(group(tile(dice), x, y, turn) for x, y, turn in spots))


def rambak(dice: Random) -> str:
    def piece(dice: Random) -> str:
        return (
            path(blob(21, dice, 0.32, 8), "#e5ad55")
            + specks(7, 12, 12, dice, "#f8d992", 3.4)
            + specks(4, 12, 12, dice, "#b67a2b", 2)
        )

    return on_tray(heap(piece, dice, (2, 3, 4, 4), 34))


def ceker(dice: Random) -> str:
    def foot(dice: Random) -> str:
        toes = "M-20 4C-10 2 -6 0 0 0M0 0C8 -8 14 -10 22 -12M0 0C10 0 16 1 25 0M0 0C8 7 14 9 21 13"
        crust = stroke(toes, INK, 13) + stroke(toes, "#d99a45", 8.5) + stroke(toes, "#efc67f", 2.4)
        return crust.replace("/>", ' stroke-linecap="round"/>') + specks(5, 12, 6, dice, "#f7dfa6", 1.8)

    return on_tray(heap(foot, dice, (2, 3, 3, 4), 38))


def usus(dice: Random) -> str:
    def curl(dice: Random) -> str:
        wave = "M-26 0C-20 -14 -12 -14 -8 0C-4 14 4 14 8 0C12 -14 20 -14 26 0"
        return (stroke(wave, INK, 12) + stroke(wave, "#dfa950", 7.5) + stroke(wave, "#f3d08a", 2)).replace(
            "/>", ' stroke-linecap="round"/>'
        )

    return on_tray(heap(curl, dice, (2, 3, 4, 4), 34))


def paru(dice: Random) -> str:
    def slice_(dice: Random) -> str:
        holes = "".join(
            circle(x, y, dice.uniform(2, 4), "#5b2f1a", "") for x, y in scattered(5, 16, 12, dice)
        )
        return path(blob(25, dice, 0.24, 9), "#8b4e2b") + holes + specks(6, 16, 14, dice, "#d8b06c", 2)

    return on_tray(heap(slice_, dice, (2, 3, 4, 4), 36))


def belut(dice: Random) -> str:
    def strip(dice: Random) -> str:
        batter = path(
            "M-34 -4C-26 -13 -16 -5 -8 -10C2 -15 10 -6 18 -11C27 -14 36 -6 33 1C35 9 24 12 16 8C8 13 0 6 -8 11"
            "C-18 14 -26 6 -32 8C-37 5 -37 0 -34 -4Z",
            "#d9a04c",
        )
        eel = stroke("M-26 2C-14 -5 -4 5 6 -1C14 -5 20 2 26 -2", "#7b4a20", 4.5)
        return batter + eel + specks(10, 26, 7, dice, "#f6dda0", 1.8)

    return on_tray(heap(strip, dice, (2, 2, 3, 3), 46))


def wader(dice: Random) -> str:
    def fish(dice: Random) -> str:
        body = path("M-24 0C-14 -11 6 -10 14 -2L25 -9V9L14 2C6 10 -14 11 -24 0Z", "#dca552")
        return body + specks(9, 14, 6, dice, "#f4d796", 1.8) + circle(-17, -2, 1.8, INK, "")

    return vessels.bowl(group(heap(fish, dice, (2, 3, 4, 4), 27), 0, -24), "#f1e7d2", "#3d6f8f")


def floss(dice: Random, colour: str, light: str, dark: str) -> str:
    """Fine fibres, as the inside of a jar."""
    ground = box(-60, -50, 120, 150, colour, 0, "")
    curl = "M-9 0C-4 -7 2 6 9 -2"
    fibres = [
        group(stroke(curl, (light, dark, light)[at % 3], 2.2), x, y + 20, dice.uniform(0, 360))
        for at, (x, y) in enumerate(scattered(150, 58, 76, dice))
    ]
    return ground + "".join(fibres)


def abon_sapi(dice: Random) -> str:
    return vessels.jar(floss(dice, "#8d4f26", "#b9773f", "#6a3617"), "#7c2b22", "#f6ecd6", emblems.cow())


def abon_ayam(dice: Random) -> str:
    return vessels.jar(floss(dice, "#d6a24f", "#f0cf8a", "#aa7828"), "#2f6b52", "#fff3d2", emblems.hen())


def abon_lele(dice: Random) -> str:
    return vessels.jar(floss(dice, "#b7854b", "#dcb37b", "#8b5f2c"), "#22486b", "#e7f0f2", emblems.catfish())


def dendeng(dice: Random) -> str:
    def slice_(dice: Random) -> str:
        shape = path(
            "M-32 -14C-14 -20 12 -16 33 -12C36 0 32 10 30 15C10 19 -14 15 -31 16C-35 6 -34 -4 -32 -14Z",
            "#6d2618",
        )
        return (
            shape
            + stroke("M-24 -4C-8 -9 10 -6 26 -3M-24 7C-6 3 10 6 25 6", "#9a4128", 2.4)
            + specks(9, 26, 10, dice, "#e9c98c", 1.9)
        )

    spots = [
        (-30, -30, -10),
        (30, -32, 12),
        (0, -10, 2),
        (-40, 12, 8),
        (40, 10, -8),
        (-4, 26, -4),
        (28, 44, 8),
        (-32, 42, -10),
    ]
    return on_tray("".join(group(slice_(dice), x, y, turn, 1.05) for x, y, turn in spots))


def marning(dice: Random) -> str:
    def kernel(_dice: Random) -> str:
        return path("M0 -12C8 -12 12 -2 9 6C6 13 -6 13 -9 6C-12 -2 -8 -12 0 -12Z", "#eeb83e") + path(
            "M-4 6C-2 1 2 1 4 6C3 11 -3 11 -4 6Z", "#fff2cb", ""
        )

    return vessels.bowl(group(heap(kernel, dice, (3, 5, 6, 7), 17), 0, -18), "#b6522f", "#e9c48b")


def emping(dice: Random) -> str:
    def chip(dice: Random) -> str:
        return (
            path(blob(24, dice, 0.12, 10), "#f1e2ae")
            + ellipse(0, 0, 11, 9, "#e3cc86", "")
            + specks(5, 15, 15, dice, "#c9ad62", 1.6)
        )

    return on_tray(heap(chip, dice, (2, 4, 4, 5), 32))


def rengginang(dice: Random) -> str:
    def round_(dice: Random) -> str:
        grain = ellipse(0, 0, 6, 4, "#fbefcd", "#c1954d", 1.2)
        grains = "".join(group(grain, x, y, dice.uniform(0, 180)) for x, y in scattered(30, 26, 26, dice))
        return circle(0, 0, 31, "#e3bd74") + grains

    spots = [(-34, -30), (34, -32), (0, -8), (-44, 22), (44, 20), (0, 42)]
    return on_tray("".join(group(round_(dice), x, y, flat=0.86) for x, y in spots))


def kerupuk_udang(dice: Random) -> str:
    def disc(dice: Random) -> str:
        return (
            path(blob(24, dice, 0.08, 10), "#f4c9b4")
            + specks(12, 17, 16, dice, "#e08f74", 1.8)
            + stroke("M-13 -4C-6 -10 6 -10 13 -4", "#fdeae0", 2)
        )

    return on_tray(heap(disc, dice, (2, 3, 4, 4), 36) + group(emblems.prawn(), 46, 40, size=1.3))


def peyek(dice: Random) -> str:
    def lace(dice: Random) -> str:
        nut = ellipse(0, 0, 7, 5, "#d99b50", "#8f5f25", 1.6)
        nuts = "".join(group(nut, x, y, dice.uniform(0, 180)) for x, y in scattered(6, 24, 20, dice))
        leaf = group(ellipse(0, 0, 7, 3, "#6b9a4b", ""), dice.uniform(-14, 14), dice.uniform(-12, 12), 30)
        return (
            path(blob(36, dice, 0.15, 13), "#f6dc9d") + specks(12, 26, 24, dice, "#fff3d0", 2.4) + leaf + nuts
        )

    spots = [(-34, -24), (34, -28), (0, 0), (-42, 30), (42, 28), (0, 46)]
    return on_tray("".join(group(lace(dice), x, y, dice.uniform(0, 90), 0.95) for x, y in spots))


def keripik_tempe(dice: Random) -> str:
    def slab(dice: Random) -> str:
        bean = ellipse(0, 0, 5, 3.6, "#fbeccb", "#a3742f", 1.2)
        beans = "".join(group(bean, x, y, dice.uniform(0, 180)) for x, y in scattered(13, 25, 17, dice))
        return box(-31, -23, 62, 46, "#dba250", 7) + beans

    spots = [(-32, -28, -10), (34, -30, 12), (0, -6, 3), (-42, 22, 8), (42, 22, -8), (0, 42, -4)]
    return on_tray("".join(group(slab(dice), x, y, turn, 0.95) for x, y, turn in spots))


def keripik_singkong(dice: Random) -> str:
    def chip(dice: Random) -> str:
        wave = path(
            "M-28 6C-30 -14 -8 -20 4 -14C20 -20 32 -6 27 8C16 2 8 14 -4 8C-14 16 -24 12 -28 6Z", "#f0c14f"
        )
        return wave + specks(12, 20, 9, dice, "#c2351f", 2.4) + specks(5, 20, 8, dice, "#5c9347", 1.6)

    return on_tray(heap(chip, dice, (2, 3, 4, 4), 36) + group(emblems.chilli(), 52, 42))


def keripik_pisang(dice: Random) -> str:
    def slice_(dice: Random) -> str:
        return (
            ellipse(0, 0, 31, 14, "#f2d67c")
            + ellipse(0, 0, 24, 9, "#f9e7aa", "")
            + stroke("M-16 0H16", "#d0a53c", 2)
            + specks(5, 14, 2.5, dice, "#8b6a24", 1.4)
        )

    fruit = path("M-36 -10C-24 16 16 22 40 -4L36 -12C16 4 -14 0 -28 -16Z", "#f4cb3d") + path(
        "M36 -12L42 -18L46 -10L40 -4Z", "#6b5320"
    )
    return on_tray(heap(slice_, dice, (2, 3, 3, 4), 38) + group(fruit, 34, -52, -12, 0.9))
