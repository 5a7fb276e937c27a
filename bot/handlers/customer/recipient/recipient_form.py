"""The form in which a placed order's recipient is changed, for its customer and for a coordinator.

Answers are gathered in a `RecipientChange`; before it is saved, each is shown beside what it replaces.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from bot.conversation.routing import NotAnAnswer, Redirect
from bot.conversation.screens import LABEL_LENGTH, Ask, Button, Screen, labels, noted, paged, shorten
from bot.conversation.translation import _
from bot.handlers.customer.checkout import answers, mending
from bot.handlers.customer.checkout.amending import amended, given_now, keep_wishes, told, told_wishes
from bot.handlers.customer.checkout.another_person import Person, left_out_for_another, person_of
from bot.handlers.customer.checkout.checks import Refused
from bot.handlers.customer.checkout.deciding import decided
from bot.handlers.customer.checkout.explaining import explained
from bot.handlers.customer.checkout.form import Form, form_of, skips
from bot.handlers.customer.checkout.heard import Heard
from bot.handlers.customer.checkout.not_an_answer import left_open, not_now, this_first
from bot.handlers.customer.checkout.question import answer_buttons, remark_on
from bot.handlers.customer.remarks import remarked
from bot.handlers.shared import formatting
from bot.handlers.shared.turn import Turn
from bot.ordering import recipient_changes
from bot.ordering.identity_numbers import Identity
from bot.ordering.recipient_changes import RecipientChange, is_another_person
from bot.orders import Order

SHOWN = 120
A_PAGE = 6
"""Questions on a page: saving, leaving and two page buttons stand beside them."""


@dataclass(frozen=True, slots=True)
class Editing:
    """An order, its recipient as somebody wants it to be, and the form for it.

    `base` is the route below which the questions stand, `private` where an identity number is typed, `leave`
    the order's own page.
    """

    order: Order
    change: RecipientChange
    form: Form
    base: str
    private: str
    leave: str


async def editing(turn: Turn, order: Order, base: str, private: str, leave: str) -> Editing:
    """The person's change of this order's recipient, begun if there is none."""
    change = await recipient_changes.begun(turn.db, turn.person.id, order, turn.now)
    return Editing(order, change, await _form(turn, order, change), base, private, leave)


async def _form(turn: Turn, order: Order, change: RecipientChange) -> Form:
    """The form of the change; the order's identity number counts only for the same person."""
    form = await form_of(turn, change)
    if change.number and form.number:
        return replace(form, identity=Identity(kind=form.number.id, number=change.number))
    return replace(form, identity=None) if is_another_person(order, change) else form


async def listed(turn: Turn, one: Editing, page: int) -> Screen:
    """Every answer with a button to change it; what changes is shown before and after, and can be saved."""
    shown = paged(one.form.every, page, A_PAGE)
    wordings = [(field, one.form.wording(field)) for field in shown.items]
    names = labels([asked.title for _field, asked in wordings if asked], LABEL_LENGTH)
    buttons = [
        Button(name, f"{one.base}/ask/{field}", hint=shorten(one.form.given(field) or "–", 72))
        for name, (field, _asked) in zip(names, wordings, strict=True)
    ]
    title = _("Recipient of {number}").format(number=one.order.number)
    changed = await changes_in_words(turn, one)
    if changed:
        save = [Button(_("Save"), f"{one.base}/save/{one.change.seal}", kind="on", answers="yes")]
        leave = [Button(_("Never mind"), f"{one.base}/drop", beside=True, kind="back", answers="no")]
        tail = [_("Nothing is changed until you save it.")]
    else:
        save, leave = [], [Button(_("Back"), one.leave, kind="back")]
        tail = [_("What shall we change? Tap it.")]
    body = formatting.fitted(title, changed, [*tail, formatting.on_page(shown)])
    pages = formatting.page_buttons(shown, f"{one.base}/{{page}}")
    return Screen(title, body, [*save, *buttons, *pages, *leave])


