"""A question as it was asked: which products, which country, and what the person was looking at."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from bot.catalog import Ware
from bot.handlers.shared.turn import Turn
from bot.understanding import Interpretation

LOOKED_AT = re.compile(r"product/(\d{1,9})")


@dataclass(frozen=True, slots=True)
class Asked:
    """A question. `wares` are the products it may mean, `to` the country it is about; "" for none known."""

    turn: Turn
    understood: Interpretation
    wares: tuple[Ware, ...]
    to: str

    @property
    def elsewhere(self) -> bool:
        """Whether it is about another country than the customer's own."""
        return self.to != (self.turn.person.destination or "")

    @property
    def served(self) -> bool:
        """Whether orders can go to the country now."""
        found = self.turn.shop.destinations.get(self.to)
        return found is not None and found.open

    @property
    def known(self) -> bool:
        """Whether the rules of the country are known, open or not."""
        return self.turn.shop.destinations.get(self.to) is not None

    @property
    def unknown(self) -> str:
        """The first product that it names and nobody here makes; "" for none."""
        told = (one.text for one in self.understood.unclear if not one.any_of)
        return next(iter((*told, *self.understood.strange)), "")

    def of(self, iso2: str) -> Asked:
        """The same question about another country."""
        return replace(self, to=iso2)


def asked_of(turn: Turn, understood: Interpretation) -> Asked:
    """The question of a message; "this one" is the product on the screen."""
    named = [sku for several in understood.about for sku in several]
    named = named or [sku for one in understood.unclear for sku in one.any_of]
    wares = tuple(_offered(turn, named)) or _looked_at(turn, understood)
    country = understood.destination or next(iter(understood.either), "")
    return Asked(turn, understood, wares, country or turn.person.destination or "")


def _offered(turn: Turn, skus: Iterable[str]) -> Iterable[Ware]:
    found = (turn.shop.catalogue.by_sku.get(sku.upper()) for sku in dict.fromkeys(skus))
    return (ware for ware in found if ware is not None and ware.offered)


def _looked_at(turn: Turn, understood: Interpretation) -> tuple[Ware, ...]:
    seen = LOOKED_AT.fullmatch(turn.session.screen)
    if seen is None or understood.unclear or understood.about:
        return ()
    ware = turn.shop.catalogue.by_id.get(int(seen[1]))
    return (ware,) if ware is not None and ware.offered else ()
