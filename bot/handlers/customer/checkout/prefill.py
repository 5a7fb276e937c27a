"""Name, telephone and address that came with an order: what fits is filled in, only the rest is asked."""

from __future__ import annotations

import re
from collections.abc import Iterable

import phonenumbers

from bot.conversation.routing import Redirect
from bot.conversation.screens import shorten
from bot.conversation.translation import _
from bot.core import redaction
from bot.handlers.customer.checkout import answers
from bot.handlers.customer.checkout.form import form_of
from bot.handlers.shared.turn import Turn
from bot.ordering import identity_numbers
from bot.ordering.proposals import Proposal
from bot.orders import Order

MOST_LINES = 12
MOST_SHOWN = 7
LINE_LENGTH = 200
NUMBERED = re.compile(r"\+?\d[\d ()./-]{8,}\d")
FOR_WHOM = re.compile(r"^\s*(?:a\s?/?\s?n|atas nama|attn|kepada|penerima)\b[.: ]*(?=\w)", re.IGNORECASE)


def take_in(found: Proposal, contact: Iterable[str]) -> None:
    """Keeps lines with name, telephone and address until the goods are confirmed; identity numbers never."""
    known = [*found.contact]
    for line in contact:
        kept = _kept(line)
        if kept and kept not in known:
            known.append(kept)
    found.contact = known[-MOST_LINES:]


def _kept(line: str) -> str:
    text = redaction.readable(FOR_WHOM.sub("Nama: ", line))[:LINE_LENGTH]
    if redaction.carries_number(text) or answers.LETTERED.search(text):
        return ""
    return (
        text if _is_telephone(text) else redaction.without_numbers(text).replace(redaction.HIDDEN, "").strip()
    )


def _is_telephone(text: str) -> bool:
    """Whether the long number in a line is one that can be called; without it there is nothing to hide."""
    found = NUMBERED.search(text)
    if found is None:
        return False
    digits = "".join(one for one in found[0] if one.isdigit())
    try:
        return phonenumbers.is_possible_number(phonenumbers.parse(f"+{digits.lstrip('0')}"))
    except phonenumbers.NumberParseException:
        return False


def told(found: Proposal) -> list[str]:
    """The recipient as it was typed, below the goods."""
    shown = [shorten(line, 80) for line in found.contact[:MOST_SHOWN]]
    return ["", _("To:"), *shown] if shown else []


async def go_on(turn: Turn, found: Proposal, draft: Order) -> Redirect:
    """After the goods: what is still to be asked if the recipient came along, else the cart."""
    filled = await fill(turn, found.contact, draft)
    on = "checkout" if filled or found.back == "checkout" else "cart"
    return Redirect(on, _("Noted in your cart."))


async def fill(turn: Turn, contact: Iterable[str], draft: Order) -> bool:
    """Fills in what fits of these lines; whether there was any."""
    lines = list(contact)
    if not lines or not draft.destination:
        return False
    form, before = await form_of(turn, draft), draft.consignee_name
    taken = answers.take_what_fits(form, "\n".join(lines))
    if draft.consignee_name != before:
        await identity_numbers.forget(turn.db, draft.id)  # a number is one person's
    draft.revision += 1
    await turn.db.flush()
    return taken
