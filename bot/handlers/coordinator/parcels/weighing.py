"""Weighing by chat: the list of parcels, one of them, and what was typed for it."""

from __future__ import annotations

import re
from typing import assert_never

from bot.conversation.routing import Redirect, action, place
from bot.conversation.screens import Ask, Button, Screen, labels, shorten
from bot.conversation.translation import _
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
    """Why a weight or a size is not taken."""
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
    """All parcels, those first that are still to be weighed; a typed order number finds its parcel."""
    found = await frozen(turn, shipment_id)
    shown = await parcels_page(turn, found, page, PAGE, UNWEIGHED)
    names = labels([name(one) for one in shown.items])
    buttons = [
        Button(label, f"c/parcel/{shipment_id}/{one.parcel_id}")
        for label, one in zip(names, shown.items, strict=True)
    ]
    title = _("Weigh {code}").format(code=found.shipment.code)
    hint = _("Tap a parcel or type its order number.")
    lines = [weighed_words(found), "", *(_row(one, found) for one in shown.items)]
    body = formatting.fitted(title, lines, [formatting.on_page(shown), hint])
    turning = formatting.turning(shown, f"c/weigh/{shipment_id}/{{page}}")
    more = [Button(_("Send the sheet"), f"c/weighfile/{shipment_id}")]
    if found.tally.weighed == found.tally.cartons:
        more.append(Button(_("Enter the freight"), f"c/bill/{shipment_id}/1", beside=True))
    return Screen(
        title,
        body,
        [*buttons, *turning, *more, back(f"c/shipment/{shipment_id}")],
        Ask(f"c/weigh/{shipment_id}/find"),
    )


def _row(one: Carton, found: Frozen) -> str:
    row = _("{parcel}, {consignee}: {measured}").format(
        parcel=name(one), consignee=shorten(one.consignee_name, 24), measured=measured(one, found.measure)
    )
    return f"{row} ⚠" if warnings(one, found.destination) else row


@action("c/weigh/{shipment_id}/find", role=Role.COORDINATOR)
async def find(turn: Turn, shipment_id: int) -> Redirect:
    """The parcel of a typed order number; of several the first that is not weighed yet."""
    found = await frozen(turn, shipment_id)
    fitting = await consignment.of_order(turn.db, found.consignment, _number(turn.text))
    if not fitting:
        unknown = _("There is no parcel “{number}” in it.").format(number=shorten(turn.text, 40))
        return Redirect(f"c/weigh/{shipment_id}/1", unknown)
    return Redirect(f"c/parcel/{shipment_id}/{fitting[0].parcel_id}")


def _number(text: str) -> str:
    """An order's number, or a parcel's (`tw 4k7m 2/3` is `TW-4K7M/2`), as people write it."""
    found = re.match(r"([A-Z]{2})[ -]?([A-Z0-9]{4,8})(?:[ /]+(\d+)(?:/\d+)?)?$", text.upper(), re.ASCII)
    if found is None:
        return shorten(text, 20)
    return f"{found[1]}-{found[2]}" + (f"/{found[3]}" if found[3] else "")


async def _one(turn: Turn, shipment_id: int, parcel_id: int) -> tuple[Frozen, Carton]:
    """The parcel with its shipment. Raises Redirect to all parcels when a newer manifest lacks it."""
    found = await frozen(turn, shipment_id)
    carton = await consignment.carton(turn.db, found.consignment, parcel_id)
    if carton is None:
        raise Redirect(f"c/weigh/{shipment_id}/1", moved_on())
    return found, carton


def moved_on() -> str:
    """Why a parcel of an older version is not recorded."""
    return _("The manifest has changed meanwhile. Here are the parcels as they are now.")


@place("c/parcel/{shipment_id}/{parcel_id}", role=Role.COORDINATOR)
async def parcel(turn: Turn, shipment_id: int, parcel_id: int) -> Screen:
    """One parcel: what does it weigh, and how large is it?"""
    found, carton = await _one(turn, shipment_id, parcel_id)
    lines = [
        shorten(carton.consignee_name, 80),
        _("Its goods: {net} net, about {gross} packed").format(
            net=exactly(carton.net_grams), gross=exactly(carton.estimate_grams)
        ),
        measured(carton, found.measure),
        *warnings(carton, found.destination),
        "",
        _("Type weight and size (length x width x height in cm): {example}").format(example=EXAMPLE),
        _("The weight alone will do."),
    ]
    title = _("Parcel {parcel}").format(parcel=name(carton))
    leave = Button(_("All parcels"), f"c/weigh/{shipment_id}/1")
    return Screen(title, "\n".join(lines), [leave], Ask(f"c/parcel/{shipment_id}/{parcel_id}/typed"))


