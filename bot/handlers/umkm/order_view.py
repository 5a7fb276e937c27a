"""An UMKM's part of an order in words: its lines, what was answered, and the three answers to tap."""

from __future__ import annotations

from typing import Any

from bot.conversation.routing import Redirect
from bot.conversation.screens import Button, shorten
from bot.conversation.translation import _, language, ngettext
from bot.handlers.umkm.access import OwnOrder
from bot.orders import Choice, OrderLine


def to_order(order_id: int, umkm_id: int, note: str = "") -> Redirect:
    """The redirect to an order's page for one of its UMKM, with a note above it."""
    return Redirect(f"u/order/{order_id}/{umkm_id}", note)


def pieces_of(row: Any) -> str:
    """The pieces of an order in a list, in words."""
    return ngettext("{count} piece", "{count} pieces", row.pieces).format(count=row.pieces)


def line_words(line: OrderLine) -> str:
    """One line: quantity, product, and the answer given."""
    words = _("{count} × {name}: {answer}").format(
        count=line.ordered, name=shorten(line.name(language()), 80), answer=_answer(line)
    )
    return f"{words}\n   {waits_for_paper()}" if line.wanted and line.lacks_document else words


def waits_for_paper() -> str:
    """The remark for an UMKM on a line that cannot leave without a paper."""
    return _("📄 Waits for an export paper: answer now, prepare it once it stands on the pick list.")


def _answer(line: OrderLine) -> str:
    if line.held_at is not None:
        return _("stays behind for want of an export paper, please do not prepare it")
    if not line.ordered or line.choice == Choice.DROP:
        return _("not wanted any more")
    if line.confirmed is None:
        return _("not answered yet")
    if line.confirmed >= line.ordered:
        return _("can be made")
    if not line.confirmed:
        return _("cannot be made")
    return _("only {count} can be made").format(count=line.confirmed)


def answer_buttons(own: OwnOrder) -> list[Button]:
    """The buttons for the three answers; each carries the revision that it answers."""
    at = f"{own.order.id}/{own.umkm.id}/{own.order.revision}"
    buttons = [
        Button(_("Can make all"), f"u/can/{at}", kind="on"),
        Button(_("Cannot"), f"u/cannot/{at}", beside=True),
    ]
    if sum(line.ordered for line in own.to_make) > 1:
        buttons.append(Button(_("Only some"), f"u/some/{at}/{own.to_make[0].id}"))
    return buttons
