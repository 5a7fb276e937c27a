"""Splits a shipment's real freight over its orders in whole rupiah, without a remainder."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Protocol, TypeVar

from bot.core.errors import RantauError


class _Ordered(Protocol):
    def __lt__(self, other: Any, /) -> bool: ...


K = TypeVar("K", bound=_Ordered)


class NotDivisible(RantauError):
    """A bill that cannot be split; `code`: `negative_bill`, `negative_weight` or `no_weight`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def split(bill_rupiah: int, weights: Mapping[K, int]) -> dict[K, int]:
    """Each key's share of the bill in whole rupiah, by its weight; the shares add up to the bill exactly.

    By largest remainder: everyone pays the exact share rounded down, and those with the largest remainders
    pay one rupiah more; between equal remainders the smaller key does. A weight of 0 pays nothing. The order
    of the input does not matter, and nobody with more weight pays less. Raises NotDivisible.
    """
    total = _total(bill_rupiah, weights)
    if not total:
        return dict.fromkeys(sorted(weights), 0)
    exact = {key: divmod(bill_rupiah * weights[key], total) for key in sorted(weights)}
    left = bill_rupiah - sum(whole for whole, _rest in exact.values())
    # The sort is stable: equal remainders stay in the order of the keys.
    one_more = set(sorted(exact, key=lambda key: -exact[key][1])[:left])
    return {key: whole + (key in one_more) for key, (whole, _rest) in exact.items()}


def _total(bill_rupiah: int, weights: Mapping[K, int]) -> int:
    total = sum(weights.values())
    if bill_rupiah < 0:
        raise NotDivisible("negative_bill")
    if any(weight < 0 for weight in weights.values()):
        raise NotDivisible("negative_weight")
    if bill_rupiah and not total:
        raise NotDivisible("no_weight")
    return total


def received(parcels: Iterable[tuple[int, Mapping[K, int]]]) -> dict[K, int]:
    """The chargeable grams of each order: those of each parcel, shared among the orders in it.

    A parcel is its chargeable grams and the gross grams of its goods by order; if all of these are 0 the
    orders share alike. The whole grams add up to those of the parcels exactly. Raises NotDivisible.
    """
    sums: dict[K, int] = {}
    for grams, goods in parcels:
        weights = goods if any(goods.values()) else dict.fromkeys(goods, 1)
        for key, share in split(grams, weights).items():
            sums[key] = sums.get(key, 0) + share
    return dict(sorted(sums.items()))
