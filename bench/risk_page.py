"""The curve of risk and coverage as a drawing (SVG) and as a page with its figures."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple


@dataclass(frozen=True, slots=True)
class Point:
    """Shares of messages with the margins times `scale`; None: no doubt is shown at all."""

    scale: float | None
    asked: float
    exact: float
    wrong: float
    dropped: float

    @property
    def risk(self) -> float:
        """Wrong or dropped."""
        return self.wrong + self.dropped


@dataclass(frozen=True, slots=True)
class Curve:
    """The points of a kind of messages, from the least doubts to the most."""

    kind: str
    messages: int
    points: Sequence[Point]

    def at(self, asked: float) -> tuple[float, float] | None:
        """Exact, and wrong or dropped, when so much is asked; between two points in a straight line."""
        for one, other in pairwise(sorted(self.points, key=lambda point: point.asked)):
            if one.asked <= asked <= other.asked and other.asked > one.asked:
                part = (asked - one.asked) / (other.asked - one.asked)
                return one.exact + part * (other.exact - one.exact), one.risk + part * (other.risk - one.risk)
        return None


class Panel(NamedTuple):
    """One of the drawings: what its height means, and how much is its top."""

    title: str
    value: Callable[[Point], float]
    top: float


ASKED = (0.05, 0.10, 0.20)
WIDTH, HEIGHT, LEFT, RIGHT, ABOVE, BELOW = 640, 220, 50, 90, 34, 36
WIDEST = 0.6
COLOURS = ("#1f5fa8", "#c4572b")
PANELS = (
    Panel("read exactly", lambda point: point.exact, 1.0),
    Panel("wrong or dropped", lambda point: point.risk, 0.4),
)
EXPLAINED = """\
# Risk and coverage
What is asked cannot be wrong. The margins below which the reader doubts a decision are scaled here, from no
doubt at all to many times what the shop uses; the shop itself is the dot. Written by `python -m bench.risk`.

![Shares read exactly, and wrong or dropped, by the share asked](risk.svg)

Held out: the {messages} messages of the batches `2026-11-30-*` that mean the same without a conversation, in
four folds ({folds}): each is read with weights
that learned from all other messages that may be learned from. Rules and vocabulary are those of today: only
the learned part is measured as for strangers. A message counts as asked only if the question is about what
is wrong or missing in it (`bench/labelled.py`).
"""


def page(curves: Sequence[Curve], folds: Sequence[Sequence[str]]) -> str:
    """The page: what was done, the shares at some levels of asking, and every point."""
    told = EXPLAINED.format(
        messages=sum(one.messages for one in curves), folds="; ".join(", ".join(fold) for fold in folds)
    )
    return "\n".join([told, *_levels(curves), "", *_points(curves), ""])


def _levels(curves: Sequence[Curve]) -> list[str]:
    rows = ["| asked | " + " | ".join(f"{one.kind}: exact | wrong or dropped" for one in curves) + " |"]
    rows.append("|" + " --- |" * (1 + 2 * len(curves)))
    least = [cell for one in curves for cell in _least(one.points[0])]
    rows.append(f"| as little as can be | {' | '.join(least)} |")
    for asked in ASKED:
        cells = [cell for one in curves for cell in _cells(one.at(asked))]
        rows.append(f"| {asked:.0%} | {' | '.join(cells)} |")
    return rows


def _least(point: Point) -> tuple[str, str]:
    return f"{point.exact:.1%} (asked {point.asked:.1%})", f"{point.risk:.1%}"


def _cells(found: tuple[float, float] | None) -> tuple[str, str]:
    return (f"{found[0]:.1%}", f"{found[1]:.1%}") if found else ("never", "never")


def _points(curves: Sequence[Curve]) -> list[str]:
    rows = [
        "| margins times | kind | asked | exact | wrong | dropped |",
        "| --- | --- | --- | --- | --- | --- |",
    ]
    for curve in curves:
        for one in curve.points:
            scale = "no doubt shown" if one.scale is None else f"{one.scale:g}"
            shares = " | ".join(f"{share:.1%}" for share in (one.asked, one.exact, one.wrong, one.dropped))
            rows.append(f"| {scale} | {curve.kind} | {shares} |")
    return rows


def drawn(curves: Sequence[Curve]) -> str:
    """Two panels, one below the other, over the share asked."""
    parts = [part for at, panel in enumerate(PANELS) for part in _panel(panel, curves, at * HEIGHT)]
    size = (
        f'width="{WIDTH}" height="{HEIGHT * len(PANELS)}" font-family="sans-serif" font-size="12" fill="#333"'
    )
    background = '<rect width="100%" height="100%" fill="#fff"/>'
    return "\n".join([f'<svg xmlns="http://www.w3.org/2000/svg" {size}>', background, *parts, "</svg>", ""])


def _panel(panel: Panel, curves: Sequence[Curve], down: int) -> list[str]:
    parts = [_text(LEFT, down + ABOVE - 14, panel.title)]
    for step in range(5):
        height = panel.top * step / 4
        x, y = _place(0, height, panel, down)
        parts.append(_line(x, y, WIDTH - RIGHT, y))
        parts.append(_text(x - 6, y + 4, f"{height:.1%}".replace(".0%", "%"), "end"))
    for step in range(7):
        x, y = _place(WIDEST * step / 6, 0, panel, down)
        parts.append(_text(x, y + 16, f"{WIDEST * step / 6:.0%}", "middle"))
    parts.append(_text(WIDTH - RIGHT + 24, down + HEIGHT - BELOW + 16, "asked"))
    for curve, colour in zip(curves, COLOURS, strict=True):
        parts += _curve(curve, panel, colour, down)
    return parts


def _curve(curve: Curve, panel: Panel, colour: str, down: int) -> list[str]:
    seen = [one for one in curve.points if one.asked <= WIDEST]
    places = [_place(one.asked, panel.value(one), panel, down) for one in seen]
    way = " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
    shop = [place for one, place in zip(seen, places, strict=True) if one.scale == 1]
    dots = [f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4" fill="{colour}"/>' for x, y in shop]
    line = f'<polyline points="{way}" fill="none" stroke="{colour}" stroke-width="2"/>'
    x, y = places[-1]
    return [line, *dots, f'<text x="{x + 6:.1f}" y="{y + 4:.1f}" fill="{colour}">{curve.kind}</text>']


def _place(asked: float, value: float, panel: Panel, down: int) -> tuple[float, float]:
    x = LEFT + (WIDTH - LEFT - RIGHT) * asked / WIDEST
    y = down + HEIGHT - BELOW - (HEIGHT - ABOVE - BELOW) * min(value / panel.top, 1.0)
    return x, y


def _line(x: float, y: float, to_x: float, to_y: float) -> str:
    return f'<line x1="{x:.1f}" y1="{y:.1f}" x2="{to_x:.1f}" y2="{to_y:.1f}" stroke="#ddd"/>'


def _text(x: float, y: float, said: str, anchor: str = "start") -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{said}</text>'
