"""The list of affected lines: their orders stand as placed until the coordinator decides."""

from __future__ import annotations

from bot.conversation.routing import place
from bot.conversation.screens import Button, Screen, labels, paged, shorten
from bot.conversation.translation import _, language
from bot.handlers.coordinator.rules.affected_view import affected_today
from bot.handlers.shared import formatting
from bot.handlers.shared.paging import back
from bot.handlers.shared.rule_labels import ACTIONS
from bot.handlers.shared.turn import Turn
from bot.people import Role
from bot.shipping.rule_changes import AffectedLine

LINES_A_PAGE = 4
REASON_ROOM = 110


@place("c/touched/{page}", role=Role.COORDINATOR)
async def listed(turn: Turn, page: int) -> Screen:
    """The lines of orders in open shipments that today's rules treat stricter than those at placing."""
    affected = await affected_today(turn)
    shown = paged(affected, page, LINES_A_PAGE)
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
