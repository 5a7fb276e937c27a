"""This is how I read it: what was typed, shown as the cart it would make, question by question."""

from __future__ import annotations

from datetime import timedelta

from bot.conversation.routing import action, place
from bot.conversation.screens import Ask, Button, Screen, noted, paged, shorten, text_pages
from bot.conversation.translation import _, language, ngettext
from bot.core.clock import solo_day
from bot.handlers.chat import clarify, order_proposal
from bot.handlers.customer import cart, destination
from bot.handlers.customer.checkout import prefill
from bot.handlers.shared import formatting
from bot.handlers.shared.paging import TEXT_ROOM
from bot.handlers.shared.turn import Turn
from bot.ordering import carts, proposals, proposed_cart
from bot.ordering.carts import CartLine
from bot.ordering.proposals import Proposal
from bot.ordering.proposed_cart import ProposedCart
from bot.orders import Order

PREFIX = "reading/"
MOST_NAMED = 5
JOINED = timedelta(hours=1)


async def pending(turn: Turn) -> Proposal | None:
    """The reading that the customer has not answered yet: on the screen, or for the cart of the last hour."""
    found = await proposals.of(turn.db, turn.person.id)
    if found is None or turn.session.screen.startswith(PREFIX):
        return found
    return found if found.order_id is None and turn.now - found.made_at < JOINED else None


async def begun(turn: Turn) -> Proposal:
    """The reading that a message joins: the one that waits for an answer, else a new one."""
    found = await pending(turn)
    return found or await proposals.begin(turn.db, turn.person.id, _back(turn), turn.now)


def _back(turn: Turn) -> str:
    return "checkout" if turn.session.screen.startswith("checkout") else ""


async def gone(turn: Turn) -> Screen:
    """Where a customer is whose reading was taken already, or was left."""
    return await cart.cart(turn)


@place("reading/{code}")
async def reading(turn: Turn, code: str) -> Screen:
    """What is to be asked next about a reading, or how it was read."""
    found = await proposals.of(turn.db, turn.person.id, code)
    return await shown(turn, found) if found else await gone(turn)


async def shown(turn: Turn, found: Proposal) -> Screen:
    """The reading as a place."""
    screen = await _step(turn, found)
    return screen if screen.route else screen.at(f"{PREFIX}{found.code}")


async def _step(turn: Turn, found: Proposal) -> Screen:
    word = found.open_word
    if word is None and not found.changes:
        return await _nothing(turn, found)
    if found.order_id is None and not turn.person.destination:
        return await _where(turn, found)
    if word is not None:
        return await clarify.word(turn, found, word, 1)
    if found.order_id is not None:
        return await order_proposal.read_so(turn, found, 1)
    return await proposal(turn, found, 1)


async def _nothing(turn: Turn, found: Proposal) -> Screen:
    """Nothing of it is left to be ordered."""
    screen = await cart.cart(turn)
    return noted(screen, unknown_words(found)) if found.unknown else screen


async def _where(turn: Turn, found: Proposal) -> Screen:
    """Goods without a country: nothing can be said of them before it is known."""
    texts = [*_named(turn, found), unknown_words(found)]
    body = "\n".join([*filter(None, texts), "", _("Where shall it go? Tap, or type a country or city.")])
    return Screen(_("Where shall we send to?"), body.strip(), destination.first_choices(turn), Ask("where"))


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


def unknown_words(found: Proposal) -> str:
    """What was named that nobody here makes."""
    said = [f"“{shorten(one.text, 40)}”" for one in found.unknown]
    if not said:
        return ""
    words = ngettext("We do not have {names}.", "We have none of these: {names}.", len(said))
    return words.format(names=", ".join(said[:MOST_NAMED]))


@place("reading/{code}/page/{page}")
async def page(turn: Turn, code: str, page: int) -> Screen:
    """How it was read, page by page."""
    found = await proposals.of(turn.db, turn.person.id, code)
    if found is None or found.open_word is not None:
        return await reading(turn, code)
    if found.order_id is not None:
        return await order_proposal.read_so(turn, found, page)
    return await proposal(turn, found, page)


async def supposing(turn: Turn, found: Proposal) -> ProposedCart:
    """The cart as it would stand after the reading."""
    draft = await carts.find(turn.db, turn.person.id)
    day = solo_day(turn.now)
    return proposed_cart.suppose(found, draft, turn.person.destination, turn.shop, day)


async def proposal(turn: Turn, found: Proposal, page: int) -> Screen:
    """The cart as it would stand: right, or to be changed?"""
    so = await supposing(turn, found)
    told = [cart.line_text(turn, line) + _was(so, line) for line in so.cart.lines]
    told += [_("Not in it: {line}").format(line=cart.line_text(turn, line)) for line in so.left_out]
    told += prefill.told(found)
    if remarks := [*filter(None, [unknown_words(found), _short(turn, so)])]:
        told += ["", *remarks]
    told.append("")
    told += await cart.totals(turn, so.cart) if so.cart.lines else [_("Nothing is left in the cart then.")]
    lines = [part for line in told for part in line.split("\n")]
    leaf = paged(text_pages(lines, TEXT_ROOM), page, 1)
    body = "\n\n".join(filter(None, [leaf.items[0].strip(), formatting.on_page(leaf)]))
    swaps = clarify.swaps(turn, found, so.left_out)
    buttons = [*formatting.turning(leaf, f"{PREFIX}{found.code}/page/{{page}}"), *swaps, *_ways(found, so)]
    return Screen(_("This is how I read it"), body, buttons, Ask(f"{PREFIX}{found.code}/typed"))


