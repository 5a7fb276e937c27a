"""The overrides that differ from the files, for `rantau check`."""

from __future__ import annotations

from collections.abc import Iterator

from bot.cli.imports import who
from bot.destinations.overrides import StatedBy, plain_digits
from bot.ordering.shop import Shop


def differences(shop: Shop) -> Iterator[str]:
    """A line for each destination, rate card and exchange rate that differs from its file."""
    yield from _destinations(shop)
    yield from _cards(shop)
    yield from _rates(shop)


def _since(by: StatedBy) -> str:
    when, name = who(by)
    return f"since {when} by {name}"


def _destinations(shop: Shop) -> Iterator[str]:
    if not any(one.open for one in shop.destinations):
        yield "no destination is open: `rantau destinations open …`, or /tujuan_buka in the chat"
    for filed in shop.files.destinations:
        is_open, override = shop.destinations[filed.iso2].open, shop.overrides.openings.get(filed.iso2)
        if is_open == filed.open:
            continue
        state, file = ("open" if is_open else "closed"), ("open" if filed.open else "closed")
        why = _since(override.by) if override else "as nobody has opened it"
        yield f"{filed.iso2} is {state} {why}; destinations.yaml says {file}"


def _cards(shop: Shop) -> Iterator[str]:
    for one in sorted(shop.overrides.cards, key=lambda card: (card.iso2, card.service, card.valid_from)):
        filed = [
            card for card in shop.files.freight.cards(one.iso2) if (card.service, card.valid_from) == one.key
        ]
        if one.card is None and not filed:
            continue
        what = f"rate card {one.iso2} {one.service} from {one.valid_from}"
        if one.card is None:
            yield f"{what} is withdrawn {_since(one.by)}; freight.yaml has it"
        elif not filed:
            yield f"{what} holds {_since(one.by)}; freight.yaml has none"
        elif filed[0] != one.card:
            yield f"{what} holds otherwise {_since(one.by)} than in freight.yaml"


def _rates(shop: Shop) -> Iterator[str]:
    for currency, one in sorted(shop.overrides.rates.items()):
        filed = shop.files.rates.of(currency)
        if filed == one.entry:
            continue
        rate = f"{currency} is {plain_digits(one.entry.rupiah)} of {one.entry.on} ({one.entry.source})"
        file = f"says {plain_digits(filed.rupiah)} of {filed.on}" if filed else "has none"
        yield f"{rate} {_since(one.by)}; rates.yaml {file}"