async def changes_in_words(turn: Turn, one: Editing) -> list[str]:
    """Each answer that changes, before and after."""
    old = await form_of(turn, one.order)
    every = dict.fromkeys([*one.form.every, *old.every])
    number = number_kind(one) if one.change.number else ""  # two numbers may look alike when hidden
    changed = [field for field in every if field == number or old.given(field) != one.form.given(field)]
    return [_before_after(field, old, one.form) for field in changed]


def _before_after(field: str, old: Form, new: Form) -> str:
    asked = new.wording(field) or old.wording(field)
    return _("{what}: {before} → {after}").format(
        what=asked.title if asked else field,
        before=shorten(old.given(field), SHOWN) or "–",
        after=shorten(new.given(field), SHOWN) or "–",
    )


def question(one: Editing, field: str, refusal: str = "", ways: Sequence[Button] = ()) -> Screen | Redirect:
    """One question, with the answer as it stands; `ways` are buttons for what can be done about a refusal."""
    wording, asked = one.form.wording(field), one.form.field(field)
    if wording is None:
        return Redirect(f"{one.base}/1")
    given = one.form.given(field)
    now = _("Now: {answer}").format(answer=shorten(given, SHOWN)) if given else ""
    lines = [now, wording.why, "" if refusal else wording.example]
    is_number = asked is not None and asked.is_number
    asks = Ask(f"{one.private}/{field}" if is_number else f"{one.base}/give/{field}")
    buttons = [
        *ways,
        *answer_buttons(one.form, field, one.base),
        Button(_("Back"), f"{one.base}/1", kind="back"),
    ]
    screen = Screen(shorten(wording.title, 60), "\n".join(filter(None, lines)), buttons, asks)
    return (noted(screen, refusal) if refusal else screen).at(f"{one.base}/ask/{field}")


async def typed(turn: Turn, one: Editing, field: str) -> Screen | Redirect | NotAnAnswer:
    """Takes a typed answer; what is none is answered, and asked again."""
    decision = decided(turn, one.form, field)
    match decision.kind:
        case "take":
            return await taken(turn, one, field, decision.text, decision.wishes)
        case "amend":
            return await amend(turn, one, field, decision.said)
        case "explain":
            return question(one, field, explained(one.form, decision.text, field))
        case "wish":
            return await _wished(turn, one, field, decision.said)
        case "order":
            return NotAnAnswer()
        case "question":
            return left_open(f"{one.base}/ask/{field}")
        case "stop":
            return await dropped(turn, one)
        case "wait":
            return question(one, field, not_now(field))
        case "first":
            return question(one, field, this_first())


async def _wished(turn: Turn, one: Editing, field: str, said: Heard) -> Screen | Redirect:
    """Keeps a wish for the note of the change, and asks again."""
    if (moved_on := await _moved_on(turn, one)) is not None:
        return moved_on
    keep_wishes(one.form, said.wishes)
    await recipient_changes.keep(turn.db, one.change)
    return question(one, field, told_wishes(one.form, said.wishes))


async def amend(turn: Turn, one: Editing, field: str, said: Heard) -> Screen | Redirect:
    """Fills in the answers that a sentence names; then the list, with what changes before and after."""
    if (moved_on := await _moved_on(turn, one)) is not None:
        return moved_on
    before, person = given_now(one.form), person_of(one.form)
    found = amended(one.form, field, said)
    _for_another(one, person)
    answer = await _go_on(turn, one, field, found.refused)
    remark = told(await _form(turn, one.order, one.change), before, found, said, saved=False)
    return remarked(answer, "" if isinstance(answer, Redirect) and not found.left else remark)


def _for_another(one: Editing, before: Person) -> None:
    """Leaves out what belonged to the person so far, if it is another one now."""
    if left_out_for_another(one.form, before):
        one.change.number = None


