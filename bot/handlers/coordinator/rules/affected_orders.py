"""The list of affected lines: their orders stand as placed until the coordinator decides."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from bot.catalog import Ware
from bot.conversation.routing import place
from bot.conversation.screens import Button, Page, Screen, labels, paged, shorten
from bot.conversation.translation import _, language
from bot.core.clock import solo_day
from bot.destinations import Restrictions
from bot.handlers.shared import formatting
from bot.handlers.shared.paging import back
from bot.handlers.shared.rule_labels import ACTIONS
from bot.handlers.shared.turn import Turn
from bot.people import Role
from bot.shipping.rule_changes import AffectedLine, affected, count_affected

LINES_A_PAGE = 4
REASON_ROOM = 110


@dataclass(frozen=True, slots=True)
class _AffectedPage:
    """One page of the lines that the rules of a day affect."""

    day: date
    number: int
    restrictions: Restrictions = field(compare=False)
    wares: Mapping[int, Ware] = field(compare=False)

    async def read(self, db: AsyncSession) -> Page[AffectedLine]:
        """The page, or the nearest one there is."""
        rules = (self.restrictions, self.wares, self.day)
        shown = paged(range((await count_affected(db, *rules)).lines), self.number, LINES_A_PAGE)
        lines = await affected(db, *rules, skipped=(shown.number - 1) * LINES_A_PAGE, most=LINES_A_PAGE)
        return Page(lines, shown.number, shown.of)


@place("c/touched/{page}", role=Role.COORDINATOR)
async def listed(turn: Turn, page: int) -> Screen:
    """The lines of orders in open shipments that today's rules treat stricter than those at placing."""
    shop = turn.shop
    wanted = _AffectedPage(solo_day(turn.now), page, shop.restrictions, shop.catalogue.by_id)
    shown = await turn.read_beside(wanted)
    names = labels([str(one.number) for one in shown.items])
    buttons = [Button(name, f"c/order/{one.order_id}") for name, one in zip(names, shown.items, strict=True)]
    texts = [line for one in shown.items for line in _line_words(one)]
    nothing = _("No order in an open shipment is touched by the rules of today.")
    body = "\n".join([*texts, formatting.on_page(shown)]).strip() or nothing
    more = [*formatting.page_buttons(shown, "c/touched/{page}"), back("c")]
    return Screen(_("Touched by newer rules"), body, [*buttons, *more])


def _line_words(line: AffectedLine) -> list[str]:
    change = _("{number}, {name} ({sku}): {before} → {now}").format(
        number=line.number,
        name=shorten(line.name(language()), 40),
        sku=line.sku,
        before=_(ACTIONS[line.before]),
        now=_(ACTIONS[line.verdict.action]),
    )
    return [change, f"   {line.verdict.reason(language(), REASON_ROOM)}"]
