"""Name, telephone and address that came with an order: they fill in the form, which asks the rest."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

import phonenumbers

from bot.conversation.routing import Redirect
from bot.conversation.screens import shorten
from bot.conversation.translation import _
from bot.core import redaction
from bot.handlers.customer.checkout import answers, checks, mending
from bot.handlers.customer.checkout.another_person import cart_changed, person_of
from bot.handlers.customer.checkout.form import form_of
from bot.handlers.shared.turn import Turn
from bot.ordering.proposals import Proposal
from bot.orders import Order

MOST_LINES = 12
MOST_SHOWN = 7
LINE_LENGTH = 200
NUMBERED = re.compile(r"\+?\d[\d ()./-]{8,}\d")
SOMEBODY = re.compile(
    r"\b\d|[:=]|\b[A-Z]|[^\x00-\x7f]|\b(?:nama|name|jeneng|penerima|atas nama|a[/.]n)", re.ASCII
)
FOR_WHOM = re.compile(
    r"^\s*(?:a\s?[/.]\s?n|(?-i:an)|atas nama|attn|kepada|penerima)\b[.: ]*(?=\w)", re.IGNORECASE
)


def is_anybody(contact: Iterable[str]) -> bool:
    """Whether lines have a number, a label or a capital: small words alone (`bikin alamatnya`) are nobody."""
    return any(SOMEBODY.search(line) or FOR_WHOM.match(line) for line in contact)


def take_in(proposal: Proposal, contact: Sequence[str]) -> None:
    """Stores contact lines in the proposal until the goods are confirmed; never identity numbers."""
    known = [*proposal.contact]
    if not is_anybody(contact):
        return
    for line in contact:
        clean = _without_identity(line)
        if clean and clean not in known:
            known.append(clean)
    proposal.contact = known[-MOST_LINES:]


def _without_identity(line: str) -> str:
    text = redaction.readable(FOR_WHOM.sub("Nama: ", line))[:LINE_LENGTH]
    if redaction.carries_number(text) or checks.LETTERED.fullmatch(text.strip()):
        return ""
    return (
        text if _is_telephone(text) else redaction.without_numbers(text).replace(redaction.HIDDEN, "").strip()
    )


def _is_telephone(text: str) -> bool:
    """Whether the long number in a line is a possible telephone number."""
    match = NUMBERED.search(text)
    if match is None:
        return False
    digits = "".join(sign for sign in match[0] if sign.isdigit())
    try:
        return phonenumbers.is_possible_number(phonenumbers.parse(f"+{digits.lstrip('0')}"))
    except phonenumbers.NumberParseException:
        return False


def recipient_lines(proposal: Proposal) -> list[str]:
    """Lines with the recipient as the customer typed it, to stand below the goods."""
    shown = [shorten(line, 80) for line in proposal.contact[:MOST_SHOWN]]
    return ["", _("To:"), *shown] if shown else []


async def go_on(turn: Turn, proposal: Proposal, draft: Order) -> Redirect:
    """Goes on after the goods: to the checkout if the recipient came along, else to the cart."""
    remark = await fill(turn, proposal.contact, draft)
    route = "checkout" if remark is not None or proposal.back == "checkout" else "cart"
    return Redirect(route, "\n".join(filter(None, [_("Noted in your cart."), remark])))


async def fill(turn: Turn, contact: Iterable[str], draft: Order) -> str | None:
    """Fills the draft in from these lines; says what it filled in and left over, None if nothing fitted."""
    lines = list(contact)
    if not lines or not draft.destination:
        return None
    form = await form_of(turn, draft)
    before = person_of(form)
    taken = answers.take_what_fits(form, "\n".join(lines))
    await cart_changed(turn, form, before)
    await turn.db.flush()
    return mending.remark_on_address(await form_of(turn, draft), taken, "") if taken.filled else None
