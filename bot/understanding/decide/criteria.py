"""Finds what somebody looks for: `camilan pedas di bawah 30 ribu`, `yang awet setengah tahun`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from bot.catalog import HOTTEST, Allergen
from bot.understanding.annotate.message import Message
from bot.understanding.annotate.numbers import Number, number_at
from bot.understanding.criteria import NOTHING, Criteria, Diet, Order
from bot.understanding.decide.said import Said
from bot.understanding.spot.products import Mention
from bot.understanding.spot.scene import Scene

MEASURED_WITHIN = 3
LONG = 180
"""Days that `awet` without a number stands for: half a year."""
LONGEST_WORDS = 20
LEAST_MONEY = 1000
"""From here on a bare number may be rupiah."""
TOLD_WITHIN, BOUNDS_WITHIN = 2, 4
"""How many words before an amount say what it is."""


@dataclass(frozen=True, slots=True)
class Asked:
    """The criteria of a message; `currency` is that of their amounts, "" for rupiah.

    `lists`: it asks for several goods, not about one; `asks_openly`: in words that say so (`cari`,
    `apa aja`). `eaten`: the places of words for what somebody must not eat, which name no goods.
    """

    criteria: Criteria
    currency: str = ""
    lists: bool = False
    asks_openly: bool = False
    eaten: frozenset[int] = frozenset()


NOTHING_ASKED = Asked(NOTHING)


def asked_of(scene: Scene) -> Asked:
    """What the message looks for, apart from the country."""
    said = Said(scene)
    if said.every.isdisjoint(said.words.first_words):
        return NOTHING_ASKED
    keeps, eaten = _keeps(said), _eaten(said)
    shelf, covered = _shelf(said)
    budget = bool(said.places(said.words.budget))
    asks_for_several = bool(said.places(said.words.lists))
    bounds = budget or shelf or asks_for_several or said.places(said.words.under)
    currency, money = _money(said) if bounds else ("", None)
    light = [one for one in said.places(said.words.light) if one.start not in covered]
    criteria = Criteria(
        without=tuple(dict.fromkeys(allergen for allergen, _place in eaten)),
        diet=_diet(said),
        halal=said.has(said.words.halal),
        shelf=shelf,
        heat=_heat(said),
        price_most=None if budget else money,
        budget=money if budget else None,
        keeps=keeps,
        gift=said.has(said.words.gift),
        sweet=said.has(said.words.sweet),
        grams_most=_grams(said),
        order=_order(said, light, bool(shelf or asks_for_several)),
        words=_kind(scene, eaten),
    )
    lists = bool(asks_for_several or shelf or money or (criteria.gift and not scene.known))
    places = frozenset(at for _allergen, place in eaten for at in place)
    return Asked(criteria, currency, lists, asks_for_several, places)


def goods_asked(asked: Asked, mentions: Iterable[Mention]) -> list[Mention]:
    """The goods that a message names, without words for what somebody must not eat."""
    return [one for one in mentions if asked.eaten.isdisjoint(range(one.start, one.end))]


def finds(scene: Scene, asked: Asked) -> bool:
    """Whether a message asks for several goods by what they are like, and for no product by its name."""
    named = goods_asked(asked, scene.known)
    one_only = any(len(one.skus) == 1 for one in named)
    # A shelf alone is what a search finds, unless it is asked what there is.
    said = bool(replace(asked.criteria, shelf="")) or (bool(asked.criteria.shelf) and asked.asks_openly)
    return said and asked.lists and not one_only


def _kind(scene: Scene, eaten: Sequence[tuple[Allergen, range]]) -> str:
    """The kind of goods that is named, as a part of a route: `sambal` of "sambalnya ada yang ga pedas?"."""
    away = {at for _allergen, place in eaten for at in place}
    named = [one for one in scene.known if len(one.skus) > 1 and away.isdisjoint(range(one.start, one.end))]
    if not named:
        return ""
    words = (scene.message.plain(at) for at in range(named[0].start, named[0].end))
    joined = "-".join(word for word in words if word.isascii() and word.isalnum())
    return joined if len(joined) <= LONGEST_WORDS else ""


def _heat(said: Said) -> tuple[int, int] | None:
    hot = said.places(said.words.spicy)
    if not hot:
        return None
    near = range(min(one.start for one in hot) - 3, max(one.stop for one in hot) + 3)
    slightly = any(place.start in near for place in said.places(said.words.slightly))
    if any(said.is_negated(one.start) for one in hot):
        return (0, 1) if slightly else (0, 0)
    if slightly:
        return (1, 1)
    very = any(place.start in near for place in said.places(said.words.very))
    return (HOTTEST, HOTTEST) if very else (1, HOTTEST)


def _diet(said: Said) -> Diet:
    if said.has(said.words.vegan):
        return "vegan"
    return "vegetarian" if said.has(said.words.vegetarian) else ""


def _order(said: Said, light: Sequence[range], of_several: bool) -> Order:
    """What comes first; what is cheap in "biar ongkirnya murah" is no goods."""
    if light:
        return "light"
    cheap = of_several and said.has(said.words.cheap) and not said.message.has("shipping")
    return "cheap" if cheap else ""


def _shelf(said: Said) -> tuple[str, set[int]]:
    """The shelf that the longest of its phrases names, and the words of all such phrases."""
    found = [(place, code) for code, phrases in said.words.shelves.items() for place in said.places(phrases)]
    covered = {at for place, _code in found for at in place}
    best = max(found, key=lambda one: (len(one[0]), -one[0].start), default=None)
    return (best[1] if best else ""), covered


def _eaten(said: Said) -> list[tuple[Allergen, range]]:
    """What somebody must not eat, each with its place."""
    return allergens_named(said) if said.places(said.words.free_of) else []


def allergens_named(said: Said) -> list[tuple[Allergen, range]]:
    """The allergens that are named, each with its place; not the words of a longer name (`geti wijen`)."""
    named = [range(one.start, one.end) for one in said.scene.known]
    return [
        (allergen, place)
        for allergen, phrases in said.words.allergens.items()
        for place in said.places(phrases)
        if not any(place.start in one and len(one) > len(place) for one in named)
    ]


def _numbers(message: Message) -> Iterator[Number]:
    at = 0
    while at < len(message):
        number = number_at(message, at)
        if number is not None and number.value is not None:
            yield number
        at = number.end if number is not None else at + 1


def money_in(scene: Scene) -> Iterator[tuple[int, str, int]]:
    """The sums of money that a message names: the place of each, its currency ("" is rupiah), the amount."""
    said = Said(scene)
    for number in _numbers(scene.message):
        if (amount := _amount(said, number)) is not None:
            yield (number.start, *amount)


def _money(said: Said) -> tuple[str, int | None]:
    """The last amount of money and its currency: `30 ribu`, `Rp50.000`, `300k`, `20 ringgit`.

    What freight or a total comes to (`ongkirnya 433rb??`) is nothing that goods are looked for by.
    """
    found: tuple[str, int | None] = ("", None)
    for start, code, amount in money_in(said.scene):
        if not _is_told(said, start):
            found = (code, amount)
    return found


def _is_told(said: Said, at: int) -> bool:
    """Whether an amount stands right behind freight or a total, and no word bounds it."""
    bounds = (*said.places(said.words.budget), *said.places(said.words.under))
    if any(at - BOUNDS_WITHIN <= one.start < at for one in bounds):
        return False
    first = max(at - TOLD_WITHIN, said.message.sentence_at(at).start)
    return said.message.has("shipping", "total", start=first, end=at)


def _amount(said: Said, number: Number) -> tuple[str, int] | None:
    message, value = said.message, Fraction(number.value or 0)
    word, before = message.plain(number.end), message.plain(number.start - 1)
    if message.kind(number.start - 1) == "sign" and before not in message.vocabulary.before_money:
        before = ""
    for code, words in said.words.currencies.items():
        if word in words or before in words:
            return code, int(value)
    bare = word.removesuffix("an")
    thousands = message.vocabulary.numbers.thousands
    if word in said.words.millions or bare in said.words.millions:
        return "", int(value * 1_000_000)
    if word in thousands or bare in thousands:
        return "", int(value * 1_000)
    money = before in message.vocabulary.before_money or not _is_measure(said, number.end)
    return ("", int(value)) if value >= LEAST_MONEY and money else None


def _is_measure(said: Said, at: int) -> bool:
    units = said.message.vocabulary.units
    return said.message.plain(at) in {*units.weights, *units.volumes, *units.pieces}


def _grams(said: Said) -> int | None:
    """The most that a piece may weigh: `yang ringan, di bawah 500 gram`."""
    if not said.places(said.words.light):
        return None
    weights = said.message.vocabulary.units.weights
    for number in _numbers(said.message):
        grams = weights.get(said.message.plain(number.end))
        if grams is not None:
            return int(Fraction(number.value or 0) * grams)
    return None


def _keeps(said: Said) -> int | None:
    """For how many days goods must keep."""
    if not said.places(said.words.keeps):
        return None
    counted = [days for number in _numbers(said.message) if (days := _days(said, number.end, number.value))]
    prefixed = [days for at in range(len(said.message)) if (days := _one(said, at))]
    # "tahan berapa lama" asks for the days and names none.
    return max([*counted, *prefixed], default=None if said.message.has("how_much") else LONG)


def _days(said: Said, at: int, many: Fraction | None) -> int:
    word = said.message.plain(at)
    return next((int(days * (many or 0)) for days, words in said.words.days.items() if word in words), 0)


def _one(said: Said, at: int) -> int:
    """`sebulan`, `setahun`: one of it."""
    prefixes, word = said.message.vocabulary.units.one_prefix, said.message.plain(at)
    bare = {word.removeprefix(one) for one in prefixes if word.startswith(one)}
    return next((days for days, words in said.words.days.items() if bare & words), 0)
