"""A frozen shipment in words: its cartons as weighed, its waybills, and warnings before it leaves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from babel.numbers import format_decimal
from sqlalchemy.ext.asyncio import AsyncSession

from bot.conversation.translation import _, language, ngettext
from bot.core.clock import solo_day
from bot.core.money import LOCALES
from bot.destinations import Destination, Destinations
from bot.destinations.prices.rate_cards import Measure
from bot.handlers.shared import formatting
from bot.ordering.shop import Shop
from bot.shipments import Shipment
from bot.shipping import consignment, food_permits, freight_bill
from bot.shipping.consignment import Carton, Consignment, Tally
from bot.shipping.measurements import CONSIGNMENT_NOTE_GRAMS

LEFT_OUT = 5
"""The most orders without freight that are named."""


@dataclass(frozen=True, slots=True)
class Frozen:
    """A frozen shipment with its consignment and tally; `measure` says how cartons are charged."""

    shipment: Shipment
    destination: Destination
    consignment: Consignment
    measure: Measure
    tally: Tally

    @property
    def id(self) -> int:
        """The id of the shipment, as routes carry it."""
        return self.shipment.id


async def load(db: AsyncSession, shop: Shop, shipment: Shipment) -> Frozen | None:
    """The frozen shipment; None before the freeze."""
    goods = await consignment.of(db, shipment.id)
    if goods is None:
        return None
    today = shop.freight.measure(shipment.destination, solo_day(shipment.departs_at))
    measure = freight_bill.measure_then(await freight_bill.bill_of(db, shipment.id), today)
    counted = await consignment.tally(db, goods, measure)
    return Frozen(shipment, shop.destinations[shipment.destination], goods, measure, counted)


def name(carton: Carton) -> str:
    """The name of a carton: its order, and which of how many, `TW-4K7M 1/2`."""
    return f"{carton.order_number} {carton.piece_no}/{carton.pieces_of}"


def exactly(grams: int) -> str:
    """An exact weight: `850 g`, `2,355 kg`."""
    if grams < 1000:
        return f"{grams} g"
    locale = LOCALES.get(language(), "en_US")
    return f"{format_decimal(Decimal(grams) / 1000, format='#,##0.###', locale=locale)} kg"


def sides(millimetres: Sequence[int]) -> str:
    """A size in centimetres: `40 × 30 × 25,5 cm`."""
    locale = LOCALES.get(language(), "en_US")
    centimetres = (
        format_decimal(Decimal(side) / 10, format="#,##0.#", locale=locale) for side in millimetres
    )
    return f"{' × '.join(centimetres)} cm"


def measured(carton: Carton, measure: Measure) -> str:
    """The weight, size and charged weight of a carton; its estimate while it is not weighed."""
    known = carton.known
    if known.gross_grams is None:
        return _("about {weight}, not weighed yet").format(weight=exactly(carton.estimate_grams))
    if known.sized is None:
        words = _("{weight}, no size, charged as {charged}")
    else:
        words = _("{weight}, {size}, charged as {charged}")
    size, charged = sides(known.sized or ()), exactly(known.chargeable_grams(measure) or 0)
    return words.format(weight=exactly(known.gross_grams), size=size, charged=charged)


def warnings(carton: Carton, to: Destination) -> list[str]:
    """Warnings about a carton: too heavy for a consignment note, or for the destination."""
    grams = carton.known.gross_grams or carton.estimate_grams
    lines = []
    if grams > CONSIGNMENT_NOTE_GRAMS:
        lines.append(
            _("⚠ Over {limit}: PEB instead of consignment note.").format(
                limit=exactly(CONSIGNMENT_NOTE_GRAMS)
            )
        )
    if grams > to.max_piece_grams:
        lines.append(
            _("⚠ Over the limit of {limit} for {country}.").format(
                limit=exactly(to.max_piece_grams), country=to.name(language())
            )
        )
    return lines


def weighed_words(shipment: Frozen) -> str:
    """How many parcels are weighed, with their sums."""
    if not shipment.tally.weighed:
        return _("Weighed: none of {all} parcels yet").format(all=shipment.tally.cartons)
    return _("Weighed: {done} of {all}, {weight}, charged as {charged}").format(
        done=shipment.tally.weighed,
        all=shipment.tally.cartons,
        weight=exactly(shipment.tally.gross_grams),
        charged=exactly(shipment.tally.chargeable_grams),
    )


def airline(mawb: str, destinations: Destinations) -> str:
    """The airline of a waybill's prefix, for display only; "" when it is unknown."""
    prefix = mawb[:3]
    airlines = (one for to in destinations for one in to.entry.airlines)
    return next((one.name for one in airlines if one.awb_prefix == prefix), "")


