"""Waybills: the master waybill and flight of a shipment, and the number of each parcel."""

from __future__ import annotations

from datetime import date

from bot.conversation.routing import Redirect, action, place
from bot.conversation.screens import Ask, Button, Screen, labels, with_copy
from bot.conversation.translation import _
from bot.core.clock import WIB
from bot.handlers.coordinator.parcels.access import actor, frozen, parcels_page
from bot.handlers.coordinator.parcels.consignment import Frozen, master_words, name, numbered_words
from bot.handlers.coordinator.parcels.weighing import moved_on
from bot.handlers.shared import formatting, typed_dates
from bot.handlers.shared.copying import parcel_copy
from bot.handlers.shared.paging import back
from bot.handlers.shared.turn import Turn
from bot.people import Role
from bot.shipping import consignment, waybills
from bot.shipping.consignment import UNNUMBERED, Carton
from bot.shipping.waybills import WaybillFault, WaybillRefused
from bot.shipping.weighing import record
from bot.shipping.weighing.record import CartonChanged, NumberTaken

PAGE = 6
NONE = "-"
MAWB_EXAMPLE, FLIGHT_EXAMPLE = "176-12345675", "CI762 4/12/2026"


def master_refusal(refused: WaybillRefused) -> str:
    """What is wrong with a master waybill."""
    if refused.code == WaybillFault.CHECK_DIGIT:
        words = _("There is a typo: the last digit of a MAWB with this number would be {expected}.")
        return words.format(expected=refused.expected)
    if refused.code == WaybillFault.LENGTH:
        count = sum(one.isdigit() for one in refused.written)
        words = _("A MAWB has 11 digits, 3 of the airline and 8 of the number. I count {count}.")
        return words.format(count=count)
    return _("A MAWB has digits only, like {example}.").format(example=MAWB_EXAMPLE)


def number_refusal(refused: WaybillRefused) -> str:
    """What is wrong with a parcel's own number, HAWB or postal."""
    if refused.code == WaybillFault.CHECK_DIGIT:
        words = _("There is a typo: the check digit of this postal number would be {expected}.")
        return words.format(expected=refused.expected)
    if refused.code == WaybillFault.LENGTH and refused.expected == str(waybills.S10_SIGNS):
        return _("A postal number has 13 signs, like EE123456785ID.")
    if refused.code == WaybillFault.LENGTH:
        return _("A HAWB has 4 to 12 letters and digits.")
    return _("A HAWB has letters, digits and hyphens only.")


def number_taken(refused: NumberTaken) -> str:
    """Says which parcel or shipment has a number already."""
    if refused.key:
        words = _("Parcel {parcel} of {code} has this number already.")
        return words.format(parcel=refused.key, code=refused.shipment_code)
    return _("Shipment {code} has this MAWB already.").format(code=refused.shipment_code)


@place("c/waybill/{shipment_id}", role=Role.COORDINATOR)
async def waybill(turn: Turn, shipment_id: int) -> Screen:
    """The waybills of a shipment; a typed number is its MAWB."""
    shipment = await frozen(turn, shipment_id)
    ask = _("Type the MAWB, for example {example}. “-” takes it away.").format(example=MAWB_EXAMPLE)
    lines = [*master_words(shipment, turn.shop.destinations), numbered_words(shipment), "", ask]
    buttons = [
        Button(_("Flight"), f"c/flight/{shipment_id}"),
        Button(_("Parcel numbers"), f"c/hawbs/{shipment_id}/1", beside=True),
        back(f"c/shipment/{shipment_id}"),
    ]
    title = _("Waybills of {code}").format(code=shipment.shipment.code)
    mawb = shipment.consignment.handled.mawb
    screen = Screen(title, "\n".join(lines), buttons, Ask(f"c/mawb/{shipment_id}"))
    return with_copy(screen, *([parcel_copy(mawb)] if mawb else []))


@action("c/mawb/{shipment_id}", role=Role.COORDINATOR)
async def typed_master(turn: Turn, shipment_id: int) -> Redirect:
    """Records the typed MAWB, then asks for the flight if there is none."""
    shipment = await frozen(turn, shipment_id)
    handled = shipment.consignment.handled
    try:
        mawb = "" if turn.text == NONE else waybills.parse_mawb(turn.text)
        await record.give_master(
            turn.db, shipment_id, mawb, handled.flight_no, handled.flight_on, actor(turn)
        )
    except WaybillRefused as refused:
        return Redirect(f"c/waybill/{shipment_id}", master_refusal(refused))
    except NumberTaken as refused:
        return Redirect(f"c/waybill/{shipment_id}", number_taken(refused))
    if mawb and not handled.flight_no:
        return Redirect(f"c/flight/{shipment_id}", _("MAWB {number} is noted.").format(number=mawb))
    return Redirect(f"c/waybill/{shipment_id}", _("Noted."))


@place("c/flight/{shipment_id}", role=Role.COORDINATOR)
async def flight(turn: Turn, shipment_id: int) -> Screen:
    """Asks for the flight and its day."""
    shipment = await frozen(turn, shipment_id)
    ask = _("Type flight and date, for example {example}. “-” takes them away.")
    lines = [*master_words(shipment, turn.shop.destinations), "", ask.format(example=FLIGHT_EXAMPLE)]
    title = _("Flight of {code}").format(code=shipment.shipment.code)
    asks = Ask(f"c/flight/{shipment_id}/typed")
    return Screen(title, "\n".join(lines), [back(f"c/waybill/{shipment_id}")], asks)