async def chosen(turn: Turn, one: Editing, field: str, choice: str) -> Screen | Redirect:
    """Takes a tapped answer of a question that has some."""
    asked = one.form.field(field)
    return await taken(turn, one, field, choice) if asked and asked.answers else question(one, field)


async def taken(
    turn: Turn, one: Editing, field: str, text: str, wishes: Sequence[str] = ()
) -> Screen | Redirect:
    """Takes an answer; then the next question that it opens, else the list."""
    if (moved_on := await _moved_on(turn, one)) is not None:
        return moved_on
    change, before = one.change, person_of(one.form)
    if skips(text):
        text = ""
    try:
        found = answers.take(one.form, field, text)
    except Refused as refused:
        return await _refused(turn, one, (field, refused))
    _for_another(one, before)
    keep_wishes(one.form, wishes)
    change.number = found.number or change.number
    answer = await _go_on(turn, one, field, found.refused)
    remark = remark_on(await _form(turn, one.order, change), field, found)
    return remarked(answer, "\n".join(filter(None, [remark, told_wishes(one.form, wishes)])))


async def _moved_on(turn: Turn, one: Editing) -> Redirect | None:
    """Leads back to the list when the order has changed since the change was begun."""
    stored = await recipient_changes.of(turn.db, turn.person.id, one.order.id)
    if stored is None or stored is one.change:
        return None
    await recipient_changes.forget(turn.db, turn.person.id)
    return Redirect(f"{one.base}/1", _("Something has changed since. Please look once more."))


async def _go_on(
    turn: Turn, one: Editing, field: str, refused: Mapping[str, Refused] | None = None
) -> Screen | Redirect:
    """The next question that an answer opens, else the list; first what is refused or contradicts another."""
    one = replace(one, form=await _form(turn, one.order, one.change))
    trouble = mending.trouble_of(one.form, refused)
    await recipient_changes.keep(turn.db, one.change)
    if trouble is not None:
        return await _refused(turn, one, trouble)
    missing = one.form.next_missing()
    return question(one, missing) if missing and missing != field else Redirect(f"{one.base}/1")


async def _refused(turn: Turn, one: Editing, trouble: mending.Trouble) -> Screen | Redirect:
    field, refused = trouble
    again = mending.tried_before(one.change, field, refused)
    if refused.unlisted:
        await recipient_changes.keep(turn.db, one.change)
    ways = mending.ways_out(field, refused, one.base, again)
    return question(one, field, mending.why_refused(refused, again), ways)


async def kept(turn: Turn, one: Editing, field: str) -> Screen | Redirect:
    """Keeps a name that no list knows as it was typed."""
    if (moved_on := await _moved_on(turn, one)) is not None:
        return moved_on
    mending.keep(one.form, field)
    return await _go_on(turn, one, field)


async def region_taken(turn: Turn, one: Editing, postal_code: str) -> Screen | Redirect:
    """Takes the postcode with its region in place of the region that was given."""
    if (moved_on := await _moved_on(turn, one)) is not None:
        return moved_on
    filled = mending.move_to_region(one.form, postal_code)
    answer = await _go_on(turn, one, "postal_code")
    return remarked(answer, "\n".join(mending.filled_lines(one.form, filled)))


async def not_ready(turn: Turn, one: Editing) -> Screen | Redirect | None:
    """The question that the change opened and that has no answer yet; None when there is none.

    What the order never had, or what was erased of it since, is not asked for another answer's sake.
    """
    if one.form.next_missing() in (None, (await form_of(turn, one.order)).next_missing()):
        return None
    return question(one, one.form.next_missing() or "")


def number_kind(one: Editing) -> str:
    """The identity number that the destination asks; "" for none."""
    return one.form.number.id if one.form.number else ""


async def dropped(turn: Turn, one: Editing) -> Redirect:
    """Forgets the change."""
    await recipient_changes.forget(turn.db, turn.person.id)
    return Redirect(one.leave, _("Nothing has changed."))
