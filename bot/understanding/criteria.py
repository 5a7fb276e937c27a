"""What somebody looks for: criteria that goods must meet, typed or tapped, and the goods that meet them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any, Literal

from bot.catalog import HOTTEST, Allergen, Ware

Order = Literal["", "cheap", "light"]
Diet = Literal["", "vegetarian", "vegan"]
LONGEST_CODE = 44
"""Bytes of the code, so that it fits into a route."""
EMPTY = "-"
FOOD = ("food", "drink")
OF_ANIMALS = frozenset(
    (
        *("meat_bovine", "meat_poultry", "meat_other", "meat_canned", "meat_trace", "pork"),
        *("fish_dried", "crustacean"),
    )
)
"""Classes of `config/restrictions.yaml` whose goods are no vegetarian food."""
FROM_ANIMALS = frozenset({"dairy", "egg", "honey"})
SWEET = ("0409", "1704", "1806", "190531", "190532")
"""HS headings of honey, sugar confectionery, chocolate, sweet biscuits and waffles."""
GIFT_DAYS = 60
"""A present must keep for at least so many days."""
GIFT_SHELVES = ("batik", "craft", "drink", "food-sweet", "food-snack", "food-nut")
ALLERGEN_LETTERS = dict(zip("gcefpsmnw", Allergen, strict=True))


@dataclass(frozen=True, slots=True)
class Criteria:
    """What goods must meet; the empty ones ask for nothing.

    `heat` is from how hot to how hot (0 to 3). `price_most` (of a piece) and `budget` are whole rupiah,
    `keeps` is days, `grams_most` of a piece with packing, `to` the country that they may enter. `words` are
    looked for in names. What a product says nothing about, it does not meet.
    """

    to: str = ""
    without: tuple[Allergen, ...] = ()
    diet: Diet = ""
    halal: bool = False
    shelf: str = ""
    heat: tuple[int, int] | None = None
    price_most: int | None = None
    budget: int | None = None
    keeps: int | None = None
    gift: bool = False
    sweet: bool = False
    grams_most: int | None = None
    order: Order = ""
    words: str = ""

    def __bool__(self) -> bool:
        """Whether anything is asked for apart from the country and the kind of goods."""
        return replace(self, to="", words="") != NOTHING

    def meets(self, ware: Ware) -> bool:
        """Whether a product meets all of it, apart from the country, the words and the budget."""
        return all(check(self, ware) for check in CHECKS)

    @property
    def code(self) -> str:
        """This as a part of a route; what has no room in it is left out, the country and allergies last."""
        parts = list(_parts(self))
        while len(".".join(parts)) > LONGEST_CODE:
            parts.pop()
        return ".".join(parts) or EMPTY

    @classmethod
    def of(cls, code: str) -> Criteria:
        """The criteria of a code; what cannot be read asks for nothing."""
        found = NOTHING
        for part in code.split("."):
            found = replace(found, **_read(part[:1], part[1:]))
        return found

    def without_field(self, name: str) -> Criteria:
        """This without one of its criteria."""
        return replace(self, **{name: getattr(NOTHING, name)})


NOTHING = Criteria()
FIELDS = tuple(one.name for one in fields(Criteria))


def is_food(ware: Ware) -> bool:
    """Whether it is eaten or drunk."""
    return ware.category.startswith(FOOD)


def _heat(asked: Criteria, ware: Ware) -> bool:
    if asked.heat is None:
        return True
    return is_food(ware) and ware.spicy is not None and asked.heat[0] <= ware.spicy <= asked.heat[1]


def _price(asked: Criteria, ware: Ware) -> bool:
    return asked.price_most is None or ware.price_rupiah <= asked.price_most


def _keeps(asked: Criteria, ware: Ware) -> bool:
    return asked.keeps is None or (ware.shelf_life_days is not None and ware.shelf_life_days >= asked.keeps)


def _halal(asked: Criteria, ware: Ware) -> bool:
    return not asked.halal or ware.halal == "yes"


def _weight(asked: Criteria, ware: Ware) -> bool:
    return asked.grams_most is None or ware.gross_grams <= asked.grams_most


def _shelf(asked: Criteria, ware: Ware) -> bool:
    return not asked.shelf or ware.category == asked.shelf


def _sweet(asked: Criteria, ware: Ware) -> bool:
    return not asked.sweet or ware.hs_code.startswith(SWEET)


def _without(asked: Criteria, ware: Ware) -> bool:
    if not asked.without:
        return True
    return is_food(ware) and ware.allergens is not None and not set(asked.without) & set(ware.allergens)


def _diet(asked: Criteria, ware: Ware) -> bool:
    """Food whose ingredients are known and hold no animals; vegan, nothing from them either."""
    if not asked.diet:
        return True
    held = {*ware.classes, *(ware.allergens or ())}
    animal = OF_ANIMALS | {Allergen.FISH, Allergen.CRUSTACEAN}
    if asked.diet == "vegan":
        animal |= FROM_ANIMALS | {Allergen.EGG, Allergen.MILK}
    return is_food(ware) and bool(ware.ingredients) and held.isdisjoint(animal)


def _gift(asked: Criteria, ware: Ware) -> bool:
    """A present: nice to give, not hot, and keeps for a while."""
    if not asked.gift:
        return True
    keeps = ware.shelf_life_days is None or ware.shelf_life_days >= GIFT_DAYS
    return ware.category in GIFT_SHELVES and keeps and not ware.spicy


CHECKS: tuple[Callable[[Criteria, Ware], bool], ...] = (
    _heat, _price, _keeps, _halal, _weight, _shelf, _sweet, _without, _diet, _gift
)  # fmt: skip


def chosen(asked: Criteria, wares: Iterable[Ware], strictness: Callable[[Ware], int]) -> list[Ware]:
    """The goods on offer that meet the criteria, in a sensible order.

    `strictness` says what the border makes of a product: 0 is allowed, 3 is forbidden. With a country, and
    for a present, what is forbidden is left out, for a present what needs a paper or is risky too. Sold out
    goods come last.
    """
    most = 0 if asked.gift else 2 if asked.to else 3
    found = [(ware, strictness(ware)) for ware in wares if ware.offered and asked.meets(ware)]
    kept = [one for one in found if one[1] <= most]
    ranked = [ware for ware, strict in sorted(kept, key=lambda one: _rank(asked, *one))]
    return _varied(ranked) if asked.gift or asked.budget else ranked


def _varied(wares: Sequence[Ware]) -> list[Ware]:
    """The first of each shelf, then the second of each: who asks what there is wants to see all kinds."""
    seen: dict[str, int] = {}
    rounds = []
    for at, ware in enumerate(wares):
        seen[ware.category] = seen.get(ware.category, 0) + 1
        rounds.append((ware.sold_out, seen[ware.category], at, ware))
    return [ware for *_order, ware in sorted(rounds, key=lambda one: one[:3])]


def _rank(asked: Criteria, ware: Ware, strict: int) -> tuple[int, ...]:
    first = {"cheap": ware.price_rupiah, "light": ware.gross_grams, "": 0}[asked.order]
    hottest = -(ware.spicy or 0) if asked.heat and asked.heat[1] == HOTTEST else 0
    keeps = -(ware.shelf_life_days or 0) if asked.keeps else 0
    price = ware.price_rupiah if asked.price_most else 0
    return (ware.sold_out, strict, first, hottest, keeps, price, ware.id)


def _parts(asked: Criteria) -> Iterator[str]:
    letters = {allergen: letter for letter, allergen in ALLERGEN_LETTERS.items()}
    written: dict[str, str] = {
        "t": asked.to,
        "x": "".join(letters[one] for one in asked.without),
        "v": {"": "", "vegetarian": "1", "vegan": "2"}[asked.diet],
        "a": "1" if asked.halal else "",
        "c": asked.shelf,
        "h": f"{asked.heat[0]}{asked.heat[1]}" if asked.heat else "",
        "p": _number(asked.price_most),
        "b": _number(asked.budget),
        "k": _number(asked.keeps),
        "g": "1" if asked.gift else "",
        "s": "1" if asked.sweet else "",
        "w": _number(asked.grams_most),
        "o": asked.order[:1],
        "q": asked.words,
    }
    return (f"{letter}{value}" for letter, value in written.items() if value)


def _number(value: int | None) -> str:
    return "" if value is None else str(value)


LETTERS = dict(zip("txvachpbkgswoq", FIELDS, strict=True))
"""The field that each letter of a code stands for."""


def _read(letter: str, value: str) -> dict[str, Any]:
    """The field of a part of the code; empty for a part that says nothing."""
    patterns: dict[str, tuple[str, Callable[[str], Any]]] = {
        "t": ("[A-Z]{2}", str),
        "x": (f"[{''.join(ALLERGEN_LETTERS)}]+", _allergens),
        "v": ("[12]", lambda one: ("vegetarian", "vegan")[int(one) - 1]),
        "a": ("1", bool),
        "c": ("[a-z0-9-]{1,40}", str),
        "h": ("[0-3]{2}", lambda one: (int(one[0]), int(one[1]))),
        "p": (r"\d{1,10}", int),
        "b": (r"\d{1,10}", int),
        "k": (r"\d{1,5}", int),
        "g": ("1", bool),
        "s": ("1", bool),
        "w": (r"\d{1,7}", int),
        "o": ("[cl]", lambda one: {"c": "cheap", "l": "light"}[one]),
        "q": ("[a-z0-9-]{1,20}", str),
    }
    if letter not in patterns:
        return {}
    pattern, made = patterns[letter]
    return {LETTERS[letter]: made(value)} if re.fullmatch(pattern, value, re.ASCII) else {}


def _allergens(letters: str) -> tuple[Allergen, ...]:
    return tuple(dict.fromkeys(ALLERGEN_LETTERS[one] for one in letters))
