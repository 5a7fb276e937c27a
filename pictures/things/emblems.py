"""Small signs of what something is made of, for labels: an animal, a fruit, a spice. About 40 wide."""

from __future__ import annotations

from pictures.ink import INK, circle, ellipse, group, path, polygon, stroke


def cow() -> str:
    """The head of a cow."""
    horns = stroke("M-9 -13C-18 -16 -19 -24 -16 -28M9 -13C18 -16 19 -24 16 -28", "#e8dcc0", 4)
    ears = ellipse(-19, -8, 8, 4, "#8a5a34") + ellipse(19, -8, 8, 4, "#8a5a34")
    face = path("M-14 -14C-6 -20 6 -20 14 -14C15 0 10 14 8 20H-8C-10 14 -15 0 -14 -14Z", "#a86f42")
    nose = ellipse(0, 17, 12, 8, "#e9c2a6") + circle(-4, 17, 1.6, INK, "") + circle(4, 17, 1.6, INK, "")
    return horns + ears + face + nose + circle(-7, -4, 2.2, INK, "") + circle(7, -4, 2.2, INK, "")


def hen() -> str:
    """A hen from the side."""
    comb = path("M6 -20C4 -26 10 -28 11 -24C13 -29 19 -26 17 -20Z", "#c8372d")
    body = path("M-24 -6C-22 8 -10 18 2 16C14 14 20 2 18 -10C18 -18 8 -22 5 -14C2 -2 -8 0 -24 -6Z", "#f6ecd6")
    beak = polygon([(18, -13), (27, -10), (18, -7)], "#e5a12e")
    wing = stroke("M-8 4C-2 9 6 8 9 1", INK, 2)
    legs = stroke("M-2 16V24M6 15V24M-6 24H9", "#c98a22", 2.4)
    return legs + comb + body + beak + wing + circle(12, -13, 1.8, INK, "")


def catfish() -> str:
    """A catfish with its barbels."""
    body = path("M-26 0C-14 -14 8 -13 16 -3L27 -12C25 -4 25 4 27 12L16 3C8 13 -14 12 -26 0Z", "#6f7f86")
    barbels = stroke("M-24 -2C-30 -8 -33 -6 -35 -10M-24 2C-30 7 -33 5 -36 9", INK, 2)
    return (
        barbels
        + body
        + circle(-17, -3, 2, "#fff", "")
        + circle(-17, -3, 1, INK, "")
        + stroke("M-4 -5V5", INK, 1.6)
    )


def prawn() -> str:
    """A curled prawn."""
    body = path(
        "M-18 12C-22 -8 -4 -20 12 -14C22 -10 24 2 16 10C14 2 6 -4 -2 0C-8 4 -10 12 -18 12Z", "#ef8f6b"
    )
    rings = stroke("M2 -15C0 -10 0 -4 2 0M-8 -10C-8 -4 -6 0 -3 2M13 -13C9 -9 8 -4 10 0", "#b8482f", 2)
    feelers = stroke("M16 10C22 16 18 22 12 24M17 9C26 12 27 18 24 23", "#b8482f", 1.8)
    return feelers + body + rings + circle(17, 2, 1.8, INK, "")


def goat() -> str:
    """The head of a goat."""
    horns = stroke("M-6 -16C-10 -28 -20 -30 -26 -22M6 -16C10 -28 20 -30 26 -22", INK, 8)
    horns += stroke("M-6 -16C-10 -28 -20 -30 -26 -22M6 -16C10 -28 20 -30 26 -22", "#b9a98e", 4)
    ears = path("M-12 -8C-22 -10 -28 -4 -28 2C-20 4 -14 0 -11 -2Z", "#d8c6a4")
    ears += path("M12 -8C22 -10 28 -4 28 2C20 4 14 0 11 -2Z", "#d8c6a4")
    face = path(
        "M-12 -16C-4 -20 4 -20 12 -16C13 -4 9 8 7 16C4 20 -4 20 -7 16C-9 8 -13 -4 -12 -16Z", "#efe3c8"
    )
    beard = path("M-5 18C-3 26 -1 30 0 32C1 30 3 26 5 18C2 20 -2 20 -5 18Z", "#b9a98e")
    eyes = circle(-6, -5, 2, INK, "") + circle(6, -5, 2, INK, "")
    return horns + ears + beard + face + eyes + stroke("M-3 11L0 14L3 11M0 14V17", INK, 1.8)


