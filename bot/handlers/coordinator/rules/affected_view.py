"""The orders that newer rules touch, as the coordinator's home, rules and notices tell of them."""

from __future__ import annotations

from collections.abc import Sequence

from bot.conversation.screens import Button
from bot.conversation.translation import _, ngettext
from bot.core.clock import solo_day
from bot.handlers.shared.turn import Turn
from bot.shipping.rule_changes import AffectedLine, affected


async def found_today(turn: Turn) -> Sequence[AffectedLine]:
    """What the rules of today touch."""
    shop = turn.shop
    return await affected(turn.db, shop.restrictions, shop.catalogue.by_id, solo_day(turn.now))


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
