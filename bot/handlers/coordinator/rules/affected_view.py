"""Affected lines for the coordinator's home, rules and notices: loading, button, count in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from bot.catalog import Ware
from bot.conversation.screens import Button
from bot.conversation.translation import _, ngettext
from bot.core.clock import solo_day
from bot.destinations import Restrictions
from bot.handlers.shared.turn import Turn
from bot.shipping.rule_changes import AffectedLine, affected


@dataclass(frozen=True, slots=True)
class _Affected:
    """The lines that the rules of a day affect: every line of the open shipments is looked at."""

    day: date
    restrictions: Restrictions = field(compare=False)
    wares: Mapping[int, Ware] = field(compare=False)

    async def read(self, db: AsyncSession) -> Sequence[AffectedLine]:
        """The lines, by order."""
        return await affected(db, self.restrictions, self.wares, self.day)


async def affected_today(turn: Turn) -> Sequence[AffectedLine]:
    """The lines that today's rules affect."""
    shop = turn.shop
    return await turn.read_beside(_Affected(solo_day(turn.now), shop.restrictions, shop.catalogue.by_id))


def way_in(lines: Sequence[AffectedLine]) -> list[Button]:
    """The button to the affected orders, if any."""
    return [Button(_("Touched by rules"), "c/touched/1")] if lines else []


def count_words(lines: Sequence[AffectedLine]) -> str:
    """The number of affected orders in words; "" for none."""
    count = len({line.order_id for line in lines})
    if not count:
        return ""
    return ngettext(
        "{count} order is touched by newer rules.", "{count} orders are touched by newer rules.", count
    ).format(count=count)