@action("c/flight/{shipment_id}/typed", role=Role.COORDINATOR)
async def typed_flight(turn: Turn, shipment_id: int) -> Redirect:
    """Records the typed flight and day, which cannot lie before the shipment was closed."""
    shipment = await frozen(turn, shipment_id)
    flight_and_day = ("", None) if turn.text == NONE else _flight(turn)
    if flight_and_day is None:
        hint = _("Flight number and date, please: {example}").format(example=FLIGHT_EXAMPLE)
        return Redirect(f"c/flight/{shipment_id}", hint)
    flight_no, flight_on = flight_and_day
    closed_on = (shipment.shipment.closed_at or shipment.shipment.cutoff_at).astimezone(WIB).date()
    if flight_on is not None and flight_on < closed_on:
        early = _("It cannot fly before the shipment was closed, {day}.").format(
            day=formatting.day(closed_on)
        )
        return Redirect(f"c/flight/{shipment_id}", early)
    mawb = shipment.consignment.handled.mawb
    await record.give_master(turn.db, shipment_id, mawb, flight_no, flight_on, actor(turn))
    return Redirect(f"c/waybill/{shipment_id}", _("Noted."))


def _flight(turn: Turn) -> tuple[str, date] | None:
    """The typed flight and its day; its number may hold a blank (`CI 762 4/12/2026`). None if unclear."""
    words = turn.text.split()
    for count in (1, 2):
        day = typed_dates.day_typed(" ".join(words[count:]), turn.now.astimezone(WIB).date(), ahead=True)
        try:
            if day is not None:
                return waybills.parse_flight(" ".join(words[:count])), day
        except WaybillRefused:
            continue
    return None


@place("c/hawbs/{shipment_id}/{page}", role=Role.COORDINATOR)
async def numbers(turn: Turn, shipment_id: int, page: int) -> Screen:
    """The parcels with their own numbers; those without one come first."""
    shipment = await frozen(turn, shipment_id)
    shown = await parcels_page(turn, shipment, page, PAGE, UNNUMBERED)
    names = labels([name(one) for one in shown.items])
    buttons = [
        Button(label, f"c/hawb/{shipment_id}/{one.parcel_id}")
        for label, one in zip(names, shown.items, strict=True)
    ]
    title = _("Parcel numbers of {code}").format(code=shipment.shipment.code)
    rows = [_row(one) for one in shown.items]
    body = formatting.fitted(title, [numbered_words(shipment), "", *rows], [formatting.on_page(shown)])
    page_buttons = formatting.page_buttons(shown, f"c/hawbs/{shipment_id}/{{page}}")
    return Screen(title, body, [*buttons, *page_buttons, back(f"c/waybill/{shipment_id}")])


def _row(carton: Carton) -> str:
    words = _("{parcel}, {consignee}: {number}")
    return words.format(
        parcel=name(carton),
        consignee=formatting.consignee(carton.consignee_name, 24),
        number=carton.known.hawb or "–",
    )


async def _carton(turn: Turn, shipment_id: int, parcel_id: int) -> tuple[Frozen, Carton]:
    """The shipment and its parcel. Raises Redirect to all parcels when a newer manifest lacks it."""
    shipment = await frozen(turn, shipment_id)
    carton = await consignment.carton(turn.db, shipment.consignment, parcel_id)
    if carton is None:
        raise Redirect(f"c/hawbs/{shipment_id}/1", moved_on())
    return shipment, carton


@place("c/hawb/{shipment_id}/{parcel_id}", role=Role.COORDINATOR)
async def number(turn: Turn, shipment_id: int, parcel_id: int) -> Screen:
    """Asks for the own number of a parcel."""
    _shipment, carton = await _carton(turn, shipment_id, parcel_id)
    ask = _("Type its HAWB, or its postal number like EE123456785ID. “-” takes it away.")
    body = "\n".join([_row(carton), "", ask])
    title = _("Number of {parcel}").format(parcel=name(carton))
    leave = Button(_("All parcels"), f"c/hawbs/{shipment_id}/1")
    screen = Screen(title, body, [leave], Ask(f"c/hawb/{shipment_id}/{parcel_id}/typed"))
    return with_copy(screen, *([parcel_copy(carton.known.hawb)] if carton.known.hawb else []))


@action("c/hawb/{shipment_id}/{parcel_id}/typed", role=Role.COORDINATOR)
async def typed_number(turn: Turn, shipment_id: int, parcel_id: int) -> Redirect:
    """Records the typed number of a parcel, then goes to the next parcel without one."""
    shipment, carton = await _carton(turn, shipment_id, parcel_id)
    try:
        hawb = "" if turn.text == NONE else waybills.parse_parcel_number(turn.text)
        await record.number(turn.db, shipment_id, {carton.key: hawb}, actor(turn))
    except WaybillRefused as refused:
        return Redirect(f"c/hawb/{shipment_id}/{parcel_id}", number_refusal(refused))
    except NumberTaken as refused:
        return Redirect(f"c/hawb/{shipment_id}/{parcel_id}", number_taken(refused))
    except CartonChanged:
        return Redirect(f"c/hawbs/{shipment_id}/1", moved_on())
    return await _onward(turn, shipment, carton, hawb)


async def _onward(turn: Turn, shipment: Frozen, carton: Carton, hawb: str) -> Redirect:
    next_carton = await consignment.next_of(turn.db, shipment.consignment, UNNUMBERED, carton.parcel_no)
    done = _("{parcel} has the number {number}.") if hawb else _("{parcel} has no number now.")
    note = done.format(parcel=name(carton), number=hawb)
    if next_carton is None or not hawb:
        return Redirect(f"c/hawbs/{shipment.id}/1", note)
    return Redirect(f"c/hawb/{shipment.id}/{next_carton.parcel_id}", note)
