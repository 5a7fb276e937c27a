"""Towns that are called like people: `karak 2 buat Tono` is for a friend, and does not go to Tōno."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from bot.understanding.annotate.message import Message
from bot.understanding.known import Known
from bot.understanding.spot.countries import Place
from bot.understanding.spot.friends import PERSON, People, Person
from bot.understanding.spot.products import Mention
from bot.understanding.spot.quantities import Amount, Ignored


def told_apart(
    message: Message,
    goods: Sequence[Mention],
    numbers: Sequence[Amount | Ignored],
    places: Sequence[Place],
    away: Collection[int],
) -> tuple[list[Person], list[Place]]:
    """The people and the places: a little known town that stands where a name stands is a person.

    Countries, and cities that the files of the shop name, are always places. A town that only stands among
    goods is left where it is, and moves no destination.
    """
    things: list[Mention | Amount | Ignored] = [*goods, *numbers]
    busy = {at for one in things for at in range(one.start, one.end)}
    perhaps = [one for one in places if _may_be_a_name(message, one, busy)]
    sure = [one for one in places if one not in perhaps]
    persons = People(message, goods, numbers, sure, away).found()
    named = {at for one in persons for at in range(one.start, one.end)}
    last, starts = max(busy, default=-1), {one.start for one in goods}
    counted = {one.start for one in numbers if one.end not in starts}
    for one in perhaps:
        if one.start in named:
            continue
        within = one.start - 1 in busy and one.end < last
        owned = message.plain(one.start - 1) in message.grammar.owned_by
        sure.append(replace(one, how="not") if within or owned or one.end in counted else one)
    return persons, sorted(sure, key=lambda one: one.start)


def unknown_to(conversation: Known, message: Message, places: Sequence[Place]) -> list[Place]:
    """The places without little known towns that are called like somebody for whom goods are."""
    return [
        one
        for one in places
        if not one.is_town or one.how != "bare" or message.plain(one.start) not in conversation.people
    ]


def _may_be_a_name(message: Message, one: Place, busy: Collection[int]) -> bool:
    """Whether a town stands by itself, behind `buat` or behind a title; not behind another name."""
    before = one.start - 1
    alone = message.kind(before) != "word" or before in busy or message.says_at(before, "for", "and", *PERSON)
    owned = message.plain(before) in message.grammar.owned_by
    return one.is_town and one.how == "bare" and (alone or owned)
