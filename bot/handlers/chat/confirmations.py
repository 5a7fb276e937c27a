"""A yes or no in words, where the screen asks back before something is given up or passed on."""

from __future__ import annotations

from bot.conversation.routing import Redirect
from bot.conversation.screens import Screen, noted
from bot.conversation.translation import _
from bot.handlers.shared.turn import Turn


async def answered(turn: Turn) -> Screen | Redirect | None:
    """What a typed yes or no leads to; None where the screen that is looked at asks nothing back.

    A no leaves everything as it is: it goes where the button that says no leads, home where none is marked.
    A yes does nothing: the screen says which button does.
    """
    screen = await turn.current()
    meant = {button.kind: button.route for button in screen.buttons if button.kind}
    if not meant:
        return None
    if turn.interpretation.declines:
        return Redirect(meant.get("no", "home"))
    return pointed_to(screen, meant["yes"]) if "yes" in meant else screen


def pointed_to(screen: Screen, route: str) -> Screen:
    """The screen that says which of its buttons a typed yes would have to be a tap on.

    It is the button whose route begins with `route`; a screen without one says nothing.
    """
    button = next((one for one in screen.buttons if one.route.startswith(route)), None)
    return noted(screen, _("Tap “{button}” to do that.").format(button=button.label)) if button else screen
