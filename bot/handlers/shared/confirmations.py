"""A typed yes or no on a screen that asks for one."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Literal

from bot.conversation.routing import Redirect
from bot.conversation.screens import Button, Screen, noted
from bot.conversation.translation import _
from bot.handlers.shared.turn import Turn

Answer = Literal["yes", "no", "tap"]
MOST_WORDS = 8
"""A longer text says more than yes or no."""


async def answered(turn: Turn) -> Screen | Redirect | None:
    """The answer to a typed yes or no; None for other texts, and when the screen asks for neither.

    A yes follows the button as it was shown, so that it does what was seen. Where it takes a tap, as it
    places, pays, cancels or erases, it does nothing and the screen names the button.
    """
    if len(turn.text.split()) > MOST_WORDS:
        return None
    screen = await turn.current()
    by_answer = {button.answers: button for button in screen.buttons if button.answers}
    wish = (_wish(turn, by_answer) or _by_its_words(turn, by_answer)) if by_answer else None
    if wish == "no":
        kept = _("All right, nothing is changed.") if "tap" in by_answer else ""
        return Redirect(by_answer["no"].route if "no" in by_answer else "home", kept)
    return _agreed(turn, screen, by_answer) if wish == "yes" else None


def _agreed(turn: Turn, screen: Screen, by_answer: Mapping[Answer, Button]) -> Screen | Redirect:
    shown = turn.session.labels.get(by_answer["yes"].label) if "yes" in by_answer else None
    if shown is not None:
        return Redirect(shown)
    return pointed_to(screen, by_answer["tap"].route) if "tap" in by_answer else screen


def _by_its_words(turn: Turn, by_answer: Mapping[Answer, Button]) -> Literal["yes", "no"] | None:
    """Whose label the text repeats in part: `sama aja` of “Yes, the same”, said in the shop's language."""
    words, beside = turn.shop.vocabulary.answers, turn.shop.vocabulary.words("address")
    said = set(re.findall(r"\w+", turn.text.casefold())) - words.yes - words.beside - beside
    found = [how for how, one in by_answer.items() if said <= set(re.findall(r"\w+", one.label.casefold()))]
    if not said or len(found) != 1:
        return None
    return "no" if found == ["no"] else "yes"


def _wish(turn: Turn, by_answer: Mapping[Answer, Button]) -> Literal["yes", "no"] | None:
    """A yes, or a no. `gak jadi` is a no to all that is asked, `batalin` too where nothing is undone."""
    reader = turn.shop.reader()
    read, how = reader.read(turn.text), reader.choosing(turn.text, "")
    if read.declines or reader.keeps(turn.text) or (how is not None and how.way in ("neither", "wait")):
        return "no"
    if read.all_off or (how is not None and how.way == "cancel"):
        return "yes" if "tap" in by_answer else "no"
    return "yes" if read.confirms or reader.agrees(turn.text) else None


def pointed_to(screen: Screen, route: str) -> Screen:
    """The screen with a note that names the button to tap instead of a typed yes.

    That is the button whose route begins with `route`; without one the screen stays as it is.
    """
    button = next((one for one in screen.buttons if one.route.startswith(route)), None)
    return noted(screen, _("Tap “{button}” to do that.").format(button=button.label)) if button else screen
