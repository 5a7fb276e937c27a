"""A typed yes or no on a screen that asks for confirmation."""

from __future__ import annotations

from bot.conversation.routing import Redirect
from bot.conversation.screens import Screen, noted
from bot.conversation.translation import _
from bot.handlers.customer.understood import understood
from bot.handlers.shared.turn import Turn


async def answered(turn: Turn) -> Screen | Redirect | None:
    """The answer to a typed yes or no; None when the current screen asks for no confirmation.

    A no follows the button that answers no, or leads home when there is none. A yes does nothing: the screen
    names the button to tap.
    """
    screen = await turn.current()
    routes = {button.answers: button.route for button in screen.buttons if button.answers}
    if not routes:
        return None
    if (await understood(turn)).declines:
        return Redirect(routes.get("no", "home"))
    return pointed_to(screen, routes["yes"]) if "yes" in routes else screen


def pointed_to(screen: Screen, route: str) -> Screen:
    """The screen with a note that names the button to tap instead of a typed yes.

    That is the button whose route begins with `route`; without one the screen stays as it is.
    """
    button = next((one for one in screen.buttons if one.route.startswith(route)), None)
    return noted(screen, _("Tap “{button}” to do that.").format(button=button.label)) if button else screen
