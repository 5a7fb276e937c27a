"""Quantities per person: `kami 8 orang, tiap orang karak 2` are sixteen."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from bot.understanding.annotate.numbers import number_at
from bot.understanding.combine.want import Want
from bot.understanding.spot.scene import Scene


def multiply(scene: Scene, wants: Iterable[Want]) -> None:
    """Multiplies what is wanted behind `tiap orang`, or the like, by the people whom the message counts."""
    said = scene.message.where("per_person")
    people = set(_people(scene))
    if not said or len(people) != 1:
        return
    many = people.pop()
    for want in wants:
        if want.mention.end > said[0] and want.mention.skus and not want.doubtful:
            want.amounts = [
                replace(one, pieces=one.pieces * many) if one.pieces else one for one in want.amounts
            ]


def _people(scene: Scene) -> Iterator[int]:
    """The numbers of people: `8 orang`, `berdelapan`, `ber-8`."""
    message = scene.message
    prefixes = message.vocabulary.numbers.together
    for one in scene.ignored:
        if message.says_at(one.end - 1, "of_people") and (number := number_at(message, one.start)):
            yield int(number.value or 0)
    for at in range(len(message)):
        word = message.plain(at)
        if message.says_at(at, "of_people_together"):
            bare = next(word.removeprefix(one) for one in prefixes if word.startswith(one))
            yield message.vocabulary.value[bare]
        elif word in prefixes:
            number = number_at(message, at + 1) or number_at(message, at + 2)
            yield from [int(number.value)] if number and number.value else []
