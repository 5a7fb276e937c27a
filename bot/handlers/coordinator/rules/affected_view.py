"""Affected lines for the coordinator's home, rules and notices: loading, button, count in words."""

from __future__ import annotations

from collections.abc import Sequence

from bot.conversation.screens import Button
from bot.conversation.translation import _, ngettext
from bot.core.clock import solo_day
from bot.handlers.shared.turn import Turn
from bot.shipping.rule_changes import AffectedLine, affected


async def affected_today(turn: Turn) -> Sequence[AffectedLine]:
    """The lines that today's rules affect."""
    shop = turn.shop
    return await affected(turn.db, shop.restrictions, shop.catalogue.by_id, solo_day(turn.now))


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
