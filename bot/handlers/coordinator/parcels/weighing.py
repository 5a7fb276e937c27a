"""Weighing by chat: the list of parcels, one of them, and recording its typed weight and size."""

from __future__ import annotations

import re
from typing import assert_never

from bot.conversation.routing import Redirect, action, place
from bot.conversation.screens import Ask, Button, Screen, labels, shorten
from bot.conversation.translation import _
from bot.core.typed_signs import keyed
from bot.handlers.coordinator.parcels.access import actor, frozen, parcels_page
from bot.handlers.coordinator.parcels.consignment import (
    Frozen,
    exactly,
    measured,
    name,
    sides,
    warnings,
    weighed_words,
)
from bot.handlers.shared import formatting
from bot.handlers.shared.paging import back
from bot.handlers.shared.turn import Turn
from bot.people import Role
from bot.shipping import consignment
from bot.shipping.consignment import UNWEIGHED, Carton
from bot.shipping.measurements import (
    MOST_GRAMS,
    MOST_MM,
    Measured,
    MeasureFault,
    MeasureRefused,
    parse_measured,
)
from bot.shipping.weighing import record
from bot.shipping.weighing.record import CartonChanged

PAGE = 5
EXAMPLE = "2,35 kg 40x30x25"
NO_SIZE = (0, 0, 0)


def refusal(fault: MeasureFault) -> str:
    """What is wrong with a weight or a size."""
    match fault:
        case MeasureFault.NO_UNIT:
            return _("Kilograms or grams? Please type the unit too: 2 kg or 2000 g.")
        case MeasureFault.NO_WEIGHT:
            return _("A parcel weighs something: please type its weight.")
        case MeasureFault.TOO_HEAVY:
            return _("That is more than a tonne. Is the unit right?")
        case MeasureFault.TOO_EXACT:
            return _("Whole grams are enough: at most three digits behind the comma of a kilogram.")
        case MeasureFault.IN_GRAMS:
            return _("This column is in grams: 1350, not 1.35.")
        case MeasureFault.THREE_SIDES:
            return _("A size has three sides: length x width x height in cm, like 40x30x25.")
        case MeasureFault.TOO_LONG:
            return _("No side may be longer than 3 m. Sides are in cm.")
        case MeasureFault.UNREADABLE:
            words = _("I could not read that. Weight, then size if you have it: {example}")
            return words.format(example=EXAMPLE)
        case _:
            assert_never(fault)


@place("c/weigh/{shipment_id}/{page}", role=Role.COORDINATOR)
async def parcels(turn: Turn, shipment_id: int, page: int) -> Screen:
    """All parcels, unweighed ones first; a typed order number finds its parcel."""
    shipment = await frozen(turn, shipment_id)
    shown = await parcels_page(turn, shipment, page, PAGE, UNWEIGHED)
    names = labels([name(one) for one in shown.items])
    buttons = [
        Button(label, f"c/parcel/{shipment_id}/{one.parcel_id}")
        for label, one in zip(names, shown.items, strict=True)
    ]
    title = _("Weigh {code}").format(code=shipment.shipment.code)
    hint = _("Tap a parcel or type its order number.")
    lines = [weighed_words(shipment), "", *(_row(one, shipment) for one in shown.items)]
    body = formatting.fitted(title, lines, [formatting.on_page(shown), hint])
    page_buttons = formatting.page_buttons(shown, f"c/weigh/{shipment_id}/{{page}}")
    more = [Button(_("Send the sheet"), f"c/weighfile/{shipment_id}")]
    if shipment.tally.weighed == shipment.tally.cartons:
        more.append(Button(_("Enter the freight"), f"c/bill/{shipment_id}/1", beside=True))
    return Screen(
        title,
        body,
        [*buttons, *page_buttons, *more, back(f"c/shipment/{shipment_id}")],
        Ask(f"c/weigh/{shipment_id}/find"),
    )


