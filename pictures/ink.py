"""Shapes as SVG: every drawing of a card is a string of these, centred on (0, 0), 100 to each side."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import cos, pi, sin
from random import Random

INK = "#3a2415"
LINE = 2.4
Point = tuple[float, float]


def number(value: float) -> str:
    """A coordinate with one decimal, as short as it can be, the same on every machine."""
    text = f"{value:.1f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def path(d: str, fill: str = "none", line: str = INK, width: float = LINE) -> str:
    """A path; `line` "" draws no outline."""
    outline = f' stroke="{line}" stroke-width="{number(width)}"' if line else ""
    return f'<path d="{d}" fill="{fill}"{outline}/>'


def ellipse(x: float, y: float, rx: float, ry: float, fill: str, line: str = INK, width: float = LINE) -> str:
    """An ellipse around (x, y)."""
    outline = f' stroke="{line}" stroke-width="{number(width)}"' if line else ""
    at = f'cx="{number(x)}" cy="{number(y)}" rx="{number(rx)}" ry="{number(ry)}"'
    return f'<ellipse {at} fill="{fill}"{outline}/>'


def circle(x: float, y: float, r: float, fill: str, line: str = INK, width: float = LINE) -> str:
    """A circle around (x, y)."""
    return ellipse(x, y, r, r, fill, line, width)


def box(
    x: float, y: float, w: float, h: float, fill: str, r: float = 0, line: str = INK, width: float = LINE
) -> str:
    """A rectangle with its upper left corner at (x, y) and corners of radius `r`."""
    outline = f' stroke="{line}" stroke-width="{number(width)}"' if line else ""
    at = f'x="{number(x)}" y="{number(y)}" width="{number(w)}" height="{number(h)}"'
    return f'<rect {at} rx="{number(r)}" fill="{fill}"{outline}/>'


def stroke(d: str, line: str = INK, width: float = LINE) -> str:
    """A line without a filling."""
    return path(d, "none", line, width)


def polygon(points: Sequence[Point], fill: str, line: str = INK, width: float = LINE) -> str:
    """A closed figure through these points."""
    return path("M" + "L".join(f"{number(x)} {number(y)}" for x, y in points) + "Z", fill, line, width)


def group(drawn: str, x: float = 0, y: float = 0, turn: float = 0, size: float = 1, flat: float = 1) -> str:
    """The drawing moved to (x, y), turned by degrees, and scaled; `flat` presses it from above."""
    moves = [f"translate({number(x)} {number(y)})"]
    moves += [f"rotate({number(turn)})"] if turn else []
    moves += [f"scale({size:.2f} {size * flat:.2f})"] if (size, flat) != (1, 1) else []
    return f'<g transform="{" ".join(moves)}">{drawn}</g>'


def blob(r: float, dice: Random, rough: float = 0.18, corners: int = 9) -> str:
    """The outline of a roundish, irregular thing of radius `r`, as path data."""
    around = [2 * pi * at / corners for at in range(corners)]
    radii = [r * (1 + dice.uniform(-rough, rough)) for _ in around]
    points = [(cos(angle) * far, sin(angle) * far) for angle, far in zip(around, radii, strict=True)]
    return smooth(points)


def smooth(points: Sequence[Point]) -> str:
    """Path data of a closed curve near these points."""
    middle = [((x + points[at - 1][0]) / 2, (y + points[at - 1][1]) / 2) for at, (x, y) in enumerate(points)]
    d = f"M{number(middle[0][0])} {number(middle[0][1])}"
    for at, (x, y) in enumerate(points):
        to = middle[(at + 1) % len(points)]
        d += f"Q{number(x)} {number(y)} {number(to[0])} {number(to[1])}"
    return d + "Z"


def scattered(count: int, rx: float, ry: float, dice: Random) -> list[Point]:
    """Points in an ellipse around (0, 0), those further back first."""
    found: list[Point] = []
    while len(found) < count:
        x, y = dice.uniform(-1, 1), dice.uniform(-1, 1)
        if x * x + y * y <= 1:
            found.append((x * rx, y * ry))
    return sorted(found, key=lambda point: point[1])


def specks(count: int, rx: float, ry: float, dice: Random, fill: str, r: float = 2) -> str:
    """Small dots of one colour, strewn over an ellipse."""
    dots = scattered(count, rx, ry, dice)
    return "".join(circle(x, y, r * dice.uniform(0.7, 1.3), fill, "") for x, y in dots)


Piece = Callable[[Random], str]


def heap(piece: Piece, dice: Random, rows: Sequence[int] = (2, 4, 5, 6), apart: float = 26) -> str:
    """Pieces heaped up, row before row; the front row stands on the ground at y = 40."""
    drawn = []
    for at, count in enumerate(rows):
        y = 40 - (len(rows) - 1 - at) * apart * 0.62
        for nth in range(count):
            x = (nth - (count - 1) / 2) * apart + dice.uniform(-3, 3)
            drawn.append(group(piece(dice), x, y + dice.uniform(-3, 3), dice.uniform(-50, 50)))
    return "".join(drawn)
