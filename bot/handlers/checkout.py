"""From cart to order: one question at a time, nothing asked twice, then everything on one review."""

from __future__ import annotations

from bot import drafts, placing
from bot.catalog import OutOfStock
from bot.conversation.routing import action, place
from bot.conversation.screens import (
    LABEL_LENGTH,
    Ask,
    Button,
    Screen,
    labels,
    noted,
    paged,
    shorten,
    text_pages,
)
from bot.conversation.words import _
from bot.destinations import AddressRefused, Destination, address_form, address_lines, normalise_address
from bot.drafts import Cart
from bot.handlers import cart, orders, questions, say
from bot.handlers.leafing import TEXT_ROOM
from bot.handlers.questions import MOBILE, NAME, NOTE, Refused
from bot.handlers.say import Turn
from bot.orders import PLACED, Order, OrderMovedOn
from bot.people import Role


async def _ready_cart(turn: Turn) -> Cart | None:
    """The cart, if it can go on to the questions."""
    found = await cart.read(turn)
    ready = found is not None and found.lines and not found.troubled and turn.person.destination
    return found if ready else None


@place("checkout")
async def checkout(turn: Turn) -> Screen:
    """The next thing that is still to be known, or the review."""
    found = await _ready_cart(turn)
    if found is None:
        return await cart.cart(turn)
    draft = found.order
    if not draft.consignee_name:
        earlier = await drafts.last_consignee(turn.db, turn.person.id, draft.destination or "")
        return await reuse(turn) if earlier else await question(turn, NAME)
    missing = questions.next_missing(turn.house.destinations[draft.destination or ""], draft)
    return await question(turn, missing) if missing else await review(turn, 1)


@place("checkout/reuse")
async def reuse(turn: Turn) -> Screen:
    """Offers the consignee of the last order to this destination."""
    earlier = await drafts.last_consignee(turn.db, turn.person.id, turn.person.destination or "")
    if earlier is None:
        return await question(turn, NAME)
    title = _("Same address as before?")
    body = say.fitted(title, consignee_lines(turn, earlier))
    buttons = [
        Button(_("Yes, the same"), f"checkout/same/{earlier.id}"),
        Button(_("A new address"), f"checkout/ask/{NAME}"),
    ]
    return Screen(title, body, [*buttons, Button(_("Cart"), "cart")])


@action("checkout/same/{order_id}")
async def same_consignee(turn: Turn, order_id: int) -> Screen:
    """The same consignee as in an earlier order of this customer."""
    found = await _ready_cart(turn)
    earlier = await drafts.last_consignee(turn.db, turn.person.id, turn.person.destination or "")
    if found is not None and earlier is not None and earlier.id == order_id:
        await drafts.take_consignee(turn.db, found.order, earlier)
    return await checkout(turn)


@place("checkout/ask/{field}")
async def question(turn: Turn, field: str) -> Screen:
    """One question of the checkout."""
    return await _ask(turn, field)


async def _ask(turn: Turn, field: str, refusal: str = "") -> Screen:
    found = await _ready_cart(turn)
    if found is None:
        return await cart.cart(turn)
    to = turn.house.destinations[found.order.destination or ""]
    asked = questions.wording(to, field, found.order)
    if asked is None:
        return await checkout(turn)
    buttons = [Button(_("Skip"), f"checkout/skip/{field}")] if asked.may_skip else []
    if asked.none_word:
        buttons.append(Button(_("There is none"), f"checkout/none/{field}"))
    given = questions.given(found.order, field)
    so_far = _("So far: {answer}").format(answer=shorten(given, 120)) if given else ""
    # A refusal brings its own example.
    lines = [so_far, asked.why, "" if refusal else asked.example]
    screen = Screen(
        shorten(asked.title, 60),
        "\n".join(filter(None, lines)),
        [*buttons, *_way_back(to, found.order, field), Button(_("Cart"), "cart", beside=True)],
        asks=Ask(f"checkout/give/{field}"),
    )
    return noted(screen, refusal) if refusal else screen


def _way_back(to: Destination, draft: Order, field: str) -> list[Button]:
    """To the answer before, or to all answers once everything is known."""
    if questions.next_missing(to, draft) is None:
        return [Button(_("Back"), "checkout/edit/1")]
    before = questions.before(to, field)
    return [Button(_("Back"), f"checkout/ask/{before}")] if before else []


@action("checkout/give/{field}")
async def give(turn: Turn, field: str) -> Screen:
    """An answer was typed; whatever else came with it is taken too."""
    return await _take(turn, field, turn.event.text)


@action("checkout/skip/{field}")
async def skip(turn: Turn, field: str) -> Screen:
    """A question that may stay open stays open."""
    return await _take(turn, field, "")


