"""The real freight of a shipment: entered once, shown split over its orders, recorded with one tap."""

from __future__ import annotations

from bot.conversation.routing import Redirect, action, place
from bot.conversation.screens import Ask, Button, Screen, shorten
from bot.conversation.translation import _, ngettext
from bot.core import money
from bot.handlers.coordinator.parcels.access import actor, frozen
from bot.handlers.coordinator.parcels.consignment import Frozen, exactly, left_out_words, weighed_words
from bot.handlers.shared import formatting, freight_share
from bot.handlers.shared.paging import back, leaf
from bot.handlers.shared.turn import Turn
from bot.people import Person, Role
from bot.shipping import freight_bill
from bot.shipping.freight_bill import (
    MOST_RUPIAH,
    AlreadySettled,
    BillRefused,
    FreightBill,
    FreightSplitRow,
    NotWeighed,
    SplitMovedOn,
)
from bot.shipping.manifests import NotFrozen

EXAMPLE = "1.250.000"


@place("c/bill/{shipment_id}/{page}", role=Role.COORDINATOR)
async def bill(turn: Turn, shipment_id: int, page: int) -> Screen:
    """The freight as recorded; before that what it waits for, or the question what it came to."""
    found = await frozen(turn, shipment_id)
    recorded = await freight_bill.bill_of(turn.db, shipment_id)
    if recorded is not None:
        return await _recorded(turn, found, recorded, page)
    if found.tally.weighed < found.tally.cartons:
        return _not_weighed(found)
    ask = _("What did carrying it really come to? Type it in whole rupiah, for example {example}.")
    title = _("Freight of {code}").format(code=found.shipment.code)
    body = "\n".join([weighed_words(found), "", ask.format(example=EXAMPLE)])
    leave = [back(f"c/shipment/{shipment_id}")]
    return Screen(title, body, leave, Ask(f"c/bill/{shipment_id}/typed"))


def _not_weighed(found: Frozen) -> Screen:
    left = found.tally.cartons - found.tally.weighed
    words = ngettext(
        "{count} parcel is not weighed yet. The freight is split by real weights, so weigh it first.",
        "{count} parcels are not weighed yet. The freight is split by real weights, so weigh them first.",
        left,
    )
    title = _("Freight of {code}").format(code=found.shipment.code)
    buttons = [Button(_("Weigh parcels"), f"c/weigh/{found.id}/1"), back(f"c/shipment/{found.id}")]
    return Screen(title, words.format(count=left), buttons)


@action("c/bill/{shipment_id}/typed", role=Role.COORDINATOR)
async def typed(turn: Turn, shipment_id: int) -> Screen | Redirect:
    """The amount as typed; shown split before anything is recorded."""
    rupiah = money.rupiah_typed(turn.text)
    if rupiah is None:
        hint = _("Please type all its digits: {example} or Rp{example}, not “1,25 juta”.")
        return _to_bill(shipment_id, hint.format(example=EXAMPLE))
    return await split(turn, shipment_id, str(rupiah), 1)


@place("c/settle/{shipment_id}/{rupiah}/{page}", role=Role.COORDINATOR)
async def split(turn: Turn, shipment_id: int, rupiah: str, page: int) -> Screen | Redirect:
    """How the amount would be split; nothing is recorded yet."""
    found = await frozen(turn, shipment_id)
    try:
        shown = await freight_bill.preview(turn.db, shipment_id, _amount(rupiah), found.measure)
    except (AlreadySettled, NotWeighed):
        return _to_bill(shipment_id)
    except NotFrozen:
        return _to_bill(shipment_id, _being_made())
    except BillRefused:
        return _to_bill(shipment_id, _no_bill())
    head = ngettext(
        "{sum} over {count} order. Every customer is told; it cannot be changed afterwards.",
        "{sum} over {count} orders. Every customer is told; it cannot be changed afterwards.",
        len(shown.shares),
    ).format(sum=formatting.rupiah(shown.rupiah), count=len(shown.shares))
    title = _("Freight of {code}: right?").format(code=found.shipment.code)
    buttons = [
        Button(_("Yes, record it"), f"c/settled/{shipment_id}/{rupiah}/{shown.seal}"),
        Button(_("Another amount"), f"c/bill/{shipment_id}/1"),
    ]
    return leaf(
        title,
        [_line(one) for one in shown.shares],
        page,
        f"c/settle/{shipment_id}/{rupiah}/{{page}}",
        buttons,
        head,
    )


def _to_bill(shipment_id: int, note: str = "") -> Redirect:
    return Redirect(f"c/bill/{shipment_id}/1", note)


def _amount(rupiah: str) -> int:
    return int(rupiah) if rupiah.isascii() and rupiah.isdigit() and len(rupiah) <= 13 else 0


def _no_bill() -> str:
    return _("Freight is at least one rupiah and at most {most}.").format(most=formatting.rupiah(MOST_RUPIAH))


def _being_made() -> str:
    return _("A newer version of the manifest is being made. Please try again in a moment.")


def _line(share: FreightSplitRow) -> str:
    compared = freight_share.difference(share) or _("no estimate")
    return _("{number}: {weight}, {sum} ({difference})").format(
        number=share.number,
        weight=exactly(share.chargeable_grams),
        sum=formatting.rupiah(share.rupiah),
        difference=compared,
    )


@action("c/settled/{shipment_id}/{rupiah}/{seal}", role=Role.COORDINATOR)
async def settle(turn: Turn, shipment_id: int, rupiah: str, seal: str) -> Redirect:
    """Records the freight once, exactly as it was shown."""
    found = await frozen(turn, shipment_id)
    measure = found.measure
    try:
        await freight_bill.settle(turn.db, shipment_id, _amount(rupiah), seal, measure, actor(turn))
    except AlreadySettled:
        before = _("The freight was recorded before; nothing has changed.")
        return _to_bill(shipment_id, before)
    except (SplitMovedOn, NotWeighed):
        moved = _("Weights or orders have changed meanwhile. This is the split as it is now.")
        return Redirect(f"c/settle/{shipment_id}/{rupiah}/1", moved)
    except BillRefused:
        return _to_bill(shipment_id, _no_bill())
    except NotFrozen:
        return _to_bill(shipment_id, _being_made())
    return _to_bill(shipment_id, _("Recorded. Every customer is being told."))


async def _recorded(turn: Turn, found: Frozen, recorded: FreightBill, page: int) -> Screen:
    words = _("{sum}, recorded {moment} by {name}")
    head = words.format(
        sum=formatting.rupiah(recorded.rupiah),
        moment=formatting.moment(recorded.at),
        name=await _by(turn, recorded),
    )
    head = "\n".join([head, *await left_out_words(turn.db, found.id)])
    lines = [_line(one) for one in await freight_bill.shares_of(turn.db, found.id)]
    title = _("Freight of {code}").format(code=found.shipment.code)
    leave = [back(f"c/shipment/{found.id}")]
    return leaf(title, lines, page, f"c/bill/{found.id}/{{page}}", leave, head)


async def _by(turn: Turn, recorded: FreightBill) -> str:
    """Who recorded it: by chat, somebody who may have told no name; by command, the house."""
    by = await turn.db.get(Person, recorded.by_id) if recorded.by_id else None
    if by is None:
        return _("the house")
    return shorten(by.name, 40) or _("a coordinator")
