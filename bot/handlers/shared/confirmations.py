"""A typed yes or no on a screen that asks for one."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Literal

from bot.conversation.routing import Redirect
from bot.conversation.screens import Button, Screen, noted
from bot.conversation.translation import _
from bot.handlers.shared.turn import Turn

Answer = Literal["yes", "no", "tap", "cancel"]
YesOrNo = Literal["yes", "no"]
Wish = Literal["yes", "no", "cancel"]
_MEANS: Mapping[Answer, YesOrNo] = {"yes": "yes", "tap": "yes", "cancel": "yes", "no": "no"}
PARTICLES = frozenset({"aja", "saja", "deh", "dong", "lah", "please", "pls"})
MOST_WORDS = 8
"""A longer text says more than yes or no."""


async def answered(turn: Turn) -> Screen | Redirect | None:
    """The answer to a typed yes or no; None for other texts, and when the screen asks for neither.

    A yes follows the button as it was shown, so that it does what was seen. Where it takes a tap, as it
    places, pays, cancels or erases, and for what somebody else wrote and was forwarded, it does nothing and
    the screen names the button. The screen is drawn again only for what may be one of these.
    """
    if len(turn.text.split()) > MOST_WORDS or "?" in turn.text:
        return None
    wish = _wish(turn)
    label = None if wish else _named(turn)
    if wish is None and label is None:
        return None
    screen = await turn.current()
    by_answer = {button.answers: button for button in screen.buttons if button.answers}
    meant = _meant(wish, label, by_answer) if by_answer else None
    if meant == "no":
        kept = _("All right, nothing is changed.") if {"tap", "cancel"} & by_answer.keys() else ""
        return Redirect(_way_out(screen, by_answer, wish), kept)
    return _agreed(turn, screen, by_answer) if meant == "yes" else None


def _way_out(screen: Screen, by_answer: Mapping[Answer, Button], wish: Wish | None) -> str:
    """Where a no leads. Who cancels goes back, though a no would lead on to another question."""
    no = by_answer.get("no")
    back = next((one for one in screen.buttons if one.kind == "back"), no)
    way = back if wish == "cancel" else no
    return way.route if way else "home"


async def on_screen(turn: Turn) -> Screen | Redirect | None:
    """The answer to who agrees in words to what the screen asks; None where it asks for no yes."""
    screen = await turn.current()
    by_answer = {button.answers: button for button in screen.buttons if button.answers}
    return _agreed(turn, screen, by_answer) if by_answer.keys() - {"no", "cancel"} else None


def _meant(wish: Wish | None, label: str | None, by_answer: Mapping[Answer, Button]) -> YesOrNo | None:
    """What that is on this screen: cancelling is a yes where it is asked, and a no elsewhere."""
    if wish == "cancel":
        return "yes" if "cancel" in by_answer else "no"
    return wish or next((_MEANS[how] for how, one in by_answer.items() if one.label == label), None)


def _agreed(turn: Turn, screen: Screen, by_answer: Mapping[Answer, Button]) -> Screen | Redirect:
    button = by_answer.get("yes") or by_answer.get("tap") or by_answer.get("cancel")
    shown = turn.session.labels.get(button.label) if button else None
    if shown is not None and "yes" in by_answer and not turn.event.forwarded:
        return Redirect(shown)
    return pointed_to(screen, button.route) if button else screen


def _wish(turn: Turn) -> Wish | None:
    """A yes, a no, or a cancelling, which is a yes where that is asked. `gak jadi` is a no to all."""
    reader = turn.shop.reader()
    read, how = reader.read(turn.text), reader.choosing(turn.text, "")
    if read.declines or reader.keeps(turn.text) or (how is not None and how.way in ("neither", "wait")):
        return "no"
    if read.all_off or (how is not None and how.way == "cancel"):
        return "cancel"
    return "yes" if reader.agrees(turn.text) else None


def _named(turn: Turn) -> str | None:
    """The one label on the screen that the text repeats in part: `sama aja` of “Yes, the same”."""
    words, beside = turn.shop.vocabulary.answers, turn.shop.vocabulary.words("address")
    said = set(re.findall(r"\w+", turn.text.casefold())) - words.yes - PARTICLES - beside
    found = [one for one in turn.session.labels if said <= set(re.findall(r"\w+", one.casefold()))]
    return found[0] if said and len(found) == 1 else None


def pointed_to(screen: Screen, route: str) -> Screen:
    """The screen with a note that names the button to tap instead of a typed yes.

    That is the button whose route begins with `route`; without one the screen stays as it is.
    """
    button = next((one for one in screen.buttons if one.route.startswith(route)), None)
    return noted(screen, _("Tap “{button}” to do that.").format(button=button.label)) if button else screen
