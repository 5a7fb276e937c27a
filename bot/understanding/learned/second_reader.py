"""Reads the intent of a message, and what its numbers and goods are for, by what it has learned."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Literal, cast, get_args

from bot.understanding.annotate.numbers import Number, number_at
from bot.understanding.learned import features
from bot.understanding.learned.linear import Linear, loaded
from bot.understanding.result import Intent
from bot.understanding.spot.products import Mention
from bot.understanding.spot.scene import Scene

NumberRole = Literal["count", "other"]
GoodsRole = Literal["line", "none", "add", "set", "reduce", "remove"]
CLASSES = {"intent": get_args(Intent), "number": get_args(NumberRole), "goods": get_args(GoodsRole)}

STEPS = 15
"""What one number or product costs, in the steps of `effort`."""


@dataclass(frozen=True, slots=True)
class Learned:
    """What the second reader takes something for, and how sure it is: the distance to its next best guess."""

    role: str
    margin: int


@dataclass(frozen=True, slots=True)
class SecondReading:
    """The learned intent, and the roles of numbers and goods by the token that they begin with."""

    intent: Learned
    numbers: dict[int, Learned]
    goods: dict[int, Learned]


class SecondReader:
    """Reads with the weights of the file."""

    def __init__(self, models: dict[str, Linear]) -> None:
        self._models = models

    def read(self, scene: Scene) -> SecondReading:
        """The second reading of a message. Raises TooMuchToRead."""
        words = features.words_of(scene)
        numbers, goods = list(numbers_of(scene)), scene.known
        scene.message.effort.spend(len(words) + STEPS * (len(numbers) + len(goods)))
        return SecondReading(
            self._choose("intent", features.of_message(words)),
            {one.start: self._choose("number", number_features(scene, words, one)) for one in numbers},
            {one.start: self._choose("goods", goods_features(words, one)) for one in goods},
        )

    def _choose(self, model: str, buckets: list[int]) -> Learned:
        return Learned(*self._models[model].choose(buckets))


@cache
def second_reader() -> SecondReader:
    """The second reader as shipped."""
    return SecondReader(loaded())


def numbers_of(scene: Scene) -> Iterator[Number]:
    """The numbers of a message that are no part of a product's name."""
    named = {at for one in scene.known for at in range(one.start, one.end)}
    at = 0
    while at < len(scene.message):
        one = number_at(scene.message, at) if at not in named else None
        if one is not None:
            yield one
        at = max(one.end, at + 1) if one else at + 1


def number_features(scene: Scene, words: list[str], one: Number) -> list[int]:
    """The features of a number of the message."""
    return features.of_number(words, one.start, one.end, scene.message.slice(one.start, one.end))


def goods_features(words: list[str], one: Mention) -> list[int]:
    """The features of goods of the message."""
    return features.of_goods(words, one.start, one.end)


def intent_of(learned: Learned) -> Intent:
    """The learned intent."""
    return cast(Intent, learned.role)
