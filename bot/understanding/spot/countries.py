"""Finds the destination: how a message speaks of each of its countries, cities and flags."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace

from bot.understanding.annotate.message import Message
from bot.understanding.spot.country_spotter import SHORT, CountrySpotter

CORRECTED_WITHIN = 4
LEADS = frozenset(":(→->,")
"""Signs that may stand between a country and the preposition that leads to it."""
STRENGTH = {"to": 4, "address": 3, "bare": 2, "at": 1, "street": 0}


@dataclass(frozen=True, slots=True)
class Place:
    """A country named by the tokens from `start` to `end`; `how` says in what role.

    `is_town`: it is a town that only lists of the world's towns know, and may be somebody's name.
    """

    start: int
    end: int
    iso2: str
    how: str
    is_town: bool = False


def places_of(
    message: Message, spotter: CountrySpotter, taken: Collection[int], away: Collection[int]
) -> list[Place]:
    """The countries of a message, outside the names of goods."""
    found: list[Place] = []
    at = 0
    while at < len(message):
        named = None if at in taken and at not in away else spotter.at(message, at)
        if named is None:
            at += 1
            continue
        end, iso2 = named
        how = _how(message, at, end, at in away)
        if how == "bare" and found and _one_more(message, found[-1], at):
            how = found[-1].how
        found.append(Place(at, end, iso2, how, spotter.is_town(message, at, end)))
        at = end
    found = _corrected(message, found)
    return [replace(one, how="to") if one.how == "third" and _sent_to(message, one) else one for one in found]


def _corrected(message: Message, places: list[Place]) -> list[Place]:
    """`ke Taiwan eh maksudku Hongkong`."""
    found: list[Place] = []
    for one in places:
        last = found[-1] if found else None
        near = last is not None and 0 < one.start - last.end <= CORRECTED_WITHIN
        if last and near and one.how in STRENGTH and message.has("correct", start=last.end, end=one.start):
            found[-1] = replace(last, how="not")
            one = replace(one, how=max(one.how, last.how, key=lambda how: STRENGTH.get(how, -1)))
        found.append(one)
    return found


def _sent_to(message: Message, place: Place) -> bool:
    """`adikku di HK, kirim ke adikku`, `ke sana bisa?`: the goods do go where the third person lives."""
    if any(_points_back(message, at) for at in range(place.end, len(message))):
        return True
    near = range(max(place.start - 4, 0), place.start)
    who = [message.plain(at) for at in near if message.says_at(at, "third")]
    return bool(who) and any(
        message.plain(at) == who[-1] and message.says_at(at - 1, "to", "for") for at in message.where("third")
    )


def _points_back(message: Message, at: int) -> bool:
    """`ke sana`, `kirim ke dia`: a word for the place or the person named before."""
    word, grammar = message.plain(at), message.grammar
    return word in grammar.there or (word in grammar.them and message.says_at(at - 1, "to", "for"))


def _one_more(message: Message, last: Place, at: int) -> bool:
    """`ke Taiwan dan Hongkong`, `to Japan or Korea`."""
    joins = message.says_at(at - 1, "and", "range") or message.plain(at - 1) == "/"
    return joins and last.end == at - 1


def _how(message: Message, start: int, end: int, in_address: bool) -> str:
    before, leads = start - 1, LEADS | message.grammar.before_places
    while message.plain(before) in leads and (message.plain(before) != "," or in_address):
        before -= 1
    if _is_none(message, start, before):
        return "not"
    if in_address and any(message.says_at(near, "street") for near in (end, end + 1)):
        return "street"  # "Nanjing East Rd"
    if _is_past(message, start, end, before) or _is_compared(message, before):
        return "past"
    if message.says_at(before, "to") and not _stays(message, before):
        return "to"
    if in_address:
        return "address"
    if not message.says_at(before, "at"):
        return "bare"
    if message.says_at(before - 1, "self") and message.says_at(before - 2, "to"):
        return "to"  # "kirim ke aku di Korea"
    return _whose(message, before)


def _is_none(message: Message, start: int, before: int) -> bool:
    """`jangan ke Qatar`, `no US`, `orang Turki`, `motif bunga Jepang`."""
    apart = before >= 0 and message.strong_break(before)
    apart = apart or message.kind(before) == "sign"
    off = message.says_at(before - 1, "not_this", "remove") and not message.says_at(before - 1, "to")
    if (off and not apart) or message.says_at(before, "not_this"):
        return True
    if message.says_at(start - 1, "number_label") and len(message.plain(start)) <= SHORT:
        return True
    return message.says_at(before, "of_people") or message.has("pattern", start=max(start - 2, 0), end=start)


def _is_past(message: Message, start: int, end: int, before: int) -> bool:
    """`dulu di Kuwait`, `pernah kirim ke Hong Kong`, `di Kuwait dulu`; not `mau kirim ke Taiwan dulu`."""
    grammar = message.grammar
    only_at = message.says_at(before, "at") and not message.says_at(before, "to")
    if only_at and message.plain(end) in grammar.past:
        return True
    clause = _clause(message, start)
    words = {message.plain(at) for at in clause}
    return not words.isdisjoint(grammar.past) and words.isdisjoint(grammar.wishes)


def _clause(message: Message, start: int) -> range:
    """The words before a place that belong to its clause: `now` and every break begin a new one."""
    first = start
    while first > 0 and not _begins_anew(message, first - 1):
        first -= 1
    return range(first, start)


def _begins_anew(message: Message, at: int) -> bool:
    return message.strong_break(at) or message.plain(at) == "," or message.says_at(at, "now", "turning")


def _is_compared(message: Message, before: int) -> bool:
    """`lebih murah dari Kuwait`, `cheaper than Japan`."""
    grammar = message.grammar
    if message.plain(before) in grammar.compared_with or message.plain(before - 1) in grammar.compared_with:
        return True
    near = {message.plain(at) for at in range(max(before - 3, 0), before)}
    return message.says_at(before, "at") and not near.isdisjoint(grammar.comparing)


def _stays(message: Message, at: int) -> bool:
    """Whether `neng`, `nang` or `teng`, "in" or "to", means "in", as it does behind a third person."""
    both = message.says_at(at, "at") and message.plain(at) in message.grammar.in_or_to
    return both and _third(message, at) and not message.has("for", start=max(at - 4, 0), end=at)


def _whose(message: Message, at: int) -> str:
    """The role of a country where somebody lives: no destination, unless the goods are for that person."""
    if not _third(message, at):
        return "at"
    return "to" if _for_them(message, at) else "third"


def _third(message: Message, at: int) -> bool:
    near = range(max(at - 3, 0), at)
    third = [one for one in near if message.says_at(one, "third")]
    if not third or any(message.strong_break(one) for one in range(third[-1], at)):
        return False
    joined = (
        message.says_at(third[-1] - 1, "and")
        or message.plain(third[-1] - 1) in message.vocabulary.numbers.also_and
    )
    return not (joined and message.says_at(third[-1] - 2, "self"))  # "saya sama suami di Korea"


def _for_them(message: Message, at: int) -> bool:
    return any(message.says_at(one, "for", "to") for one in range(max(at - 6, 0), at))


def destination_of(places: Iterable[Place]) -> str | None:
    """The one country that the goods go to; None for none or several."""
    found = torn_between(places)
    return found[0] if len(found) == 1 else None


def torn_between(places: Iterable[Place]) -> tuple[str, ...]:
    """The countries in the strongest role, in order: the destination is one of them."""
    meant = [one for one in places if one.how in STRENGTH]
    strongest = max((STRENGTH[one.how] for one in meant), default=-1)
    return tuple(dict.fromkeys(one.iso2 for one in meant if STRENGTH[one.how] == strongest))
