"""The real freight of a shipment: typed once, shown split over its orders, recorded with a tap."""

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
    """The recorded freight; before that the weights it waits for, or the question for its sum."""
    shipment = await frozen(turn, shipment_id)
    recorded = await freight_bill.bill_of(turn.db, shipment_id)
    if recorded is not None:
        return await _recorded(turn, shipment, recorded, page)
    if shipment.tally.weighed < shipment.tally.cartons:
        return _not_weighed(shipment)
    ask = _("What did carrying it really come to? Type it in whole rupiah, for example {example}.")
    title = _("Freight of {code}").format(code=shipment.shipment.code)
    body = "\n".join([weighed_words(shipment), "", ask.format(example=EXAMPLE)])
    leave = [back(f"c/shipment/{shipment_id}")]
    return Screen(title, body, leave, Ask(f"c/bill/{shipment_id}/typed"))


def _not_weighed(shipment: Frozen) -> Screen:
    left = shipment.tally.cartons - shipment.tally.weighed
    words = ngettext(
        "{count} parcel is not weighed yet. The freight is split by real weights, so weigh it first.",
        "{count} parcels are not weighed yet. The freight is split by real weights, so weigh them first.",
        left,
    )
    title = _("Freight of {code}").format(code=shipment.shipment.code)
    buttons = [Button(_("Weigh parcels"), f"c/weigh/{shipment.id}/1"), back(f"c/shipment/{shipment.id}")]
    return Screen(title, words.format(count=left), buttons)


@action("c/bill/{shipment_id}/typed", role=Role.COORDINATOR)
async def typed(turn: Turn, shipment_id: int) -> Screen | Redirect:
    """Shows the split of the typed amount; nothing is recorded yet."""
    rupiah = money.rupiah_typed(turn.text)
    if rupiah is None:
        hint = _("Please type all its digits: {example} or Rp{example}, not “1,25 juta”.")
        return _to_bill(shipment_id, hint.format(example=EXAMPLE))
    return await split(turn, shipment_id, str(rupiah), 1)


@place("c/settle/{shipment_id}/{rupiah}/{page}", role=Role.COORDINATOR)
async def split(turn: Turn, shipment_id: int, rupiah: str, page: int) -> Screen | Redirect:
    """The split of an amount over the orders; nothing is recorded yet."""
    shipment = await frozen(turn, shipment_id)
    try:
        preview = await freight_bill.preview(turn.db, shipment_id, _amount(rupiah), shipment.measure)
    except (AlreadySettled, NotWeighed):
        return _to_bill(shipment_id)
    except NotFrozen:
        return _to_bill(shipment_id, _being_made())
    except BillRefused:
        return _to_bill(shipment_id, _no_bill())
    head = ngettext(
        "{sum} over {count} order. Every customer is told; it cannot be changed afterwards.",
        "{sum} over {count} orders. Every customer is told; it cannot be changed afterwards.",
        len(preview.shares),
    ).format(sum=formatting.rupiah(preview.rupiah), count=len(preview.shares))
    title = _("Freight of {code}: right?").format(code=shipment.shipment.code)
    buttons = [
        Button(
            _("Yes, record it"),
            f"c/settled/{shipment_id}/{rupiah}/{preview.seal}",
            kind="irreversible",
            answers="tap",
        ),
        Button(_("Another amount"), f"c/bill/{shipment_id}/1", answers="no"),
    ]
    return leaf(
        title,
        [_line(one) for one in preview.shares],
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
    difference = freight_share.difference(share) or _("no estimate")
    return _("{number}: {weight}, {sum} ({difference})").format(
        number=share.number,
        weight=exactly(share.chargeable_grams),
        sum=formatting.rupiah(share.rupiah),
        difference=difference,
    )


@action("c/settled/{shipment_id}/{rupiah}/{seal}", role=Role.COORDINATOR)
async def settle(turn: Turn, shipment_id: int, rupiah: str, seal: str) -> Redirect:
    """Records the freight, once, exactly as it was shown."""
    shipment = await frozen(turn, shipment_id)
    measure = shipment.measure
    try:
        await freight_bill.settle(turn.db, shipment_id, _amount(rupiah), seal, measure, actor(turn))
    except AlreadySettled:
        before = _("The freight was recorded before; nothing has changed.")
        return _to_bill(shipment_id, before)
    except (SplitMovedOn, NotWeighed):
        changed = _("Weights or orders have changed meanwhile. This is the split as it is now.")
        return Redirect(f"c/settle/{shipment_id}/{rupiah}/1", changed)
    except BillRefused:
        return _to_bill(shipment_id, _no_bill())
    except NotFrozen:
        return _to_bill(shipment_id, _being_made())
    return _to_bill(shipment_id, _("Recorded. Every customer is being told."))


async def _recorded(turn: Turn, shipment: Frozen, freight: FreightBill, page: int) -> Screen:
    words = _("{sum}, recorded {moment} by {name}")
    head = words.format(
        sum=formatting.rupiah(freight.rupiah),
        moment=formatting.moment(freight.at),
        name=await _by(turn, freight),
    )
    head = "\n".join([head, *await left_out_words(turn.db, shipment.id)])
    lines = [_line(one) for one in await freight_bill.shares_of(turn.db, shipment.id)]
    title = _("Freight of {code}").format(code=shipment.shipment.code)
    leave = [back(f"c/shipment/{shipment.id}")]
    return leaf(title, lines, page, f"c/bill/{shipment.id}/{{page}}", leave, head)


async def _by(turn: Turn, freight: FreightBill) -> str:
    """Who recorded the bill: a coordinator, perhaps without a name, or the shop itself by command."""
    person = await turn.db.get(Person, freight.by_id) if freight.by_id else None
    if person is None:
        return _("the house")
    return shorten(person.name, 40) or _("a coordinator")
