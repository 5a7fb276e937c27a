"""Turning a placed order into commercial stock, or into a personal parcel again, after its rules."""

from __future__ import annotations

from collections.abc import Iterator

from bot.conversation.routing import Redirect, action, place
from bot.conversation.screens import Button, Screen, shorten
from bot.conversation.translation import _, language
from bot.core.clock import solo_day
from bot.destinations import Action, Verdict
from bot.handlers.coordinator.orders.order_view import coordinator, load_placed, to_order
from bot.handlers.coordinator.orders.outcome import REFUSALS
from bot.handlers.shared import eligibility
from bot.handlers.shared.paging import back, leaf
from bot.handlers.shared.turn import Turn
from bot.ordering import commercial
from bot.orders import NoSuchOrder, Order, OrderLine, OrderMovedOn, TooLate
from bot.people import Role
from bot.shipments import Shipment

REASON_ROOM = 200


@place("c/kind/{order_id}/{wanted}/{page}", role=Role.COORDINATOR)
async def ask(turn: Turn, order_id: int, wanted: int, page: int) -> Screen | Redirect:
    """Shows the rules for the order as the other kind of consignment, and asks for confirmation."""
    order = await load_placed(turn, order_id)
    if wanted not in (0, 1) or order.commercial == bool(wanted):
        return to_order(order_id)
    number = order.number
    if wanted:
        title = _("{number}: commercial stock?").format(number=number)
        effect = _(
            "It then leaves in a shipment of this importer's own, with papers of its own, and never"
            " together with personal parcels."
        )
        yes = Button(
            _("Yes, commercial"), f"c/commercial/{order_id}/1/{order.revision}", kind="on", answers="yes"
        )
    else:
        title = _("{number}: personal parcel?").format(number=number)
        effect = _("It then leaves with the personal parcels again, one consignee a parcel.")
        yes = Button(
            _("Yes, personal"), f"c/commercial/{order_id}/0/{order.revision}", kind="on", answers="yes"
        )
    lines = [effect, "", *_rules(turn, order, bool(wanted))]
    return leaf(
        title, lines, page, f"c/kind/{order_id}/{wanted}/{{page}}", [yes, back(f"c/order/{order_id}", "no")]
    )


def _rules(turn: Turn, order: Order, wanted: bool) -> Iterator[str]:
    """The verdicts on the lines as that kind, without the plain allowed ones."""
    country = turn.shop.destinations.name(order.destination or "", language())
    all_allowed = True
    for line in order.lines:
        verdict = _verdict(turn, order, line, wanted)
        if line.ordered and verdict.action is not Action.ALLOW:
            all_allowed = False
            yield _verdict_words(verdict, shorten(line.name(language()), 60))
    if all_allowed:
        yield _("The rules for {country} allow every line of it.").format(country=country)
    else:
        yield _("No legal advice: rules of {version}.").format(version=turn.shop.restrictions.version)


def _verdict(turn: Turn, order: Order, line: OrderLine, wanted: bool) -> Verdict:
    rules = turn.shop.restrictions
    classes = rules.still_known(line.classes.split(";"))
    return rules.verdict(order.destination or "", classes, solo_day(turn.now), commercial=wanted)


def _verdict_words(verdict: Verdict, name: str) -> str:
    reason = verdict.reason(language(), REASON_ROOM)
    if verdict.action is Action.NEEDS_DOCUMENT:
        words = _("📄 {name}: {reason} Needed: {paper}.")
        return words.format(name=name, reason=reason, paper=eligibility.papers(verdict))
    sign = _("✖ {name}: {reason}") if verdict.blocks else _("⚠ {name}: {reason}")
    return sign.format(name=name, reason=reason)


@action("c/commercial/{order_id}/{wanted}/{revision}", role=Role.COORDINATOR)
async def turn_into(turn: Turn, order_id: int, wanted: int, revision: int) -> Redirect:
    """Moves the order to a shipment of that kind; a refused move changes nothing."""
    if wanted not in (0, 1):
        return to_order(order_id)
    rules, actor = turn.shop.restrictions, coordinator(turn)
    try:
        async with turn.db.begin_nested():
            order = await commercial.turn_into(turn.db, order_id, bool(wanted), revision, rules, actor)
            shipment = await turn.db.get_one(Shipment, order.shipment_id)
    except (NoSuchOrder, OrderMovedOn) as refused:
        return to_order(order_id, _(REFUSALS[type(refused)]))
    except TooLate:
        closed = _("Its shipment is closed, so its kind can no longer change.")
        return to_order(order_id, closed)
    except commercial.ForbiddenThere:
        forbidden = _("Some of it may not go as this kind: see ✖. Take those lines out first.")
        return Redirect(f"c/kind/{order_id}/{wanted}/1", forbidden)
    words = (
        _("Commercial stock now, in shipment {code}.") if wanted else _("Personal again, in shipment {code}.")
    )
    return to_order(order_id, words.format(code=shipment.code))