def master_words(shipment: Frozen, destinations: Destinations) -> list[str]:
    """Master waybill, airline and flight of a shipment, as far as known."""
    handled = shipment.consignment.handled
    carrier = airline(handled.mawb, destinations)
    if not handled.mawb:
        lines = [_("No MAWB yet.")]
    elif carrier:
        lines = [_("MAWB {number} ({airline})").format(number=handled.mawb, airline=carrier)]
    else:
        lines = [_("MAWB {number}").format(number=handled.mawb)]
    if handled.flight_no and handled.flight_on:
        words = _("Flight {number}, {day}")
        lines.append(words.format(number=handled.flight_no, day=formatting.day(handled.flight_on)))
    return lines


def numbered_words(shipment: Frozen) -> str:
    """How many parcels have their own number."""
    words = _("Own waybill numbers: {done} of {all} parcels")
    return words.format(done=shipment.tally.numbered, all=shipment.tally.cartons)


async def handled_words(db: AsyncSession, shop: Shop, shipment: Shipment) -> list[str]:
    """The handling of a shipment so far, with warnings; empty before the freeze."""
    frozen = await load(db, shop, shipment)
    if frozen is None:
        return []
    handled = frozen.consignment.handled
    lines = [weighed_words(frozen)]
    if handled.mawb or handled.flight_no:
        lines += master_words(frozen, shop.destinations)
    if frozen.tally.numbered:
        lines.append(numbered_words(frozen))
    if (bill := await freight_bill.bill_of(db, shipment.id)) is not None:
        lines.append(_("Freight: {sum}").format(sum=formatting.rupiah(bill.rupiah)))
        lines += await left_out_words(db, shipment.id)
    return [*lines, *await flags(db, frozen)]


async def left_out_words(db: AsyncSession, shipment_id: int) -> list[str]:
    """The orders that joined after the freight was recorded; empty when every order bears its share."""
    numbers = await freight_bill.left_out(db, shipment_id)
    words = ngettext(
        "⚠ {count} order came along later and bears no freight: {numbers}",
        "⚠ {count} orders came along later and bear no freight: {numbers}",
        len(numbers),
    )
    named = ", ".join(numbers[:LEFT_OUT]) + ("…" if len(numbers) > LEFT_OUT else "")
    return [words.format(count=len(numbers), numbers=named)] if numbers else []


async def flags(db: AsyncSession, shipment: Frozen) -> list[str]:
    """Counts of what the papers still lack."""
    lines = []
    if heavy := shipment.tally.heavy:
        words = ngettext(
            "⚠ {count} parcel over {limit}: PEB instead of consignment note",
            "⚠ {count} parcels over {limit}: PEB instead of consignment note",
            heavy,
        )
        lines.append(words.format(count=heavy, limit=exactly(CONSIGNMENT_NOTE_GRAMS)))
    halal, pirt_md = await food_permits.lines_lacking(db, shipment.consignment.manifest_id)
    for missing, words in (
        (halal, _("⚠ Lines without a halal number: {count}")),
        (pirt_md, _("⚠ Lines without P-IRT or BPOM: {count}")),
    ):
        lines += [words.format(count=missing)] if missing else []
    return lines
