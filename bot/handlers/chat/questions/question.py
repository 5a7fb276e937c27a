"""A question: which products and which country it is about, also from the screen it was asked on."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from bot.catalog import Ware
from bot.handlers.customer.destination_view import looked_at, talked_of
from bot.handlers.shared.turn import Turn
from bot.understanding import Interpretation

LOOKED_AT = re.compile(r"product/(\d{1,9})")
SHOWN = re.compile(r"product/(\d{1,9})(?:$|/why/)")


@dataclass(frozen=True, slots=True)
class Question:
    """A question. `wares` are the products it may mean; `to` is its country, "" when none is known."""

    turn: Turn
    interpretation: Interpretation
    wares: tuple[Ware, ...]
    to: str

    @property
    def elsewhere(self) -> bool:
        """Whether the question is about another country than the customer's destination."""
        return self.to != (self.turn.person.destination or "")

    @property
    def served(self) -> bool:
        """Whether orders can go to the country now."""
        destination = self.turn.shop.destinations.get(self.to)
        return destination is not None and destination.open

    @property
    def known(self) -> bool:
        """Whether the rules of the country are known, open or not."""
        return self.turn.shop.destinations.get(self.to) is not None

    @property
    def unknown(self) -> str:
        """The first named product that nobody here makes; "" for none."""
        texts = (one.text for one in self.interpretation.unclear if not one.any_of)
        return next(iter((*texts, *self.interpretation.strange)), "")

    def of(self, iso2: str) -> Question:
        """The same question about another country."""
        return replace(self, to=iso2)


def question_of(turn: Turn, interpretation: Interpretation) -> Question:
    """The question of a message; "this one" means the product on the screen."""
    skus = [sku for several in interpretation.about for sku in several]
    skus = skus or [sku for one in interpretation.unclear for sku in one.any_of]
    wares = tuple(_offered(turn, skus)) or _looked_at(turn, interpretation)
    country = interpretation.destination or next(iter(interpretation.either), "")
    return Question(turn, interpretation, wares, country or _talked_of(turn))


def _talked_of(turn: Turn) -> str:
    """The country that is meant where none is named: a closed one that is talked of, or the customer's."""
    meant = turn.shop.reader().points_there(turn.text) or not turn.person.destination
    return (talked_of(turn) if meant else looked_at(turn)) or turn.person.destination or ""


def _offered(turn: Turn, skus: Iterable[str]) -> Iterable[Ware]:
    found = (turn.shop.catalogue.by_sku.get(sku.upper()) for sku in dict.fromkeys(skus))
    return (ware for ware in found if ware is not None and ware.offered)


def _looked_at(turn: Turn, interpretation: Interpretation) -> tuple[Ware, ...]:
    return () if interpretation.unclear or interpretation.about else on_screen(turn)


def shown(turn: Turn) -> tuple[Ware, ...]:
    """The products that the screen is about: that of its page, else those to which its buttons lead."""
    routes = (turn.session.screen, *turn.session.labels.values())
    seen = (match for one in routes if (match := SHOWN.match(one)) is not None)
    wares = (turn.shop.catalogue.by_id.get(int(match[1])) for match in seen)
    listed = tuple(dict.fromkeys(ware for ware in wares if ware is not None and ware.offered))
    return listed[:1] if SHOWN.match(turn.session.screen) else listed


def on_screen(turn: Turn) -> tuple[Ware, ...]:
    """The product whose page is shown, if one is."""
    if (seen := LOOKED_AT.fullmatch(turn.session.screen)) is None:
        return ()
    ware = turn.shop.catalogue.by_id.get(int(seen[1]))
    return (ware,) if ware is not None and ware.offered else ()