@action("c/parcel/{shipment_id}/{parcel_id}/typed", role=Role.COORDINATOR)
async def typed(turn: Turn, shipment_id: int, parcel_id: int) -> Screen | Redirect:
    """Weight and size as typed; less than the goods alone is asked about first."""
    found, carton = await _one(turn, shipment_id, parcel_id)
    try:
        what = parse_measured(turn.text)
    except MeasureRefused as refused:
        return Redirect(f"c/parcel/{shipment_id}/{parcel_id}", refusal(refused.code))
    if what.gross_grams < carton.net_grams:
        return await light(turn, shipment_id, parcel_id, what.gross_grams, *(what.sides_mm or NO_SIZE))
    return await _record(turn, found, carton, what)


@place("c/light/{shipment_id}/{parcel_id}/{grams}/{length}/{width}/{height}", role=Role.COORDINATOR)
async def light(
    turn: Turn, shipment_id: int, parcel_id: int, grams: int, length: int, width: int, height: int
) -> Screen:
    """It weighs less than what is in it: is that meant?"""
    _found, carton = await _one(turn, shipment_id, parcel_id)
    what = _measured(grams, length, width, height)
    if what is None:
        return await parcel(turn, shipment_id, parcel_id)
    body = _("You typed {weight}, but its goods alone weigh {net}. Is that right?").format(
        weight=", ".join(filter(None, [exactly(grams), sides(what.sides_mm) if what.sides_mm else ""])),
        net=exactly(carton.net_grams),
    )
    at = f"{shipment_id}/{parcel_id}/{grams}/{length}/{width}/{height}"
    buttons = [
        Button(_("Yes, record it"), f"c/weighed/{at}"),
        Button(_("Weigh again"), f"c/parcel/{shipment_id}/{parcel_id}"),
    ]
    return Screen(_("Parcel {parcel}: so light?").format(parcel=name(carton)), body, buttons)


def _measured(grams: int, length: int, width: int, height: int) -> Measured | None:
    """A measure that stood in a route; None for one that nobody can have typed."""
    size = (length, width, height)
    if not 0 < grams <= MOST_GRAMS or not (size == NO_SIZE or all(0 < one <= MOST_MM for one in size)):
        return None
    return Measured(grams, None if size == NO_SIZE else size)


@action("c/weighed/{shipment_id}/{parcel_id}/{grams}/{length}/{width}/{height}", role=Role.COORDINATOR)
async def weighed(
    turn: Turn, shipment_id: int, parcel_id: int, grams: int, length: int, width: int, height: int
) -> Redirect:
    """Records a weight that was confirmed."""
    found, carton = await _one(turn, shipment_id, parcel_id)
    what = _measured(grams, length, width, height)
    if what is None:
        return Redirect(f"c/parcel/{shipment_id}/{parcel_id}")
    return await _record(turn, found, carton, what)


async def _record(turn: Turn, found: Frozen, carton: Carton, what: Measured) -> Redirect:
    """Records it, says what was understood, and goes on to the next parcel that is not weighed."""
    try:
        wanted = {carton.key: (carton.contents, what)}
        await record.weigh(turn.db, found.id, wanted, actor(turn))
    except CartonChanged:
        return Redirect(f"c/weigh/{found.id}/1", moved_on())
    now = await frozen(turn, found.id)
    done = await consignment.carton(turn.db, now.consignment, carton.parcel_id) or carton
    note = _("Noted. {parcel}: {measured}").format(parcel=name(done), measured=measured(done, now.measure))
    told = "\n".join([note, *warnings(done, now.destination)])
    onward = await consignment.next_of(turn.db, now.consignment, UNWEIGHED, done.parcel_no)
    if onward is None:
        everything = _("All parcels are weighed. The freight can be entered now.")
        return Redirect(f"c/weigh/{found.id}/1", f"{told}\n{everything}")
    return Redirect(f"c/parcel/{found.id}/{onward.parcel_id}", told)