def _row(carton: Carton, shipment: Frozen) -> str:
    row = _("{parcel}, {consignee}: {measured}").format(
        parcel=name(carton),
        consignee=formatting.consignee(carton.consignee_name, 24),
        measured=measured(carton, shipment.measure),
    )
    return f"{row} ⚠" if warnings(carton, shipment.destination) else row


@action("c/weigh/{shipment_id}/find", role=Role.COORDINATOR)
async def find(turn: Turn, shipment_id: int) -> Redirect:
    """Opens the parcel of a typed order number; of several, the first that is not weighed yet."""
    shipment = await frozen(turn, shipment_id)
    cartons = await consignment.of_order(turn.db, shipment.consignment, _number(turn.text))
    if not cartons:
        unknown = _("There is no parcel “{number}” in it.").format(number=shorten(turn.text, 40))
        return Redirect(f"c/weigh/{shipment_id}/1", unknown)
    return Redirect(f"c/parcel/{shipment_id}/{cartons[0].parcel_id}")


def _number(text: str) -> str:
    """The usual form of a typed order or parcel number: `tw 4k7m 2/3` is `TW-4K7M/2`."""
    match = re.match(
        r"([A-Z]{2})[ -]?([A-Z0-9]{4,8})(?:[ /]+(\d+)(?:/\d+)?)?$", keyed(text).upper(), re.ASCII
    )
    if match is None:
        return shorten(text, 20)
    return f"{match[1]}-{match[2]}" + (f"/{match[3]}" if match[3] else "")


async def _carton(turn: Turn, shipment_id: int, parcel_id: int) -> tuple[Frozen, Carton]:
    """The shipment and its parcel. Raises Redirect to all parcels when a newer manifest lacks it."""
    shipment = await frozen(turn, shipment_id)
    carton = await consignment.carton(turn.db, shipment.consignment, parcel_id)
    if carton is None:
        raise Redirect(f"c/weigh/{shipment_id}/1", moved_on())
    return shipment, carton


def moved_on() -> str:
    """Says that the manifest has changed, so a parcel of an older version was not recorded."""
    return _("The manifest has changed meanwhile. Here are the parcels as they are now.")


@place("c/parcel/{shipment_id}/{parcel_id}", role=Role.COORDINATOR)
async def parcel(turn: Turn, shipment_id: int, parcel_id: int) -> Screen:
    """Asks for the weight and size of a parcel."""
    shipment, carton = await _carton(turn, shipment_id, parcel_id)
    lines = [
        formatting.consignee(carton.consignee_name, 80),
        _("Its goods: {net} net, about {gross} packed").format(
            net=exactly(carton.net_grams), gross=exactly(carton.estimate_grams)
        ),
        measured(carton, shipment.measure),
        *warnings(carton, shipment.destination),
        "",
        _("Type weight and size (length x width x height in cm): {example}").format(example=EXAMPLE),
        _("The weight alone will do."),
    ]
    title = _("Parcel {parcel}").format(parcel=name(carton))
    leave = Button(_("All parcels"), f"c/weigh/{shipment_id}/1")
    return Screen(title, "\n".join(lines), [leave], Ask(f"c/parcel/{shipment_id}/{parcel_id}/typed"))


@action("c/parcel/{shipment_id}/{parcel_id}/typed", role=Role.COORDINATOR)
async def typed(turn: Turn, shipment_id: int, parcel_id: int) -> Screen | Redirect:
    """Records the typed weight and size; asks first when the parcel weighs less than its goods."""
    shipment, carton = await _carton(turn, shipment_id, parcel_id)
    try:
        measure = parse_measured(turn.text)
    except MeasureRefused as refused:
        return Redirect(f"c/parcel/{shipment_id}/{parcel_id}", refusal(refused.code))
    if measure.gross_grams < carton.net_grams:
        return await light(turn, shipment_id, parcel_id, measure.gross_grams, *(measure.sides_mm or NO_SIZE))
    return await _record(turn, shipment, carton, measure)


