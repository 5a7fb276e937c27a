"""Opening a shipment: its destination, then its dates, which are shown before anything happens."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot import shipments
from bot.conversation.routing import Redirect, action, place
from bot.conversation.screens import Ask, Button, Screen, labels, noted, paged
from bot.conversation.translation import _, language, later
from bot.core.clock import WIB
from bot.destinations import Destination
from bot.handlers.coordinator.shipment_view import dates_hint, dates_words, to_shipment
from bot.handlers.shared import formatting, typed_dates
from bot.handlers.shared.paging import back
from bot.handlers.shared.turn import Turn
from bot.people import Role
from bot.shipments import Cadence, DatesRefused

STAMP = "%Y%m%d%H%M"
CUTOFF, HAND_IN, DEPARTURE = "cutoff", "handin", "departs"
QUESTIONS = {
    CUTOFF: later("When is the cut-off? Type it in WIB, for example {example}."),
    HAND_IN: later("Until when do UMKM hand in? Type it in WIB, for example {example}."),
    DEPARTURE: later("When does it leave? Type it in WIB, for example {example}."),
}


@dataclass(frozen=True, slots=True)
class Plan:
    """The planned dates of a shipment that is not open yet, in WIB."""

    cutoff_at: datetime
    hand_in_at: datetime
    departs_at: datetime

    @property
    def code(self) -> str:
        """The dates as a part of a route."""
        return "/".join(f"{one:{STAMP}}" for one in (self.cutoff_at, self.hand_in_at, self.departs_at))

    def of(self, field: str) -> datetime:
        """The date that a route calls `field`."""
        return {CUTOFF: self.cutoff_at, HAND_IN: self.hand_in_at, DEPARTURE: self.departs_at}[field]


def _plan(cutoff_at: datetime, cadence: Cadence) -> Plan:
    cutoff_at = cutoff_at.astimezone(WIB)
    hand_in = cutoff_at + timedelta(days=cadence.hand_in_days)
    departs = cutoff_at + timedelta(days=max(cadence.departure_days, cadence.hand_in_days))
    return Plan(cutoff_at, hand_in, departs)


def _read(cutoff: str, hand_in: str, departs: str) -> Plan | None:
    try:
        return Plan(
            *(datetime.strptime(one, STAMP).replace(tzinfo=WIB) for one in (cutoff, hand_in, departs))
        )
    except ValueError:
        return None


@place("c/opening/{page}", role=Role.COORDINATOR)
async def where(turn: Turn, page: int) -> Screen:
    """Asks for the destination of the new shipment."""
    open_destinations = [one for one in turn.shop.destinations.all() if one.open]
    shown = paged(open_destinations, page)
    names = labels([one.name(language()) for one in shown.items])
    buttons = [Button(name, f"c/opens/{one.iso2}") for name, one in zip(names, shown.items, strict=True)]
    page_buttons = formatting.page_buttons(shown, "c/opening/{page}")
    question = "\n".join([_("Where does it go?"), formatting.on_page(shown)]).strip()
    return Screen(_("A new shipment"), question, [*buttons, *page_buttons, back("c/shipments")])


def _destination(turn: Turn, iso2: str) -> Destination | None:
    destination = turn.shop.destinations.get(iso2)
    return destination if destination and destination.open else None


@place("c/opens/{iso2}", role=Role.COORDINATOR)
async def usual(turn: Turn, iso2: str) -> Screen:
    """The dates that the cadence suggests for a destination."""
    if _destination(turn, iso2) is None:
        return await where(turn, 1)
    cadence = turn.shop.profile.cadence_of(iso2)
    plan = _plan(shipments.next_cutoff(cadence, turn.now), cadence)
    return await planned(turn, iso2, *plan.code.split("/"))


@place("c/opens/{iso2}/{cutoff}/{hand_in}/{departs}", role=Role.COORDINATOR)
async def planned(turn: Turn, iso2: str, cutoff: str, hand_in: str, departs: str) -> Screen:
    """The plan, with a button to open it; a typed date is another cut-off."""
    plan, destination = _read(cutoff, hand_in, departs), _destination(turn, iso2)
    if plan is None or destination is None:
        return await where(turn, 1)
    at = f"{iso2}/{plan.code}"
    question = _("Tap to open it, or to change a date. A typed date is the cut-off, for example {example}.")
    body = "\n".join(
        [
            *dates_words(plan.cutoff_at, plan.hand_in_at, plan.departs_at),
            "",
            question.format(example=_example(plan.cutoff_at)),
        ]
    )
    buttons = [
        Button(_("Open it"), f"c/open/{at}", kind="on"),
        Button(_("Other cut-off"), f"c/date/{CUTOFF}/{at}"),
        Button(_("Other hand-in"), f"c/date/{HAND_IN}/{at}", beside=True),
        Button(_("Other departure"), f"c/date/{DEPARTURE}/{at}"),
        back("c/opening/1"),
    ]
    title = _("New shipment to {country}").format(country=destination.name(language()))
    return Screen(title, body, buttons, asks=Ask(f"c/dated/{CUTOFF}/{at}"))


def _example(at: datetime) -> str:
    return f"{at:%d/%m/%Y %H:%M}"


@place("c/date/{field}/{iso2}/{cutoff}/{hand_in}/{departs}", role=Role.COORDINATOR)
async def ask_date(turn: Turn, field: str, iso2: str, cutoff: str, hand_in: str, departs: str) -> Screen:
    """Asks for another date in place of one of the three."""
    plan = _read(cutoff, hand_in, departs)
    if plan is None or field not in QUESTIONS:
        return await where(turn, 1)
    at = f"{iso2}/{plan.code}"
    now = dates_words(plan.cutoff_at, plan.hand_in_at, plan.departs_at)
    body = "\n".join([*now, "", _(QUESTIONS[field]).format(example=_example(plan.of(field)))])
    return Screen(_("Another date"), body, [back(f"c/opens/{at}")], asks=Ask(f"c/dated/{field}/{at}"))


@action("c/dated/{field}/{iso2}/{cutoff}/{hand_in}/{departs}", role=Role.COORDINATOR)
async def dated(turn: Turn, field: str, iso2: str, cutoff: str, hand_in: str, departs: str) -> Screen:
    """Takes a typed date into the plan; asks again when it cannot be read."""
    plan = _read(cutoff, hand_in, departs)
    if plan is None or field not in QUESTIONS:
        return await where(turn, 1)
    today = turn.now.astimezone(WIB).date()
    moment = typed_dates.moment_typed(turn.text, today, plan.of(field).timetz().replace(tzinfo=None))
    if moment is None:
        return noted(await ask_date(turn, field, iso2, cutoff, hand_in, departs), dates_hint())
    changed = _with(plan, field, moment, turn.shop.profile.cadence_of(iso2))
    return await planned(turn, iso2, *changed.code.split("/"))


def _with(plan: Plan, field: str, moment: datetime, cadence: Cadence) -> Plan:
    """The plan with another date; another cut-off also moves the other two, by the cadence."""
    if field == CUTOFF:
        return _plan(moment, cadence)
    return replace(plan, **{"hand_in_at" if field == HAND_IN else "departs_at": moment})


@action("c/open/{iso2}/{cutoff}/{hand_in}/{departs}", role=Role.COORDINATOR)
async def open_it(turn: Turn, iso2: str, cutoff: str, hand_in: str, departs: str) -> Screen | Redirect:
    """Opens the shipment with these dates, once."""
    plan = _read(cutoff, hand_in, departs)
    if plan is None or _destination(turn, iso2) is None:
        return await where(turn, 1)
    try:
        opened = await shipments.open_one(
            turn.db, iso2, plan.cutoff_at, plan.hand_in_at, plan.departs_at, turn.now, turn.person.id
        )
    except DatesRefused:
        order = _("The dates must follow each other: today, cut-off, hand-in, departure.")
        return noted(await planned(turn, iso2, cutoff, hand_in, departs), order)
    done = _("The shipment is open.") if opened.opened_at == turn.now else _already(opened)
    return to_shipment(opened.id, done)


def _already(opened: shipments.Shipment) -> str:
    return _("{code} was opened before; here it is.").format(code=opened.code)
