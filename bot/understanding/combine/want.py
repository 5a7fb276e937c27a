"""A want: goods with the quantities given for them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from bot.understanding.lexicon.catalogue import Lexicon
from bot.understanding.spot.products import Mention
from bot.understanding.spot.quantities import Amount

SOLD_BY_WEIGHT = ("food", "drink", "care", "health")


@dataclass(slots=True)
class Want:
    """Goods with the quantities given for them; `dropped` if the message itself takes them back.

    `doubtful`: the quantities contradict each other. `in_proportion`: so many times what is ordered. `parts`:
    the first quantity is one person's part like the others, not their sum. `settled` are quantities that a
    later word of the message takes the place of.
    """

    mention: Mention
    amounts: list[Amount] = field(default_factory=list)
    doubtful: bool = False
    parts: bool = False
    in_proportion: bool = False
    dropped: bool = False
    settled: list[Amount] = field(default_factory=list)
    decided: tuple[int | None, int] | None = None
    """The quantity that was decided for it in place of the rules', and by how much."""
    by_sku: dict[str, int] = field(default_factory=dict)
    """The quantities that follow from what the conversation knows."""

    def replace(self, amount: Amount) -> None:
        """Takes this quantity in place of those before it."""
        self.settled += self.amounts
        self.amounts = [amount]

    @property
    def is_counted(self) -> bool:
        """Whether a quantity of the goods is said, or follows from what is known."""
        chosen = self.decided[0] if self.decided else None
        return bool(self.amounts or self.by_sku) or chosen not in (None, 1)

    @property
    def meant(self) -> tuple[str, ...]:
        """The products that are meant for sure."""
        return self.mention.skus if self.mention.sure or self.mention.every else ()

    def quantities(self, lexicon: Lexicon) -> dict[str, int]:
        """The products that are meant for sure, each with its quantity; none if one is unclear."""
        quantity = self.quantity(lexicon)
        reckoned = {} if self.doubtful else self.by_sku
        found = [(sku, reckoned.get(sku, quantity)) for sku in self.meant]
        counted = {sku: many for sku, many in found if many is not None}
        return counted if len(counted) == len(found) else {}

    def quantity(self, lexicon: Lexicon) -> int | None:
        """The number of catalogue units, one if no quantity is given; None if it is unclear."""
        if self.decided is not None:
            return self.decided[0]
        if self.doubtful:
            return None
        if self.mention.sure and self.by_sku:
            return self.by_sku.get(self.mention.skus[0])
        if self.in_proportion:
            return None
        counted = [quantity_of(lexicon, self.mention.skus, one) for one in self.amounts]
        if not counted:
            return 1
        if None in counted:
            return None
        parts = sum(one for one in counted[1:] if one)
        whole = not self.parts and len(counted) > 2 and counted[0] == parts
        return parts if whole else parts + (counted[0] or 0)  # "3: 2 buat aku, 1 buat ibu"


def quantity_of(lexicon: Lexicon, skus: Iterable[str], amount: Amount) -> int | None:
    """The number of units of an amount, if it is the same for all of these products; else None."""
    if amount.unsure:
        return None
    if amount.grams is None and not amount.pair:
        return amount.pieces
    found = {_units(lexicon, sku, amount) for sku in skus}
    return found.pop() if len(found) == 1 else None


def _units(lexicon: Lexicon, sku: str, amount: Amount) -> int | None:
    ware = lexicon.by_sku[sku]
    if amount.grams is None:
        return (amount.pieces or 0) * (1 if ware.unit in lexicon.pairs else 2)
    if amount.pieces is not None:
        fits = amount.grams == ware.net_grams or amount.grams == amount.pieces * ware.net_grams
        return amount.pieces if fits else None
    if not ware.category.startswith(SOLD_BY_WEIGHT):
        return None  # "daster 1 kg"
    if amount.volume:
        return 1 if amount.grams == ware.net_grams else None
    packs, rest = divmod(amount.grams, ware.net_grams)
    return packs if packs and not rest else None


def extent(want: Want) -> int:
    """The end of the goods with the quantities behind them."""
    return max([want.mention.end, *(one.end for one in want.amounts)])