def _was(so: ProposedCart, line: CartLine) -> str:
    before = so.before.get(line.ware.id, 0)
    if before in (0, line.quantity):
        return ""
    return "\n   " + _("(in the cart now: {count})").format(count=before)


def _short(turn: Turn, so: ProposedCart) -> str:
    """That less is left than was wanted."""
    names = [turn.shop.catalogue.by_id[one].name(language()) for one in sorted(so.capped)]
    if not names:
        return ""
    told = _("Less is left than you want, so I put in what there is: {products}.")
    return told.format(products=", ".join(shorten(one, 40) for one in names[:MOST_NAMED]))


def _ways(found: Proposal, so: ProposedCart) -> list[Button]:
    right = [Button(_("Right"), f"{PREFIX}{found.code}/right/{so.seal}")]
    return [
        *(right if so.cart.lines or so.before else []),
        Button(_("Change"), f"{PREFIX}{found.code}/change/1", beside=True),
        Button(_("Never mind"), f"{PREFIX}{found.code}/leave"),
    ]


@action("reading/{code}/right/{seal}")
async def right(turn: Turn, code: str, seal: str) -> Screen:
    """It was read rightly: it goes into the cart, or changes the order, as it was shown."""
    found = await proposals.of(turn.db, turn.person.id, code)
    if found is None:
        return await gone(turn)
    if found.open_word is not None:
        return await shown(turn, found)
    if found.order_id is not None:
        return await order_proposal.done(turn, found, seal)
    so = await supposing(turn, found)
    if so.seal != seal:
        return noted(await shown(turn, found), _("Something has changed since. Please look once more."))
    return await take(turn, found, so)


async def take(turn: Turn, found: Proposal, so: ProposedCart) -> Screen:
    """Puts what was shown into the cart, and what was said of the recipient beside it."""
    draft = await put_in(turn, found, so)
    return await prefill.go_on(turn, found, draft)


async def put_in(turn: Turn, found: Proposal, so: ProposedCart) -> Order:
    """The cart as it was shown; the reading is done with."""
    draft = await carts.draft_of(turn.db, turn.person, turn.now)
    for_whom = proposed_cart.shares_of(found, draft)
    wanted = {line.ware.id: line.quantity for line in so.cart.lines}
    for product_id in found.touched:
        if (ware := turn.shop.catalogue.by_id.get(product_id)) is not None:
            await carts.set_line(turn.db, draft, ware, wanted.get(product_id, 0))
    for product_id in dict.fromkeys(one.product_id for one in found.shares):
        await carts.share(turn.db, draft, product_id, for_whom[product_id])
    await proposals.forget(turn.db, turn.person.id)
    return draft


@action("reading/{code}/leave")
async def leave(turn: Turn, code: str) -> Screen:
    """It is not wanted: the cart and the orders stay as they were."""
    from bot.handlers.customer import home
    from bot.handlers.customer.checkout import review

    found = await proposals.of(turn.db, turn.person.id, code)
    if found is not None:
        await proposals.forget(turn.db, turn.person.id)
    back = await review.checkout(turn) if found and found.back else await home.home(turn)
    return noted(back, _("All right, we leave it there. Your cart and your orders are as they were."))


async def wanted(turn: Turn, found: Proposal) -> dict[int, int]:
    """The pieces of each product after the reading."""
    if found.order_id is not None:
        return await order_proposal.wanted(turn, found)
    draft = await carts.find(turn.db, turn.person.id)
    now = {line.product_id: line.ordered for line in draft.lines} if draft else {}
    return proposals.would_be(now, found.changes)


async def narrow(turn: Turn, found: Proposal) -> None:
    """A word that takes something away can only mean what is there."""
    proposals.narrow(found, {one for one, pieces in (await wanted(turn, found)).items() if pieces})
    await turn.db.flush()


def pointed_to(screen: Screen, route: str) -> Screen:
    """A yes in words does not do it: which button does."""
    button = next((one for one in screen.buttons if one.route.startswith(route)), None)
    return noted(screen, _("Tap “{button}” to do that.").format(button=button.label)) if button else screen


@action("reading/{code}/typed")
async def typed(turn: Turn, code: str) -> Screen:
    """Yes, no, or one more message that joins the reading."""
    from bot.handlers.chat import correct, free_text

    found, told = await proposals.of(turn.db, turn.person.id, code), turn.shop.reader().read(turn.text)
    if found is None:
        return await free_text.said(turn)
    if told.declines:
        return await correct.change(turn, code, 1)
    if told.confirms and found.open_word is None and found.order_id is None:
        so = await supposing(turn, found)
        fits = so.cart.lines or so.before
        return await (right(turn, code, so.seal) if fits else shown(turn, found))
    if told.confirms and found.open_word is None:
        return pointed_to(await shown(turn, found), f"{PREFIX}{code}/right/")
    return await free_text.joining(turn)