def leaf(fill: str = "#5c9347") -> str:
    """One green leaf."""
    blade = path("M-18 18C-22 -6 -4 -22 20 -20C22 2 6 22 -18 18Z", fill)
    return blade + stroke("M-18 18C-6 4 4 -6 14 -14M-6 6L-7 -6M2 -2L1 -13M-2 4L10 3", "#2f5527", 1.8)


def chilli() -> str:
    """A red chilli."""
    fruit = path("M-22 -12C-12 -22 14 -12 24 18C8 16 -14 10 -22 -12Z", "#d43a26")
    return (
        fruit
        + path("M-26 -18C-20 -22 -14 -20 -13 -14C-18 -14 -22 -10 -25 -6Z", "#5c9347")
        + stroke("M-8 -6C2 -2 10 6 14 11", "#f08b6c", 2)
    )


def garlic() -> str:
    """A bulb of garlic."""
    bulb = path("M0 -22C4 -10 22 -6 20 8C18 20 -18 20 -20 8C-22 -6 -4 -10 0 -22Z", "#f6efe2")
    return bulb + stroke("M0 -14C-6 -4 -8 8 -6 16M0 -14C6 -4 8 8 6 16", "#b9a98e", 1.8)


def shallot() -> str:
    """A red shallot."""
    bulb = path("M0 -24C3 -12 18 -6 17 7C16 19 -16 19 -17 7C-18 -6 -3 -12 0 -24Z", "#a33c55")
    roots = stroke("M-4 17L-6 22M0 18V23M4 17L6 22", "#7b5a3a", 1.6)
    return roots + bulb + stroke("M0 -14C-8 -4 -9 8 -5 15M0 -14C8 -4 9 8 5 15", "#d77f92", 1.8)


def peanut() -> str:
    """A peanut in its shell."""
    shell = path(
        "M-24 0C-24 -12 -8 -12 -2 -7C6 -13 24 -12 24 1C24 13 6 12 -1 7C-8 12 -24 12 -24 0Z", "#d8a85c"
    )
    return shell + stroke("M-17 -4L-9 5M-9 -5L-15 5M6 -6L16 5M15 -6L8 6M-22 0H22", "#a3742f", 1.4)


def jasmine() -> str:
    """A jasmine flower."""
    petal = path("M0 0C-8 -8 -6 -20 0 -23C6 -20 8 -8 0 0Z", "#fffdf5", "#8a8460", 1.6)
    return "".join(group(petal, turn=angle) for angle in range(0, 360, 72)) + circle(0, 0, 4, "#e7c64a", "")


def coconut() -> str:
    """Half a coconut."""
    shell = circle(0, 0, 24, "#7a4a26") + circle(0, 0, 18, "#fdf9ee", "#c9b48a", 1.6)
    return shell + ellipse(0, 3, 11, 9, "#e9e2cf", "")


def ginger() -> str:
    """A root of ginger."""
    root = path(
        "M-26 4C-24 -8 -14 -8 -10 -4C-12 -16 0 -20 2 -8C8 -14 14 -20 20 -14C24 -8 14 -2 12 0C22 2 28 8 22 13C14 18 6 10 0 10C-2 18 -12 22 -14 12C-20 14 -28 12 -26 4Z",
        "#dcb274",
    )
    return root + stroke("M-16 0C-14 4 -14 7 -16 9M2 -4C4 0 4 4 2 7M13 4C15 6 16 8 15 11", "#a47a3c", 1.8)
