"""A coordinator changes the recipient of a placed order, with a reason, also after the cut-off."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncSession

from bot.conversation.routing import NotAnAnswer, Redirect, action, place
from bot.conversation.screens import Screen
from bot.conversation.translation import _
from bot.handlers.coordinator.orders.order_view import coordinator, load_placed, to_order
from bot.handlers.coordinator.orders.outcome import moved, why
from bot.handlers.customer.recipient import recipient_form
from bot.handlers.customer.recipient.recipient_form import Editing
from bot.handlers.shared import reasons
from bot.handlers.shared.turn import Turn
from bot.ordering import recipient_changes
from bot.people import Role


async def _editing(turn: Turn, order_id: int) -> Editing:
    """Raises Redirect for an order that is not placed, or whose recipient is erased."""
    order, base = await load_placed(turn, order_id), f"c/recipient/{order_id}"
    if order.delivered_at is not None:
        raise to_order(order_id, _("It has arrived already."))
    if order.erased_at is not None:
        raise to_order(order_id, _("Its name and address are erased."))
    private, leave = f"private/c/recipient/{order_id}", f"c/order/{order_id}"
    return await recipient_form.editing(turn, order, base, private, leave)


@place("c/recipient/{order_id}/{page}", role=Role.COORDINATOR)
async def listed(turn: Turn, order_id: int, page: int) -> Screen:
    """All answers about the recipient, and what is to change."""
    return await recipient_form.listed(turn, await _editing(turn, order_id), page)


@place("c/recipient/{order_id}/ask/{field}", role=Role.COORDINATOR)
async def ask(turn: Turn, order_id: int, field: str) -> Screen | Redirect:
    """One question about the recipient."""
    return recipient_form.question(await _editing(turn, order_id), field)


@action("c/recipient/{order_id}/give/{field}", role=Role.COORDINATOR)
async def give(turn: Turn, order_id: int, field: str) -> Screen | Redirect | NotAnAnswer:
    """Takes a typed answer."""
    return await recipient_form.typed(turn, await _editing(turn, order_id), field)


@action("private/c/recipient/{order_id}/{kind}", role=Role.COORDINATOR)
async def give_number(turn: Turn, order_id: int, kind: str) -> Screen | Redirect:
    """Takes a typed identity number. The text of a route under `private/` is stored nowhere else."""
    return await recipient_form.taken(turn, await _editing(turn, order_id), kind, turn.text)


@action("c/recipient/{order_id}/choose/{field}/{choice}", role=Role.COORDINATOR)
async def choose(turn: Turn, order_id: int, field: str, choice: str) -> Screen | Redirect:
    """Takes a tapped answer."""
    return await recipient_form.chosen(turn, await _editing(turn, order_id), field, choice)


@action("c/recipient/{order_id}/skip/{field}", role=Role.COORDINATOR)
async def skip(turn: Turn, order_id: int, field: str) -> Screen | Redirect:
    """Leaves an optional question open."""
    return await recipient_form.taken(turn, await _editing(turn, order_id), field, "")


@action("c/recipient/{order_id}/none/{field}", role=Role.COORDINATOR)
async def none_such(turn: Turn, order_id: int, field: str) -> Screen | Redirect:
    """Notes that there is none, such as a house without a unit."""
    return await recipient_form.taken(turn, await _editing(turn, order_id), field, "-")


@action("c/recipient/{order_id}/keep/{field}", role=Role.COORDINATOR)
async def keep(turn: Turn, order_id: int, field: str) -> Screen | Redirect:
    """Keeps a name that no list knows as it was typed."""
    return await recipient_form.kept(turn, await _editing(turn, order_id), field)


@action("c/recipient/{order_id}/region/{postal_code}", role=Role.COORDINATOR)
async def take_region(turn: Turn, order_id: int, postal_code: str) -> Screen | Redirect:
    """Takes the postcode with its region in place of the region that was given."""
    return await recipient_form.region_taken(turn, await _editing(turn, order_id), postal_code)


@place("c/recipient/{order_id}/save/{seal}", role=Role.COORDINATOR)
async def why_save(turn: Turn, order_id: int, seal: str) -> Screen | Redirect:
    """Asks for the reason of the change, which is recorded and told to the customer."""
    one = await _editing(turn, order_id)
    if (open_question := await recipient_form.not_ready(turn, one)) is not None:
        return open_question
    effect = "\n".join(await recipient_form.changes_in_words(turn, one))
    title = _("Recipient of {number}: why?").format(number=one.order.number)
    return why(title, effect, f"c/recipient/{order_id}/saving/{seal}", f"c/recipient/{order_id}/1")


@action("c/recipient/{order_id}/saving/{seal}", role=Role.COORDINATOR)
async def save_as_typed(turn: Turn, order_id: int, seal: str) -> Screen | Redirect:
    """Saves the change with the typed reason."""
    reason = reasons.own(turn.text)
    return await _save(turn, order_id, seal, reason) if reason else await why_save(turn, order_id, seal)


@action("c/recipient/{order_id}/saving/{seal}/{code}", role=Role.COORDINATOR)
async def save_as_tapped(turn: Turn, order_id: int, seal: str, code: str) -> Screen | Redirect:
    """Saves the change with a tapped reason."""
    if f":{code}" not in reasons.SUGGESTED:
        return await why_save(turn, order_id, seal)
    return await _save(turn, order_id, seal, f":{code}")


async def _save(turn: Turn, order_id: int, seal: str, reason: str) -> Redirect:
    one = await _editing(turn, order_id)
    kind = recipient_form.number_kind(one)
    about = _("{number}: recipient changed.").format(number=one.order.number)

    async def move(db: AsyncSession) -> None:
        await recipient_changes.save(db, order_id, seal, kind, coordinator(turn, reason))

    return await moved(turn, order_id, move, reason, _("Saved. The customer is told."), about)


@action("c/recipient/{order_id}/drop", role=Role.COORDINATOR)
async def drop(turn: Turn, order_id: int) -> Redirect:
    """Leaves the recipient as it was."""
    return await recipient_form.dropped(turn, await _editing(turn, order_id))
