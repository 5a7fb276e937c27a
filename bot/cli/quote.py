"""`rantau quote`: what goods to a destination would cost, and which rules they meet there."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

import typer
from babel.dates import format_date

from bot.catalog import Catalogue, Ware
from bot.cli.output import as_json, refuse, say, table
from bot.cli.shop import stocked_shop
from bot.core import money, settings
from bot.destinations import Destination, Destinations
from bot.destinations.prices.exchange_rates import ConvertedAmount, Rates
from bot.destinations.prices.rate_cards import RateCard
from bot.ordering.quotes import Quote, QuoteLine, Taxable, quote
from bot.orders import MOST_PIECES

LANGUAGE = "id"  # customers read reasons in these words
QUANTITY = re.compile(r"0*[1-9][0-9]{0,5}")
HEADER = ("sku", "product", "quantity", "action", "grams", "rupiah")
DUTY_FREE_VALUE = "duty_free_value"
UNWEIGHED = "menyusul setelah ditimbang"
EXAMPLE = "angka contoh, bukan tarif sebenarnya"


def quote_goods(to: str, items: Sequence[str], json: bool) -> None:
    """Prints the quote. Raises CommandRefused with a wrong destination and every wrong item."""
    found = settings.load()
    shop = stocked_shop(found)
    destination, wanted = _parsed(shop.destinations, to, shop.catalogue, items)
    answer = quote(shop, destination, wanted, shop.clock.today())
    if json:
        as_json(_as_json(answer))
    else:
        _print(answer, shop.rates)
    say("An estimate and research notes, not legal advice and no promise.")


def _parsed(
    destinations: Destinations, to: str, goods: Catalogue, items: Sequence[str]
) -> tuple[Destination, list[tuple[Ware, int]]]:
    named = destinations.find(to)
    destination = destinations.get(named.iso2 if named else to.upper())
    complaints = [] if destination else [f"--to {to}: no destination of destinations.yaml"]
    pieces: dict[str, int] = {}
    for item in items:
        sku, _equals, written = (part.strip() for part in item.upper().partition("="))
        complaints += _wrong(goods, item, sku, written)
        if QUANTITY.fullmatch(written):
            pieces[sku] = pieces.get(sku, 0) + int(written)
    complaints += [f"{sku}: at most {MOST_PIECES}" for sku, many in pieces.items() if many > MOST_PIECES]
    if destination is None or complaints:
        refuse(*complaints)
    return destination, [(goods.by_sku[sku], many) for sku, many in pieces.items()]


def _wrong(goods: Catalogue, item: str, sku: str, written: str) -> Iterator[str]:
    ware = goods.by_sku.get(sku)
    if sku and ware is None:
        yield f"{item}: no product {sku}"
    if ware is not None and not ware.offered:
        yield f"{item}: {ware.sku} is no longer on offer"
    if not sku or not QUANTITY.fullmatch(written):
        yield f"{item}: write SKU=QUANTITY with a quantity from 1 to {MOST_PIECES}, like SOLO-001=3"


def _as_json(answer: Quote) -> dict[str, Any]:
    return {
        "destination": answer.destination.iso2,
        "open": answer.destination.open,
        "lines": [_line_as_json(line) for line in answer.lines],
        "warnings": [{"rule": rule, "reason": reason} for rule, reason in _warnings(answer)],
        "grams": answer.grams,
        "chargeable_grams": answer.chargeable_grams,
        "goods_rupiah": answer.goods_rupiah,
        "freight_rupiah": answer.freight_rupiah,
        "total_rupiah": answer.total_rupiah,
    }


def _line_as_json(line: QuoteLine) -> dict[str, Any]:
    return {
        "sku": line.ware.sku,
        "quantity": line.pieces,
        "action": line.verdict.action.value,
        "reason": line.verdict.reason(LANGUAGE) or None,
        "grams": line.grams,
        "rupiah": line.rupiah,
    }


def _warnings(answer: Quote) -> Iterator[tuple[str, str]]:
    for one in answer.exceeded:
        weight = money.weight(one.grams, LANGUAGE)
        yield one.rule, f"{one.limit.why(LANGUAGE)} Pesanan ini {weight} (berat kotor)."
    if answer.taxable:
        yield DUTY_FREE_VALUE, _tax_reason(answer.taxable)


def _tax_reason(found: Taxable) -> str:
    free = money.foreign(Decimal(found.free), found.currency, LANGUAGE)
    limit = f"batas bebas bea {free}" if found.free else "tidak ada batas bebas bea"
    if found.free_in_name_only:
        limit = f"praktis mulai dari {money.currency_name(found.currency, LANGUAGE)} pertama"
    if found.about is None:
        return f"Kemungkinan kena pajak: {limit}; nilai barang belum bisa dibandingkan, belum ada kurs."
    worth = money.foreign(found.about.amount, found.currency, LANGUAGE)
    return f"Kemungkinan kena pajak: nilai barang ≈ {worth} ({_rate(found.about)}), {limit}."


def _rate(about: ConvertedAmount) -> str:
    day = format_date(about.on, "EEE, d MMM y", locale=money.LOCALES[LANGUAGE])
    return f"kurs {day}{', kurs contoh' if about.example else ''}{', sudah lama' if about.stale else ''}"


def _print(answer: Quote, rates: Rates) -> None:
    rows = [
        (one.ware.sku, one.ware.name(LANGUAGE), one.pieces, one.verdict.action.value, one.grams, one.rupiah)
        for one in answer.lines
    ]
    closed = "" if answer.destination.open else ", not open yet"
    typer.echo(f"To {answer.destination.name('en')} ({answer.destination.iso2}{closed})\n")
    table(HEADER, rows)
    typer.echo("")
    facts = [*_sums(answer), *_about(answer, rates), *_notes(answer)]
    width = max(len(label) for label, _text in facts)
    for label, text in facts:
        typer.echo(f"{label:<{width}}  {text}")


def _sums(answer: Quote) -> Iterator[tuple[str, str]]:
    yield "gross", money.weight(answer.grams, LANGUAGE)
    by_size = ", dihitung dari besarnya paket" if answer.goes_by_volume else ""
    yield "chargeable", f"{money.weight(answer.chargeable_grams, LANGUAGE)}{by_size}"
    yield "goods", money.rupiah(answer.goods_rupiah, LANGUAGE)
    if answer.card is None or answer.freight_rupiah is None:
        yield "freight", UNWEIGHED
    else:
        yield "freight", f"{money.rupiah(answer.freight_rupiah, LANGUAGE)} ({_card(answer.card)})"
    yield "total", money.rupiah(answer.total_rupiah, LANGUAGE)


def _about(answer: Quote, rates: Rates) -> Iterator[tuple[str, str]]:
    """The total in the destination's currency, as the cart shows it; nothing without a rate."""
    if about := rates.convert(answer.total_rupiah, answer.destination.currency):
        yield "about", f"≈ {money.foreign(about.amount, about.currency, LANGUAGE)} ({_rate(about)})"


def _card(card: RateCard) -> str:
    days = f"{card.service}, {card.transit_days_least}–{card.transit_days_most} days"
    return f"{days}; {EXAMPLE}" if card.example else f"{days}; {card.source}"


def _notes(answer: Quote) -> Iterator[tuple[str, str]]:
    """The reasons and papers of lines that are not simply allowed, and the warnings about the whole order."""
    for line in answer.lines:
        if reason := line.verdict.reason(LANGUAGE):
            yield line.ware.sku, f"{line.verdict.action.value}: {reason}"
        for paper in line.verdict.documents(LANGUAGE):
            yield line.ware.sku, f"surat: {paper}"
    for rule, reason in _warnings(answer):
        yield "warning", f"{rule}: {reason}"