@action("checkout/none/{field}")
async def none_such(turn: Turn, field: str) -> Screen:
    """There is none (a house without a unit)."""
    return await _take(turn, field, "-")


async def _take(turn: Turn, field: str, text: str) -> Screen:
    found = await _ready_cart(turn)
    if found is None:
        return await cart.cart(turn)
    draft = found.order
    to = turn.house.destinations[draft.destination or ""]
    try:
        questions.take(to, draft, field, text)
    except Refused as refused:
        return await _ask(turn, field, refused.why)
    draft.revision += 1
    if questions.next_missing(to, draft) is None and not draft.address:
        try:
            draft.address = normalise_address(to, draft.address_typed)
        except AddressRefused as wrong:
            first = _first_asked(to, wrong)
            draft.address_typed = {key: one for key, one in draft.address_typed.items() if key != first}
            await turn.db.flush()
            return await _ask(turn, first, questions.fault_text(wrong.faults.get(first, ""), ""))
    await turn.db.flush()
    return await checkout(turn)


def _first_asked(to: Destination, wrong: AddressRefused) -> str:
    asked = [field.id for field in address_form(to)]
    return next((one for one in wrong.faults if one in asked), asked[-1])


@place("checkout/edit/{page}")
async def edit(turn: Turn, page: int) -> Screen:
    """Every answer given so far, each with a way to give it anew."""
    found = await _ready_cart(turn)
    if found is None:
        return await cart.cart(turn)
    to = turn.house.destinations[found.order.destination or ""]
    fields = [NAME, MOBILE, *(field.id for field in address_form(to)), NOTE]
    shown = paged(fields, page)
    wordings = [(field, questions.wording(to, field, found.order)) for field in shown.items]
    names = labels([asked.title for _field, asked in wordings if asked], LABEL_LENGTH)
    buttons = [
        Button(name, f"checkout/ask/{field}", hint=shorten(questions.given(found.order, field) or "–", 72))
        for name, (field, _asked) in zip(names, wordings, strict=True)
    ]
    more = [*say.turning(shown, "checkout/edit/{page}"), Button(_("Back"), "checkout")]
    return Screen(_("What shall we change?"), say.on_page(shown), [*buttons, *more])


def consignee_lines(turn: Turn, order: Order) -> list[str]:
    """Who receives it, and where, as it was typed."""
    to = turn.house.destinations[order.destination or ""]
    return [
        order.consignee_name,
        order.mobile,
        *address_lines(to, order.address_typed),
        *([_("Note: {note}").format(note=shorten(order.note, 300))] if order.note else []),
    ]


@place("checkout/review/{page}")
async def review(turn: Turn, page: int) -> Screen:
    """Everything on one look before it is ordered."""
    found = await _ready_cart(turn)
    if found is None:
        return await cart.cart(turn)
    to = turn.house.destinations[found.order.destination or ""]
    if questions.next_missing(to, found.order) is not None:
        return await checkout(turn)
    title = _("Is everything right?")
    lines = [cart.line_text(turn, line, 200) for line in found.lines]
    lines += ["", *await cart.totals(turn, found), "", _("To:"), *consignee_lines(turn, found.order)]
    if found.risky:
        lines += ["", _("By confirming you accept the ⚠ risks named above.")]
    pages = text_pages([part for line in lines for part in line.split("\n")], TEXT_ROOM)
    shown = paged(pages, page, 1)
    body = "\n\n".join(filter(None, [shown.items[0], say.on_page(shown)]))
    confirm = Button(_("Order now"), f"checkout/confirm/{found.order.id}/{found.seal}")
    buttons = [
        *say.turning(shown, "checkout/review/{page}"),
        *([] if shown.next else [confirm]),
        Button(_("Change address"), "checkout/edit/1"),
        Button(_("Cart"), "cart", beside=True),
    ]
    return Screen(title, body, buttons)


@action("checkout/confirm/{order_id}/{seal}")
async def confirm(turn: Turn, order_id: int, seal: str) -> Screen:
    """Places the order, if it is still exactly what the customer saw."""
    await orders.mine(turn, order_id)
    house, to = turn.house, turn.person.destination or ""
    mover = placing.Mover(turn.person.id, Role.CUSTOMER, turn.now)
    try:
        order = await placing.place(
            turn.db, order_id, seal, house.catalogue, house.restrictions, house.shop.cadence_of(to), mover
        )
    except OrderMovedOn:
        return noted(await checkout(turn), _("Something has changed since. Please look once more."))
    except OutOfStock:
        return noted(await cart.cart(turn), _("Something in your cart has just been sold out."))
    except placing.NotReady:
        return await checkout(turn)
    shown = await orders.order(turn, order.id)
    return noted(shown, _("Thank you! Your order is noted.")) if order.state == PLACED else shown
