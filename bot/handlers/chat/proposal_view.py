"""Is this your order?: what was typed, shown as the cart it would make, question by question."""

from __future__ import annotations

from bot.conversation.routing import Redirect
from bot.conversation.screens import Ask, Button, Screen, shorten
from bot.conversation.translation import _, language
from bot.handlers.chat import clarify_view, doubts, placed_order_proposal
from bot.handlers.chat.proposal_state import MOST_NAMED, cart_with, unknown_words
from bot.handlers.customer import cart_view, destination_view
from bot.handlers.customer.checkout import prefill
from bot.handlers.customer.waiting import PREFIX, pending
from bot.handlers.shared.paging import room_beside, text_page
from bot.handlers.shared.reckoning import Reckoning
from bot.handlers.shared.turn import Turn
from bot.ordering import proposals
from bot.ordering.carts import CartLine
from bot.ordering.proposals import Proposal
from bot.ordering.proposed_cart import ProposedCart


async def shown(turn: Turn, found: Proposal) -> Screen | Redirect:
    """What is to be asked next about a proposal, or how it was read; as the place of the proposal."""
    answer = await _step(turn, found)
    return answer.at(f"{PREFIX}{found.code}") if isinstance(answer, Screen) else answer


async def _step(turn: Turn, found: Proposal) -> Screen | Redirect:
    word = found.open_word
    if word is None and not found.changes:
        told = [*doubts.told(turn, found), unknown_words(found)]
        return Redirect("cart", "\n".join(filter(None, told)))  # nothing of it is left to be ordered
    if found.order_id is None and not turn.person.destination:
        return _where(turn, found)
    if word is not None:
        return clarify_view.word(turn, found, word, 1)
    if found.order_id is not None:
        return await placed_order_proposal.read_so(turn, found, 1)
    return await proposal(turn, found, 1)


def _where(turn: Turn, found: Proposal) -> Screen:
    """Goods without a country: nothing can be said of them before it is known."""
    texts = [*_named(turn, found), unknown_words(found)]
    body = "\n".join([*filter(None, texts), "", _("Where shall it go? Tap, or type a country or city.")])
    return Screen(
        _("Where shall we send to?"), body.strip(), destination_view.first_choices(turn), Ask("where")
    )


def _named(turn: Turn, found: Proposal) -> list[str]:
    """The goods of a reading in short, before they can be reckoned."""
    told = [
        _("{count} × {product}").format(count=pieces, product=shorten(ware.name(language()), 60))
        for one, pieces in proposals.would_be({}, found.changes).items()
        if pieces and (ware := turn.shop.catalogue.by_id.get(one)) is not None
    ]
    told += [
        _("{count} × “{text}”").format(count=one.pieces or "?", text=shorten(one.text, 60))
        for one in found.words
        if not one.unknown
    ]
    return told if len(told) <= MOST_NAMED else [*told[:MOST_NAMED], "…"]


async def proposal(turn: Turn, found: Proposal, page: int) -> Screen:
    """The cart as it would stand: right, or to be changed?"""
    so = await cart_with(turn, found)
    told = [cart_view.line_text(turn, line) + _was(so, line) for line in so.cart.lines]
    told += _gone(turn, so)
    told += [_("Not in it: {line}").format(line=cart_view.line_text(turn, line)) for line in so.left_out]
    told += prefill.recipient_lines(found)
    if remarks := [*doubts.told(turn, found), *filter(None, [unknown_words(found), _short(turn, so)])]:
        told += ["", *remarks]
    told.append("")
    told += (
        await cart_view.totals(turn, so.cart) if so.cart.lines else [_("Nothing is left in the cart then.")]
    )
    reckoned = cart_view.sums(turn, so.cart) if so.cart.lines else Reckoning(())
    room = room_beside(reckoned.sums)
    shown = text_page(told, page, f"{PREFIX}{found.code}/page/{{page}}", room=room)
    buttons = [*shown.page_buttons, *clarify_view.swaps(turn, found, so.left_out), *_ways(found, so)]
    asks = Ask(f"{PREFIX}{found.code}/typed")
    return Screen(_("Is this your order?"), shown.body, buttons, asks, sums=reckoned.sums)


async def swap_for(turn: Turn, product_id: int, pieces: int | None) -> str:
    """The route that takes a product in place of one that the waiting proposal leaves out; "" without one."""
    waiting = await pending(turn)
    if waiting is None or waiting.order_id is not None or waiting.open_word is not None:
        return ""
    offered = clarify_view.swaps(turn, waiting, (await cart_with(turn, waiting)).left_out)
    for route in (one.route for one in offered):
        before, other_id, many = route.rsplit("/", 2)
        if other_id == str(product_id):
            return f"{before}/{other_id}/{pieces or many}"
    return ""


def _was(so: ProposedCart, line: CartLine) -> str:
    before = so.before.get(line.ware.id, 0)
    if before in (0, line.quantity):
        return ""
    return "\n   " + _("(in the cart now: {count})").format(count=before)


def _gone(turn: Turn, so: ProposedCart) -> list[str]:
    """What is in the cart now and would be no more."""
    stay = {line.ware.id for line in (*so.cart.lines, *so.left_out)}
    by_id, words = turn.shop.catalogue.by_id, _("{product}: {before} → {after}")
    return [
        words.format(product=shorten(by_id[one].name(language()), 60), before=pieces, after=0)
        for one, pieces in so.before.items()
        if pieces and one not in stay and one in by_id
    ]


def _short(turn: Turn, so: ProposedCart) -> str:
    """That less is left than was wanted."""
    names = [turn.shop.catalogue.by_id[one].name(language()) for one in sorted(so.capped)]
    if not names:
        return ""
    told = _("Less is left than you want, so I put in what there is: {products}.")
    return told.format(products=", ".join(shorten(one, 40) for one in names[:MOST_NAMED]))


def _ways(found: Proposal, so: ProposedCart) -> list[Button]:
    right = [Button(_("Right"), f"{PREFIX}{found.code}/right/{so.seal}", kind="on")]
    undo = [Button(_("Undo"), f"{PREFIX}{found.code}/undo", beside=True)]
    return [
        *(right if so.cart.lines or so.before else []),
        *(undo if found.before is not None else []),
        Button(_("Change"), f"{PREFIX}{found.code}/change/1", beside=True),
        Button(_("Never mind"), f"{PREFIX}{found.code}/leave", kind="back"),
    ]
