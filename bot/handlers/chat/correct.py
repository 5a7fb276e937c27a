"""What of a proposal shall be different: one of its products, and how many of it."""

from __future__ import annotations

from bot.conversation.routing import NotAnAnswer, Redirect, action, place
from bot.conversation.screens import Ask, Button, Screen, labels, paged, shorten
from bot.conversation.translation import _, language
from bot.handlers.chat.clarify_view import QUICK_QUANTITIES
from bot.handlers.chat.proposal_state import PREFIX, one_more, onward, wanted
from bot.handlers.shared import formatting
from bot.handlers.shared.quantities import not_a_quantity
from bot.handlers.shared.turn import Turn
from bot.ordering import proposals
from bot.orders import MOST_PIECES


@place("reading/{code}/change/{page}")
async def change(turn: Turn, code: str, page: int) -> Screen | Redirect:
    """What of it shall be different?"""
    found = await proposals.of(turn.db, turn.person.id, code)
    if found is None:
        return onward(None)
    wares = [one for one in map(turn.shop.catalogue.by_id.get, found.product_ids) if one is not None]
    so = await wanted(turn, found)
    leaf = paged(wares, page)
    names = labels([one.name(language()) for one in leaf.items])
    buttons = [
        Button(name, f"{PREFIX}{code}/line/{ware.id}", hint=_("now {count}").format(count=so[ware.id]))
        for name, ware in zip(names, leaf.items, strict=True)
    ]
    more = [
        *formatting.turning(leaf, f"{PREFIX}{code}/change/{{page}}"),
        Button(_("Back"), f"{PREFIX}{code}"),
    ]
    body = _("Tap it, or type it: “{example}”").format(example=_("the crackers 5"))
    body = "\n".join(filter(None, [body, formatting.on_page(leaf)]))
    return Screen(_("Which one shall change?"), body, [*buttons, *more], Ask(f"{PREFIX}{code}/typed"))


@place("reading/{code}/line/{product_id}")
async def line(turn: Turn, code: str, product_id: int) -> Screen | Redirect:
    """How many of it shall it be?"""
    found, ware = (
        await proposals.of(turn.db, turn.person.id, code),
        turn.shop.catalogue.by_id.get(product_id),
    )
    if found is None or ware is None or product_id not in found.product_ids:
        return Redirect(f"{PREFIX}{code}")
    pieces = (await wanted(turn, found))[product_id]
    told = _("Now: {count}. How many shall it be? Tap or type a number; 0 takes it out.")
    route = f"{PREFIX}{code}/set/{product_id}"
    buttons = [Button(str(one), f"{route}/{one}", beside=one > 0) for one in QUICK_QUANTITIES]
    back = Button(_("Back"), f"{PREFIX}{code}/change/1")
    title = shorten(ware.name(language()), 60)
    asks = Ask(f"{PREFIX}{code}/amount/{product_id}")
    return Screen(title, told.format(count=pieces), [*buttons, back], asks)


@action("reading/{code}/set/{product_id}/{pieces}")
async def set_pieces(turn: Turn, code: str, product_id: int, pieces: int) -> Redirect:
    """So many of it shall it be."""
    found = await proposals.of(turn.db, turn.person.id, code)
    if found is None:
        return onward(None)
    if product_id in found.product_ids:
        if not 0 <= pieces <= MOST_PIECES:
            return Redirect(f"{PREFIX}{code}/line/{product_id}", not_a_quantity())
        proposals.put(found, product_id, pieces)
        await turn.db.flush()
    return onward(found)


@action("reading/{code}/amount/{product_id}")
async def typed_amount(turn: Turn, code: str, product_id: int) -> Redirect | NotAnAnswer:
    """A number was typed for a product; anything else is one more message."""
    ware = turn.shop.catalogue.by_id.get(product_id)
    amount = turn.shop.reader().amount(turn.text, ware.sku if ware else None)
    return await one_more(turn) if amount is None else await set_pieces(turn, code, product_id, amount)
