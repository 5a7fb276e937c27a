"""Answers about products: on a product's own page, or as a list of several."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.catalog import Ware
from bot.conversation.routing import Redirect
from bot.conversation.screens import MOST_BUTTONS, Button, Screen, noted
from bot.conversation.translation import _, ngettext
from bot.handlers.chat.enquiry_view import offer
from bot.handlers.chat.questions.product_lines import MOST, line, not_ours
from bot.handlers.chat.questions.question import Asked
from bot.handlers.chat.wording import has_few_words
from bot.handlers.customer.product_view import product_page
from bot.handlers.customer.remarks import remarked

SHORT_QUESTION = 5  # words
IDS_ROOM = 47  # what is left of a route of 64 bytes
NOWHERE = "-"


async def answer(asked: Asked, topic: str) -> Screen | Redirect:
    """What is asked of a product: on its own page, of several or for another country as a list."""
    wares = asked.wares
    if not wares:
        return await _which(asked)
    if len(wares) == 1 and not (topic == "may_go" and asked.elsewhere):
        return await _one(asked, topic, wares[0])
    more = _more(len(wares) - MOST) if len(wares) > MOST else ""
    return Redirect(f"goods/{topic}/{asked.to or NOWHERE}/{_ids(wares)}", more)


async def _one(asked: Asked, topic: str, ware: Ware) -> Screen | Redirect:
    if topic == "may_go":
        return Redirect(f"product/{ware.id}")  # its page says just that
    told = line(asked, topic)
    if topic not in ("content", "price"):
        return Redirect(f"product/{ware.id}", told)
    return _with_a_person(noted(await product_page(asked.turn, ware), told))


def _with_a_person(shown: Screen) -> Screen:
    """Sizes, colours, discounts: what no page tells can be asked."""
    ask = Button(_("Ask the coordinator"), "ask")
    return replace(shown, buttons=[*shown.buttons, ask]) if len(shown.buttons) < MOST_BUTTONS else shown


def _more(count: int) -> str:
    words = ngettext(
        "There is {count} more of that name. Type a little more of it.",
        "There are {count} more of that name. Type a little more of it.",
        count,
    )
    return words.format(count=count)


def _ids(wares: Sequence[Ware]) -> str:
    told = ""
    for ware in wares[:MOST]:
        longer = f"{told}-{ware.id}" if told else str(ware.id)
        told = longer if len(longer) <= IDS_ROOM else told
    return told


async def _which(asked: Asked) -> Screen | Redirect:
    """No product was named that we know: a short question lacks it, a longer one is about something else."""
    if asked.unknown:
        return Redirect("browse", not_ours(asked))
    which = _("Which product do you mean? Type its name.")
    if has_few_words(asked.turn.text, SHORT_QUESTION):
        return Redirect("browse", which)
    return remarked(await offer(asked.turn, asked.turn.text), which)
