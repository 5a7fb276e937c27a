"""Correcting a proposal: choosing one of its products, then its quantity."""

from __future__ import annotations

from bot.conversation.routing import NotAnAnswer, Redirect, action, place
from bot.conversation.screens import Ask, Button, Screen, labels, paged, shorten
from bot.conversation.translation import _, language
from bot.handlers.chat.proposal_state import one_more, onward, wanted
from bot.handlers.customer.waiting import PREFIX
from bot.handlers.shared import formatting
from bot.handlers.shared.quantities import QUICK_OR_NONE, not_a_quantity
from bot.handlers.shared.turn import Turn
from bot.ordering import proposals
from bot.orders import MOST_PIECES


@place("reading/{code}/change/{page}")
async def change(turn: Turn, code: str, page: int) -> Screen | Redirect:
    """Asks which product of the proposal shall change."""
    proposal = await proposals.of(turn.db, turn.person.id, code)
    if proposal is None:
        return onward(None)
    wares = [one for one in map(turn.shop.catalogue.by_id.get, proposal.product_ids) if one is not None]
    pieces = await wanted(turn, proposal)
    shown = paged(wares, page)
    names = labels([one.name(language()) for one in shown.items])
    buttons = [
        Button(name, f"{PREFIX}{code}/line/{ware.id}", hint=_("now {count}").format(count=pieces[ware.id]))
        for name, ware in zip(names, shown.items, strict=True)
    ]
    more = [
        *formatting.page_buttons(shown, f"{PREFIX}{code}/change/{{page}}"),
        Button(_("Back"), f"{PREFIX}{code}", kind="back"),
    ]
    body = _("Tap it, or type it: “{example}”").format(example=_("the crackers 5"))
    body = "\n".join(filter(None, [body, formatting.on_page(shown)]))
    return Screen(_("Which one shall change?"), body, [*buttons, *more], Ask(f"{PREFIX}{code}/typed"))


@place("reading/{code}/line/{product_id}")
async def line(turn: Turn, code: str, product_id: int) -> Screen | Redirect:
    """Asks for the quantity of one product of the proposal."""
    proposal, ware = (
        await proposals.of(turn.db, turn.person.id, code),
        turn.shop.catalogue.by_id.get(product_id),
    )
    if proposal is None or ware is None or product_id not in proposal.product_ids:
        return Redirect(f"{PREFIX}{code}")
    pieces = (await wanted(turn, proposal))[product_id]
    words = _("Now: {count}. How many shall it be? Tap or type a number; 0 takes it out.")
    route = f"{PREFIX}{code}/set/{product_id}"
    buttons = [Button(str(one), f"{route}/{one}", beside=one > 0) for one in QUICK_OR_NONE]
    back = Button(_("Back"), f"{PREFIX}{code}/change/1", kind="back")
    title = shorten(ware.name(language()), 60)
    asks = Ask(f"{PREFIX}{code}/amount/{product_id}")
    return Screen(title, words.format(count=pieces), [*buttons, back], asks)


@action("reading/{code}/set/{product_id}/{pieces}")
async def set_pieces(turn: Turn, code: str, product_id: int, pieces: int) -> Redirect:
    """Sets the quantity of a product of the proposal."""
    proposal = await proposals.of(turn.db, turn.person.id, code)
    if proposal is None:
        return onward(None)
    if product_id in proposal.product_ids:
        if not 0 <= pieces <= MOST_PIECES:
            return Redirect(f"{PREFIX}{code}/line/{product_id}", not_a_quantity())
        proposals.put(proposal, product_id, pieces)
        await turn.db.flush()
    return onward(proposal)


@action("reading/{code}/amount/{product_id}")
async def typed_amount(turn: Turn, code: str, product_id: int) -> Redirect | NotAnAnswer:
    """Sets the quantity to the typed number; any other text is free text."""
    ware = turn.shop.catalogue.by_id.get(product_id)
    amount = turn.shop.reader().amount(turn.text, ware.sku if ware else None)
    return await one_more(turn) if amount is None else await set_pieces(turn, code, product_id, amount)
