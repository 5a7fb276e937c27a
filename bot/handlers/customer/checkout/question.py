"""One question of the checkout at a time, and the ways to answer it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from bot.conversation.routing import NotAnAnswer, Redirect, action, place
from bot.conversation.screens import SHORT_LABEL_LENGTH, Ask, Button, Screen, label, noted, shorten
from bot.conversation.translation import _, language
from bot.destinations import Field
from bot.handlers.customer.checkout import answers, mending
from bot.handlers.customer.checkout.amending import amended, given_now, keep_wishes, told, told_wishes
from bot.handlers.customer.checkout.another_person import cart_changed, person_of
from bot.handlers.customer.checkout.checks import Refused
from bot.handlers.customer.checkout.deciding import decided
from bot.handlers.customer.checkout.explaining import explained
from bot.handlers.customer.checkout.form import Form, form_of, ready_cart
from bot.handlers.customer.checkout.heard import Heard
from bot.handlers.customer.checkout.hearing import leave_open
from bot.handlers.customer.checkout.not_an_answer import left_open, not_now, this_first
from bot.handlers.customer.remarks import remarked
from bot.handlers.shared.turn import Turn
from bot.ordering import carts, identity_numbers
from bot.orders import Order


@place("checkout/ask/{field}")
async def question(turn: Turn, field: str) -> Screen | Redirect:
    """One question of the checkout."""
    return await ask(turn, field)


async def ask(turn: Turn, field: str, refusal: str = "", ways: Sequence[Button] = ()) -> Screen | Redirect:
    """The question, with a kind word on why the last answer was refused, and buttons for what can be done."""
    found = await ready_cart(turn)
    if found is None:
        return Redirect("cart")
    form = await form_of(turn, found.order)
    wording = form.wording(field)
    if wording is None:
        return Redirect("checkout")
    answer = form.given(field)
    so_far = _("So far: {answer}").format(answer=shorten(answer, 120)) if answer else ""
    lines = [so_far, wording.why, "" if refusal else wording.example]  # a refusal has its own example
    buttons = [
        *ways,
        *answer_buttons(form, field, "checkout"),
        *await _same_number(turn, found.order, form, field),
    ]
    buttons += _way_back(form, field)
    screen = Screen(
        shorten(wording.title, 60),
        "\n".join(filter(None, lines)),
        [*buttons, Button(_("Cart"), "cart", beside=True)],
        asks=Ask(_answered_by(form.field(field), field)),
    )
    return (noted(screen, refusal) if refusal else screen).at(f"checkout/ask/{field}")


def _answered_by(asked: Field | None, field: str) -> str:
    return f"private/identity/{field}" if asked is not None and asked.is_number else f"checkout/give/{field}"


def answer_buttons(form: Form, field: str, base: str) -> list[Button]:
    """Buttons for the answers that can be tapped, with routes below `base`."""
    asked, wording = form.field(field), form.wording(field)
    buttons = [
        Button(label(one.label(language())), f"{base}/choose/{field}/{one.id}")
        for one in (asked.answers if asked else ())
    ]
    if wording is not None and wording.may_skip:
        buttons.append(Button(_("Skip"), f"{base}/skip/{field}"))
    if wording is not None and wording.none_word:
        buttons.append(Button(_("There is none"), f"{base}/none/{field}"))
    return buttons


async def _same_number(turn: Turn, draft: Order, form: Form, field: str) -> list[Button]:
    """Offers the identity number of the last order for the same person; it is never reused without a tap."""
    asked = form.field(field)
    if asked is None or not asked.is_number or form.given(field):
        return []
    earlier = await carts.last_consignee(turn.db, turn.person.id, form.to.iso2)
    reusable = await identity_numbers.reusable(turn.db, draft, earlier, field)
    if reusable is None:
        return []
    shown = label(_("Use {number}").format(number=reusable.masked), SHORT_LABEL_LENGTH)
    return [Button(shown, f"checkout/same_number/{reusable.order_id}")]


def _way_back(form: Form, field: str) -> list[Button]:
    """The button to the question before, or to all answers once everything is known."""
    if form.next_missing() is None:
        return [Button(_("Back"), "checkout/edit/1", kind="back")]
    before = form.before(field)
    return [Button(_("Back"), f"checkout/ask/{before}", kind="back")] if before else []


@action("checkout/give/{field}")
async def give(turn: Turn, field: str) -> Screen | Redirect | NotAnAnswer:
    """Takes a typed answer with whatever else came with it; what is none is answered, and asked again."""
    cart = await ready_cart(turn)
    form = await form_of(turn, cart.order) if cart else None
    if form is None:
        return Redirect("cart")
    decision = decided(turn, form, field)
    match decision.kind:
        case "take":
            keep_wishes(form, decision.wishes)
            taken = await take(turn, field, decision.text)
            return remarked(taken, told_wishes(form, decision.wishes))
        case "amend":
            return await _amend(turn, form, field, decision.said)
        case "explain":
            return await ask(turn, field, explained(form, decision.text, field))
        case "wish":
            return await _wished(turn, form, field, decision.said)
        case "order":
            return NotAnAnswer()
        case "question":
            return left_open(f"checkout/ask/{field}")
        case "stop":
            return Redirect("leave")
        case "wait":
            return await ask(turn, field, not_now(field))
        case "first":
            keep_wishes(form, decision.wishes)
            return await _at_once(turn, form, field)


async def _at_once(turn: Turn, form: Form, field: str) -> Screen | Redirect:
    """For who wants the order placed at once, what may stay open does; only the others are asked."""
    leave_open(form)
    await cart_changed(turn, form, person_of(form))
    if (missing := form.next_missing()) == field:
        return await ask(turn, field, this_first())
    words = _("What may stay open is left open. If all is right, one tap below places the order.")
    return remarked(await _go_on(turn, form), this_first() if missing else words)


async def _amend(turn: Turn, form: Form, field: str, said: Heard) -> Screen | Redirect:
    """Fills in the answers that a sentence names, and goes on where it was."""
    before, person = given_now(form), person_of(form)
    taken = amended(form, field, said)
    await cart_changed(turn, form, person)
    answer = await _go_on(turn, form, taken.refused)
    return remarked(answer, told(await form_of(turn, form.draft), before, taken, said))


async def _wished(turn: Turn, form: Form, field: str, said: Heard) -> Screen | Redirect:
    """Keeps a wish for the note, and asks again."""
    keep_wishes(form, said.wishes)
    return await ask(turn, field, told_wishes(form, said.wishes))


@action("private/identity/{kind}")
async def give_number(turn: Turn, kind: str) -> Screen | Redirect:
    """Takes a typed identity number. The text of a route under `private/` is stored nowhere else."""
    return await take(turn, kind, turn.text)


@action("checkout/choose/{field}/{choice}")
async def choose(turn: Turn, field: str, choice: str) -> Screen | Redirect:
    """Takes a tapped answer."""
    found = await ready_cart(turn)
    asked = (await form_of(turn, found.order)).field(field) if found else None
    return await take(turn, field, choice) if asked and asked.answers else await question(turn, field)


@action("checkout/skip/{field}")
async def skip(turn: Turn, field: str) -> Screen | Redirect:
    """Leaves an optional question open."""
    return await take(turn, field, "")


@action("checkout/none/{field}")
async def none_such(turn: Turn, field: str) -> Screen | Redirect:
    """Notes that there is none, such as a house without a unit."""
    return await take(turn, field, "-")


@action("checkout/same_number/{order_id}")
async def same_number(turn: Turn, order_id: int) -> Screen | Redirect:
    """Uses the identity number of the last order for the same person again."""
    found = await ready_cart(turn)
    if found is None:
        return Redirect("cart")
    form = await form_of(turn, found.order)
    earlier = await carts.last_consignee(turn.db, turn.person.id, form.to.iso2)
    kind = form.number.id if form.number else ""
    reusable = await identity_numbers.reusable(turn.db, found.order, earlier, kind)
    if reusable is not None and reusable.order_id == order_id:
        await identity_numbers.give(turn.db, found.order, kind, reusable.number or "", turn.now)
    return await _go_on(turn, form)


async def take(turn: Turn, field: str, text: str) -> Screen | Redirect:
    """Takes an answer and goes on to the next question."""
    found = await ready_cart(turn)
    if found is None:
        return Redirect("cart")
    form = await form_of(turn, found.order)
    before = person_of(form)
    try:
        taken = answers.take(form, field, text)
    except Refused as refused:
        return await _refused(turn, form, (field, refused))
    await cart_changed(turn, form, before)
    if taken.number and form.number is not None:
        await identity_numbers.give(turn.db, found.order, form.number.id, taken.number, turn.now)
    answer = await _go_on(turn, form, taken.refused)
    form = await form_of(turn, form.draft)
    return remarked(answer, remark_on(form, field, taken))


async def _refused(turn: Turn, form: Form, trouble: mending.Trouble) -> Screen | Redirect:
    """The question again: why its answer is not taken, and what can be done about it."""
    field, refused = trouble
    again = mending.tried_before(form.draft, field, refused)
    await turn.db.flush()
    ways = mending.ways_out(field, refused, "checkout", again)
    if refused.country:
        ways = [Button(_("Change destination"), "to")]
    return await ask(turn, field, mending.why_refused(refused, again), ways)


@action("checkout/keep/{field}")
async def keep(turn: Turn, field: str) -> Screen | Redirect:
    """Keeps a name that no list knows as it was typed."""
    return await _mended(turn, lambda form: mending.keep(form, field))


@action("checkout/region/{postal_code}")
async def take_region(turn: Turn, postal_code: str) -> Screen | Redirect:
    """Takes the postcode with its region in place of the region that was given."""
    return await _mended(turn, lambda form: mending.move_to_region(form, postal_code))


async def _mended(turn: Turn, mend: Callable[[Form], tuple[str, ...]]) -> Screen | Redirect:
    found = await ready_cart(turn)
    if found is None:
        return Redirect("cart")
    form = await form_of(turn, found.order)
    filled = mend(form)
    found.order.revision += 1
    answer = await _go_on(turn, form)
    return remarked(answer, "\n".join(mending.filled_lines(form, filled)))


def remark_on(form: Form, field: str, taken: answers.Taken) -> str:
    """The remark on an answer above the next question; "" for none."""
    left_out = _("I did not keep the identity number: nobody asks for it here.") if taken.left_out else ""
    if pasted := "\n".join(filter(None, [left_out, mending.remark_on_address(form, taken, field)])):
        return pasted
    asked = form.field(field)
    typed = form.draft.address_typed.get(field, "")
    chosen = next((one for one in asked.answers if one.id == typed), None) if asked else None
    return chosen.then(language()) if chosen else ""


async def _go_on(turn: Turn, form: Form, refused: Mapping[str, Refused] | None = None) -> Screen | Redirect:
    """The next question or the review; first what is refused, or contradicts another answer."""
    form = await form_of(turn, form.draft)
    trouble = mending.trouble_of(form, refused)
    await turn.db.flush()
    return await _refused(turn, form, trouble) if trouble else Redirect("checkout")
