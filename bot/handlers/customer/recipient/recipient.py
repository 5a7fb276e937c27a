"""A customer changes the recipient of a placed order until the cut-off."""

from __future__ import annotations

from bot.conversation.routing import NotAnAnswer, Redirect, action, place
from bot.conversation.screens import Button, Screen, paged, shorten
from bot.conversation.translation import _
from bot.handlers.customer.orders.order_view import actor, changeable, open_orders, refusal_text, summary
from bot.handlers.customer.recipient import recipient_form
from bot.handlers.customer.recipient.recipient_form import Editing
from bot.handlers.shared import formatting
from bot.handlers.shared.turn import Turn
from bot.ordering import recipient_changes
from bot.orders import OrderMovedOn, TooLate


async def _editing(turn: Turn, order_id: int) -> Editing:
    """Raises Redirect for an order that is not the customer's, or can no longer be changed."""
    order, own = await changeable(turn, order_id), f"order/{order_id}"
    return await recipient_form.editing(turn, order, f"{own}/recipient", f"private/recipient/{order_id}", own)


NO_FIELD = "all"
"""Stands in a route for no question in particular."""


@place("recipients/{field}/{page}")
async def which(turn: Turn, field: str, page: int) -> Screen:
    """Asks which order's recipient shall change; `field` is the question that waits there."""
    shown, asked = paged(await open_orders(turn), page), "1" if field == NO_FIELD else f"ask/{field}"
    buttons = [
        Button(one.number or "–", f"order/{one.id}/recipient/{asked}", hint=shorten(summary(one), 72))
        for one in shown.items
    ]
    pages = formatting.page_buttons(shown, f"recipients/{field}/{{page}}")
    more = [*pages, Button(_("My orders"), "orders")]
    return Screen(_("Which order's recipient shall change?"), formatting.on_page(shown), [*buttons, *more])


@place("order/{order_id}/recipient/{page}")
async def listed(turn: Turn, order_id: int, page: int) -> Screen:
    """All answers about the recipient, and what is to change."""
    return await recipient_form.listed(turn, await _editing(turn, order_id), page)


@place("order/{order_id}/recipient/ask/{field}")
async def ask(turn: Turn, order_id: int, field: str) -> Screen | Redirect:
    """One question about the recipient."""
    return recipient_form.question(await _editing(turn, order_id), field)


@action("order/{order_id}/recipient/give/{field}")
async def give(turn: Turn, order_id: int, field: str) -> Screen | Redirect | NotAnAnswer:
    """Takes a typed answer."""
    return await recipient_form.typed(turn, await _editing(turn, order_id), field)


@action("private/recipient/{order_id}/{kind}")
async def give_number(turn: Turn, order_id: int, kind: str) -> Screen | Redirect:
    """Takes a typed identity number. The text of a route under `private/` is stored nowhere else."""
    return await recipient_form.taken(turn, await _editing(turn, order_id), kind, turn.text)


@action("order/{order_id}/recipient/choose/{field}/{choice}")
async def choose(turn: Turn, order_id: int, field: str, choice: str) -> Screen | Redirect:
    """Takes a tapped answer."""
    return await recipient_form.chosen(turn, await _editing(turn, order_id), field, choice)


@action("order/{order_id}/recipient/skip/{field}")
async def skip(turn: Turn, order_id: int, field: str) -> Screen | Redirect:
    """Leaves an optional question open."""
    return await recipient_form.taken(turn, await _editing(turn, order_id), field, "")


@action("order/{order_id}/recipient/none/{field}")
async def none_such(turn: Turn, order_id: int, field: str) -> Screen | Redirect:
    """Notes that there is none, such as a house without a unit."""
    return await recipient_form.taken(turn, await _editing(turn, order_id), field, "-")


@action("order/{order_id}/recipient/keep/{field}")
async def keep(turn: Turn, order_id: int, field: str) -> Screen | Redirect:
    """Keeps a name that no list knows as it was typed."""
    return await recipient_form.kept(turn, await _editing(turn, order_id), field)


@action("order/{order_id}/recipient/region/{postal_code}")
async def take_region(turn: Turn, order_id: int, postal_code: str) -> Screen | Redirect:
    """Takes the postcode with its region in place of the region that was given."""
    return await recipient_form.region_taken(turn, await _editing(turn, order_id), postal_code)


@action("order/{order_id}/recipient/save/{seal}")
async def save(turn: Turn, order_id: int, seal: str) -> Screen | Redirect:
    """Saves the change, if it is still exactly what the customer saw."""
    one = await _editing(turn, order_id)
    if await recipient_changes.of(turn.db, turn.person.id, order_id) is None:
        return Redirect(f"order/{order_id}", _("Nothing is left to save."))
    if (open_question := await recipient_form.not_ready(turn, one)) is not None:
        return open_question
    changed = await recipient_form.changes_in_words(turn, one)
    try:
        kind = recipient_form.number_kind(one)
        await recipient_changes.save(turn.db, order_id, seal, kind, actor(turn))
    except OrderMovedOn:
        return Redirect(
            f"order/{order_id}/recipient/1", _("Something has changed since. Please look once more.")
        )
    except TooLate as refused:
        return Redirect(f"order/{order_id}", refusal_text(refused))
    done = "\n".join([_("Saved. For order {number}:").format(number=one.order.number), *changed])
    return Redirect(f"order/{order_id}", done)


@action("order/{order_id}/recipient/drop")
async def drop(turn: Turn, order_id: int) -> Redirect:
    """Leaves the recipient as it was."""
    return await recipient_form.dropped(turn, await _editing(turn, order_id))