@place("c/light/{shipment_id}/{parcel_id}/{grams}/{length}/{width}/{height}", role=Role.COORDINATOR)
async def light(
    turn: Turn, shipment_id: int, parcel_id: int, grams: int, length: int, width: int, height: int
) -> Screen:
    """Asks whether a parcel really weighs less than its goods."""
    _shipment, carton = await _carton(turn, shipment_id, parcel_id)
    measure = _measured(grams, length, width, height)
    if measure is None:
        return await parcel(turn, shipment_id, parcel_id)
    body = _("You typed {weight}, but its goods alone weigh {net}. Is that right?").format(
        weight=", ".join(filter(None, [exactly(grams), sides(measure.sides_mm) if measure.sides_mm else ""])),
        net=exactly(carton.net_grams),
    )
    at = f"{shipment_id}/{parcel_id}/{grams}/{length}/{width}/{height}"
    buttons = [
        Button(_("Yes, record it"), f"c/weighed/{at}/{_known(carton)}", kind="on", answers="yes"),
        Button(_("Weigh again"), f"c/parcel/{shipment_id}/{parcel_id}", answers="no"),
    ]
    return Screen(_("Parcel {parcel}: so light?").format(parcel=name(carton)), body, buttons)


def _known(carton: Carton) -> int:
    """The grams of a parcel as far as they are known, 0 when they are not."""
    return carton.known.gross_grams or 0


def _measured(grams: int, length: int, width: int, height: int) -> Measured | None:
    """The measure from a route; None for one that no typed text makes."""
    size = (length, width, height)
    if not 0 < grams <= MOST_GRAMS or not (size == NO_SIZE or all(0 < one <= MOST_MM for one in size)):
        return None
    return Measured(grams, None if size == NO_SIZE else size)


@action(
    "c/weighed/{shipment_id}/{parcel_id}/{grams}/{length}/{width}/{height}/{before}", role=Role.COORDINATOR
)
async def weighed(
    turn: Turn,
    shipment_id: int,
    parcel_id: int,
    grams: int,
    length: int,
    width: int,
    height: int,
    before: int,
) -> Redirect:
    """Records a confirmed weight; `before` are the grams known when it was asked, 0 for none."""
    shipment, carton = await _carton(turn, shipment_id, parcel_id)
    measure = _measured(grams, length, width, height)
    if measure is None:
        return Redirect(f"c/parcel/{shipment_id}/{parcel_id}")
    if _known(carton) not in (before, grams):
        return Redirect(f"c/parcel/{shipment_id}/{parcel_id}", moved_on())
    return await _record(turn, shipment, carton, measure)


async def _record(turn: Turn, shipment: Frozen, carton: Carton, measure: Measured) -> Redirect:
    """Records the measure, repeats it, and goes on to the next unweighed parcel."""
    try:
        measures = {carton.key: (carton.contents, measure)}
        await record.weigh(turn.db, shipment.id, measures, actor(turn))
    except CartonChanged:
        return Redirect(f"c/weigh/{shipment.id}/1", moved_on())
    after = await frozen(turn, shipment.id)
    recorded = await consignment.carton(turn.db, after.consignment, carton.parcel_id) or carton
    note = _("Noted. {parcel}: {measured}").format(
        parcel=name(recorded), measured=measured(recorded, after.measure)
    )
    text = "\n".join([note, *warnings(recorded, after.destination)])
    next_carton = await consignment.next_of(turn.db, after.consignment, UNWEIGHED, recorded.parcel_no)
    if next_carton is None:
        all_weighed = _("All parcels are weighed. The freight can be entered now.")
        return Redirect(f"c/weigh/{shipment.id}/1", f"{text}\n{all_weighed}")
    return Redirect(f"c/parcel/{shipment.id}/{next_carton.parcel_id}", text)
