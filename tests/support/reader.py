"""The message reader of the shipped catalogue, with its results in a short form for tests."""

from __future__ import annotations

from functools import cache

from bench.labelled import demo_wares, reader_of
from bot.understanding import Interpretation, Interpreter


@cache
def reader() -> Interpreter:
    return reader_of(demo_wares())


def read(text: str) -> Interpretation:
    return reader().read(text)


def short(sku: str) -> str:
    return sku.removeprefix("SOLO-")


def lines(text: str) -> dict[str, int]:
    return {short(one.sku): one.quantity for one in read(text).lines}


def unclear(text: str) -> list[tuple[str, int | None, str]]:
    return [(one.text, one.quantity, " ".join(map(short, one.any_of))) for one in read(text).unclear]


def shares(text: str) -> list[tuple[str, str, int]]:
    return [(one.name, short(one.sku), one.quantity) for one in read(text).shares]


def about(text: str) -> list[str]:
    return [" ".join(map(short, skus)) for skus in read(text).about]
