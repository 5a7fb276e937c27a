"""What customers ask the coordinators: the list, one question, its answers, and the notice of a new one."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.conversation.routing import action, place
from bot.conversation.screens import (
    HINT_LENGTH,
    TITLE_LENGTH,
    Ask,
    Button,
    Screen,
    labels,
    noted,
    paged,
    shorten,
)
from bot.conversation.translation import _
from bot.core.redaction import readable
from bot.handlers.shared import formatting
from bot.handlers.shared.notice import WordedNotice
from bot.handlers.shared.paging import back, leaf
from bot.handlers.shared.turn import Turn
from bot.ordering.shop import Shop
from bot.orders import PLACED, Order
from bot.people import Person, Role, enquiries
from bot.people.enquiries import LONGEST_ANSWER, AnsweredMeanwhile, Enquiry, NoSuchEnquiry
from bot.people.outbox import Notice

QUOTED = 600
MOST_ORDERS = 3
NAME_ROOM = 40


async def way_in(turn: Turn) -> list[Button]:
    """The button to the questions that wait; none while none does."""
    count = await enquiries.waiting(turn.db)
    return [Button(_("Questions ({count})").format(count=count), "c/enquiries/1")] if count else []


@place("c/enquiries/{page}", role=Role.COORDINATOR)
async def listed(turn: Turn, page: int) -> Screen:
    """What customers have asked: first what waits for an answer, then what is answered."""
    shown = paged(await enquiries.listed(turn.db), page)
    names = await _names(turn.db, {one.customer_id for one in shown.items})
    told = labels([names[one.customer_id] for one in shown.items])
    buttons = [
        Button(name, f"c/enquiry/{one.code}", hint=shorten(_standing(one), HINT_LENGTH))
        for name, one in zip(told, shown.items, strict=True)
    ]
    body = _("Tap a question to read and answer it.") if buttons else _("Nobody has asked anything lately.")
    text = "\n".join(filter(None, [body, formatting.on_page(shown)]))
    return Screen(
        _("Questions"), text, [*buttons, *formatting.turning(shown, "c/enquiries/{page}"), back("c")]
    )


def _standing(one: Enquiry) -> str:
    words = _("✓ {text}") if one.answers else _("waits: {text}")
    return words.format(text=one.text)


@place("c/enquiry/{code}", role=Role.COORDINATOR)
async def enquiry(turn: Turn, code: str) -> Screen:
    """One question, with who asks, their open orders, and what was answered by whom."""
    return await enquiry_page(turn, code, 1)


@place("c/enquiry/{code}/{page}", role=Role.COORDINATOR)
async def enquiry_page(turn: Turn, code: str, page: int) -> Screen:
    """The same, page by page; while nobody has answered, what is typed is the answer."""
    try:
        found = await enquiries.sent(turn.db, code)
    except NoSuchEnquiry:
        return await not_there(turn)
    names = await _names(turn.db, {found.customer_id, *(one.by_id for one in found.answers)})
    opened = await _open_orders(turn.db, found.customer_id)
    lines = [*_asked(found, opened), *_answered(found, names)]
    buttons = [Button(one.number or "–", f"c/order/{one.id}") for one in opened]
    if found.answers:
        buttons.append(Button(_("Add an answer"), f"c/more/{code}"))
    asks = None if found.answers else Ask(f"c/answer/{code}/0")
    title = _("Question from {name}").format(name=names[found.customer_id])
    buttons.append(back("c/enquiries/1"))
    return leaf(title, lines, page, f"c/enquiry/{code}/{{page}}", buttons, asks=asks)


async def not_there(turn: Turn) -> Screen:
    """The list, when a question is asked for that is not there."""
    return noted(await listed(turn, 1), _("That question is no longer here."))


def _asked(found: Enquiry, opened: Sequence[Order], room: int = enquiries.LONGEST) -> list[str]:
    asked = _("“{text}”").format(text=shorten(found.text, room))
    sent = _("Asked {moment}").format(moment=formatting.moment(found.sent_at or found.made_at))
    numbers = ", ".join(one.number or "–" for one in opened)
    orders = _("Open orders: {numbers}").format(numbers=numbers) if opened else _("No open order")
    return [asked, "", sent, orders]


def _answered(found: Enquiry, names: Mapping[int, str]) -> list[str]:
    if not found.answers:
        return ["", _("Type your answer: it goes to the customer's chat.")]
    words = _("{name}, {moment}: {text}")
    told = [
        words.format(name=names[one.by_id], moment=formatting.moment(one.at), text=one.text)
        for one in found.answers
    ]
    return [line for one in told for line in ("", *one.split("\n"))]


@place("c/more/{code}", role=Role.COORDINATOR)
async def more(turn: Turn, code: str) -> Screen:
    """Something is to be added to what was answered."""
    try:
        found = await enquiries.sent(turn.db, code)
    except NoSuchEnquiry:
        return await not_there(turn)
    title = _("Add an answer")
    lines = [_("“{text}”").format(text=shorten(found.text, 200)), *(one.text for one in found.answers[-1:])]
    tail = [_("Type what you want to add: it goes to the customer's chat.")]
    asks = Ask(f"c/answer/{code}/{len(found.answers)}")
    return Screen(title, formatting.fitted(title, lines, tail), [back(f"c/enquiry/{code}")], asks)


@action("c/answer/{code}/{seen}", role=Role.COORDINATOR)
async def answer(turn: Turn, code: str, seen: int) -> Screen:
    """The typed text is the answer, if nobody was quicker."""
    text = "\n".join(filter(None, map(readable, turn.text.splitlines())))
    if not text or len(text) > LONGEST_ANSWER:
        again = await (more(turn, code) if seen else enquiry(turn, code))
        return noted(again, _("At most {most} letters, please.").format(most=LONGEST_ANSWER))
    try:
        await enquiries.answer(turn.db, code, seen, text, turn.person.id, turn.now)
    except NoSuchEnquiry:
        return await not_there(turn)
    except AnsweredMeanwhile:
        return noted(await enquiry(turn, code), await _too_late(turn, code))
    return noted(await enquiry(turn, code), _("Your answer is on its way to the customer."))


async def _too_late(turn: Turn, code: str) -> str:
    found = await enquiries.sent(turn.db, code)
    last = found.answers[-1].by_id if found.answers else turn.person.id
    names = await _names(turn.db, {last})
    words = _("{name} has answered meanwhile, so yours was not sent. You may still add to it.")
    return words.format(name=names[last])


async def _names(db: AsyncSession, ids: Collection[int]) -> Mapping[int, str]:
    rows = await db.execute(select(Person.id, Person.name).where(Person.id.in_(ids)))
    unnamed = _("somebody without a name")
    return {person_id: shorten(name, NAME_ROOM) or unnamed for person_id, name in rows}


async def _open_orders(db: AsyncSession, customer_id: int) -> Sequence[Order]:
    mine = select(Order).where(Order.customer_id == customer_id, Order.state == PLACED)
    mine = mine.where(Order.delivered_at.is_(None))
    return (await db.scalars(mine.order_by(Order.id.desc()).limit(MOST_ORDERS))).all()


async def asked(db: AsyncSession, shop: Shop, notice: Notice) -> WordedNotice | None:
    """A customer asks what the program does not know; None once somebody has answered."""
    try:
        found = await enquiries.sent(db, notice.subject)
    except NoSuchEnquiry:
        return None
    if found.answers:
        return None
    names = await _names(db, {found.customer_id})
    title = shorten(_("Question from {name}").format(name=names[found.customer_id]), TITLE_LENGTH)
    lines = _asked(found, await _open_orders(db, found.customer_id), QUOTED)
    return WordedNotice(
        Screen(title, formatting.fitted(title, lines), [Button(_("Reply"), f"c/enquiry/{found.code}")])
    )
