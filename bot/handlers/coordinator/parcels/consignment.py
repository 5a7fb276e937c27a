"""A frozen shipment in words: its cartons as weighed, its waybills, and what to see to before it leaves."""

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
"""So many orders without freight are named."""


@dataclass(frozen=True, slots=True)
class Frozen:
    """A frozen shipment in the coordinator's hands; `measure` says how its cartons are charged."""

    shipment: Shipment
    destination: Destination
    consignment: Consignment
    measure: Measure
    tally: Tally

    @property
    def id(self) -> int:
        """The shipment's id, as routes carry it."""
        return self.shipment.id


async def look(db: AsyncSession, shop: Shop, found: Shipment) -> Frozen | None:
    """The shipment with its cartons; None before the freeze."""
    goods = await consignment.of(db, found.id)
    if goods is None:
        return None
    today = shop.freight.measure(found.destination, solo_day(found.departs_at))
    measure = freight_bill.measure_then(await freight_bill.bill_of(db, found.id), today)
    counted = await consignment.tally(db, goods, measure)
    return Frozen(found, shop.destinations[found.destination], goods, measure, counted)


def name(carton: Carton) -> str:
    """What people call a carton: its order, and which of how many, `TW-4K7M 1/2`."""
    return f"{carton.order_number} {carton.piece_no}/{carton.pieces_of}"


def exactly(grams: int) -> str:
    """Grams to the last one: `850 g`, `2,355 kg`."""
    if grams < 1000:
        return f"{grams} g"
    locale = LOCALES.get(language(), "en_US")
    return f"{format_decimal(Decimal(grams) / 1000, format='#,##0.###', locale=locale)} kg"


def sides(millimetres: Sequence[int]) -> str:
    """A size in centimetres: `40 × 30 × 25,5 cm`."""
    locale = LOCALES.get(language(), "en_US")
    told = (format_decimal(Decimal(one) / 10, format="#,##0.#", locale=locale) for one in millimetres)
    return f"{' × '.join(told)} cm"


def measured(carton: Carton, measure: Measure) -> str:
    """Weight, size and what is charged; that it is not weighed yet, with the estimate."""
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
    """What to see to before a carton travels: too heavy for a consignment note, or for the destination."""
    grams = carton.known.gross_grams or carton.estimate_grams
    told = []
    if grams > CONSIGNMENT_NOTE_GRAMS:
        told.append(
            _("⚠ Over {limit}: PEB instead of consignment note.").format(
                limit=exactly(CONSIGNMENT_NOTE_GRAMS)
            )
        )
    if grams > to.max_piece_grams:
        told.append(
            _("⚠ Over the limit of {limit} for {country}.").format(
                limit=exactly(to.max_piece_grams), country=to.name(language())
            )
        )
    return told


def weighed_words(found: Frozen) -> str:
    """How far the weighing is."""
    if not found.tally.weighed:
        return _("Weighed: none of {all} parcels yet").format(all=found.tally.cartons)
    return _("Weighed: {done} of {all}, {weight}, charged as {charged}").format(
        done=found.tally.weighed,
        all=found.tally.cartons,
        weight=exactly(found.tally.gross_grams),
        charged=exactly(found.tally.chargeable_grams),
    )


def airline(mawb: str, destinations: Destinations) -> str:
    """Whose prefix it is, for display only; empty when nobody says."""
    prefix = mawb[:3]
    flying = (one for to in destinations for one in to.entry.airlines)
    return next((one.name for one in flying if one.awb_prefix == prefix), "")


def master_words(found: Frozen, destinations: Destinations) -> list[str]:
    """Master waybill, airline and flight of a shipment, as far as they are known."""
    done = found.consignment.handled
    carrier = airline(done.mawb, destinations)
    if not done.mawb:
        lines = [_("No MAWB yet.")]
    elif carrier:
        lines = [_("MAWB {number} ({airline})").format(number=done.mawb, airline=carrier)]
    else:
        lines = [_("MAWB {number}").format(number=done.mawb)]
    if done.flight_no and done.flight_on:
        words = _("Flight {number}, {day}")
        lines.append(words.format(number=done.flight_no, day=formatting.day(done.flight_on)))
    return lines


def numbered_words(found: Frozen) -> str:
    """How many parcels have a number of their own."""
    words = _("Own waybill numbers: {done} of {all} parcels")
    return words.format(done=found.tally.numbered, all=found.tally.cartons)


async def handled_words(db: AsyncSession, shop: Shop, found: Shipment) -> list[str]:
    """How far a frozen shipment is handled, and what is to be seen to; empty before the freeze."""
    one = await look(db, shop, found)
    if one is None:
        return []
    done = one.consignment.handled
    lines = [weighed_words(one)]
    if done.mawb or done.flight_no:
        lines += master_words(one, shop.destinations)
    if one.tally.numbered:
        lines.append(numbered_words(one))
    if (bill := await freight_bill.bill_of(db, found.id)) is not None:
        lines.append(_("Freight: {sum}").format(sum=formatting.rupiah(bill.rupiah)))
        lines += await left_out_words(db, found.id)
    return [*lines, *await flags(db, one)]


async def left_out_words(db: AsyncSession, shipment_id: int) -> list[str]:
    """Which orders came along after the freight was recorded; empty when all bear their share."""
    numbers = await freight_bill.left_out(db, shipment_id)
    words = ngettext(
        "⚠ {count} order came along later and bears no freight: {numbers}",
        "⚠ {count} orders came along later and bear no freight: {numbers}",
        len(numbers),
    )
    named = ", ".join(numbers[:LEFT_OUT]) + ("…" if len(numbers) > LEFT_OUT else "")
    return [words.format(count=len(numbers), numbers=named)] if numbers else []


async def flags(db: AsyncSession, one: Frozen) -> list[str]:
    """What the papers still lack, counted."""
    lines = []
    if peb := one.tally.heavy:
        words = ngettext(
            "⚠ {count} parcel over {limit}: PEB instead of consignment note",
            "⚠ {count} parcels over {limit}: PEB instead of consignment note",
            peb,
        )
        lines.append(words.format(count=peb, limit=exactly(CONSIGNMENT_NOTE_GRAMS)))
    halal, pirt_md = await food_permits.lines_lacking(db, one.consignment.manifest_id)
    for missing, words in (
        (halal, _("⚠ Lines without a halal number: {count}")),
        (pirt_md, _("⚠ Lines without P-IRT or BPOM: {count}")),
    ):
        lines += [words.format(count=missing)] if missing else []
    return lines
