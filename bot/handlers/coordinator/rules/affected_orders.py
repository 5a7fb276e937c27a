"""Orders that newer rules touch: they stand as they were placed, and the coordinator decides about them."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from bot.conversation.routing import place
from bot.conversation.screens import Button, Screen, labels, paged, shorten
from bot.conversation.translation import _, language, ngettext
from bot.core.clock import solo_day
from bot.handlers.shared import formatting
from bot.handlers.shared.notice import WordedNotice
from bot.handlers.shared.paging import back
from bot.handlers.shared.rule_labels import ACTIONS
from bot.handlers.shared.turn import Turn
from bot.ordering.shop import Shop
from bot.people import Role
from bot.people.outbox import Notice
from bot.shipping.rule_changes import AffectedLine, affected

LINES_A_PAGE = 4
REASON_ROOM = 110


@place("c/touched/{page}", role=Role.COORDINATOR)
async def listed(turn: Turn, page: int) -> Screen:
    """The lines of orders in open shipments that today's rules treat stricter than those at placing."""
    found = await found_today(turn)
    shown = paged(found, page, LINES_A_PAGE)
    names = labels([str(one.number) for one in shown.items])
    buttons = [Button(name, f"c/order/{one.order_id}") for name, one in zip(names, shown.items, strict=True)]
    told = [line for one in shown.items for line in _told(one)]
    nothing = _("No order in an open shipment is touched by the rules of today.")
    body = "\n".join([*told, formatting.on_page(shown)]).strip() or nothing
    more = [*formatting.turning(shown, "c/touched/{page}"), back("c")]
    return Screen(_("Touched by newer rules"), body, [*buttons, *more])


async def found_today(turn: Turn) -> Sequence[AffectedLine]:
    """What the rules of today touch."""
    shop = turn.shop
    return await affected(turn.db, shop.restrictions, shop.catalogue.by_id, solo_day(turn.now))


def _told(one: AffectedLine) -> list[str]:
    change = _("{number}, {name} ({sku}): {before} → {now}").format(
        number=one.number,
        name=shorten(one.name(language()), 40),
        sku=one.sku,
        before=_(ACTIONS[one.before]),
        now=_(ACTIONS[one.verdict.action]),
    )
    return [change, f"   {one.verdict.reason(language(), REASON_ROOM)}"]


def way_in(found: Sequence[AffectedLine]) -> list[Button]:
    """The button to them, when there are any."""
    return [Button(_("Touched by rules"), "c/touched/1")] if found else []


def count_words(found: Sequence[AffectedLine]) -> str:
    """How many orders are touched; empty when none is."""
    count = len({one.order_id for one in found})
    if not count:
        return ""
    return ngettext(
        "{count} order is touched by newer rules.", "{count} orders are touched by newer rules.", count
    ).format(count=count)


async def notice(db: AsyncSession, shop: Shop, told: Notice) -> WordedNotice | None:
    """The rules have a new version that touches orders; withdrawn when it touches none any more."""
    found = await affected(db, shop.restrictions, shop.catalogue.by_id, shop.clock.today())
    if not found:
        return None
    title = _("New rules: {version}").format(version=shop.restrictions.version)
    stand = _("They stand as they were placed. Please look at each and decide with its customer.")
    body = f"{count_words(found)}\n{stand}"
    return WordedNotice(Screen(title, body, way_in(found)))
