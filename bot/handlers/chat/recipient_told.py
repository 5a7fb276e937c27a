"""A recipient that came with other words: it fills in the cart's form, or stays with the order being read."""

from __future__ import annotations

import re

from bot.conversation.routing import Redirect
from bot.conversation.translation import _
from bot.handlers.customer.checkout import prefill
from bot.handlers.customer.waiting import PREFIX, pending
from bot.handlers.shared.labels import EXAMPLE
from bot.handlers.shared.turn import Turn
from bot.ordering import carts
from bot.understanding import Interpretation

A_NUMBER = re.compile(r"\b\d")
"""A number of a house, a telephone or a postcode; `beda2` has none."""


async def recipient_noted(turn: Turn, interpretation: Interpretation) -> Redirect | None:
    """Fills a recipient in for the goods in the cart or still to come; None when nothing fits.

    What asks of addresses, without a number of any, is none.
    """
    numbered = any(A_NUMBER.search(line) for line in interpretation.contact)
    if (turn.shop.reader().asks(turn.text) and not numbered) or not turn.person.destination:
        return None
    if not prefill.is_anybody(interpretation.contact):
        return None
    waiting = await pending(turn)
    if waiting is not None and waiting.order_id is None and waiting.changes:
        prefill.take_in(waiting, interpretation.contact)
        await turn.db.flush()
        return Redirect(f"{PREFIX}{waiting.code}", _("I have noted the recipient with it."))
    draft = await carts.draft_of(turn.db, turn.person, turn.now)
    remark = await prefill.fill(turn, interpretation.contact, draft)
    if remark is None:
        return None
    if draft.lines:
        return Redirect("checkout", remark)
    noted = _("I have noted the recipient. What would you like? For example: {example}.")
    return Redirect("browse", "\n".join(filter(None, [remark, noted.format(example=_(EXAMPLE))])))
