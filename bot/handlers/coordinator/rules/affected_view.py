"""Affected lines for the coordinator's home, rules and notices: counting, button, count in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from bot.catalog import Ware
from bot.conversation.screens import Button
from bot.conversation.translation import _, ngettext
from bot.core.clock import solo_day
from bot.destinations import Restrictions
from bot.handlers.shared.turn import Turn
from bot.shipping.rule_changes import AffectedCounts, count_affected


@dataclass(frozen=True, slots=True)
class _Affected:
    """How much the rules of a day affect: every line of the open shipments is looked at."""

    day: date
    restrictions: Restrictions = field(compare=False)
    wares: Mapping[int, Ware] = field(compare=False)

    async def read(self, db: AsyncSession) -> AffectedCounts:
        """The counts."""
        return await count_affected(db, self.restrictions, self.wares, self.day)


async def affected_today(turn: Turn) -> AffectedCounts:
    """How much today's rules affect."""
    shop = turn.shop
    return await turn.read_beside(_Affected(solo_day(turn.now), shop.restrictions, shop.catalogue.by_id))


def way_in(found: AffectedCounts) -> list[Button]:
    """The button to the affected orders, if any."""
    return [Button(_("Touched by rules"), "c/touched/1")] if found.orders else []


def count_words(found: AffectedCounts) -> str:
    """The number of affected orders in words; "" for none."""
    if not found.orders:
        return ""
    return ngettext(
        "{count} order is touched by newer rules.", "{count} orders are touched by newer rules.", found.orders
    ).format(count=found.orders)
