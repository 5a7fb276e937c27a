"""Home of an UMKM: what waits for an answer, and what to prepare."""

from __future__ import annotations

from bot import catalog
from bot.conversation.routing import place
from bot.conversation.screens import Button, Screen, shorten
from bot.conversation.translation import _, ngettext
from bot.handlers.shared.turn import Turn
from bot.handlers.umkm import access
from bot.people import Role

MOST_NAMES = 4


@place("u", role=Role.UMKM)
async def home(turn: Turn) -> Screen:
    """The home of an UMKM: how many orders wait for its answer, and what it can do."""
    waiting = len(await access.waiting(turn))
    wait = ngettext(
        "{count} order waits for your answer.", "{count} orders wait for your answer.", waiting
    ).format(count=waiting)
    body = "\n".join(
        [
            *await _names(turn),
            wait if waiting else _("Every order is answered. Thank you!"),
            "",
            _("An order number, for example TW-4K7M, shows that order."),
        ]
    )
    buttons = [
        Button(_("To answer"), "u/orders/waiting/1"),
        Button(_("Answered orders"), "u/orders/settled/1", beside=True),
        Button(_("To prepare"), "u/recap"),
        Button(_("Pick lists"), "u/lists/1", beside=True),
        Button(_("Menu"), "menu"),
    ]
    return Screen(_("UMKM"), body, buttons)


async def _names(turn: Turn) -> list[str]:
    makers = await catalog.makers(turn.db, await access.umkm_ids(turn))
    names = [shorten(maker.name, 60) for maker in makers[:MOST_NAMES]]
    more = len(makers) - len(names)
    rest = ngettext("and {count} more UMKM", "and {count} more UMKM", more).format(count=more)
    return [*names, rest] if more else names
