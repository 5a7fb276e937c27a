"""Enquiries of customers: the list, one enquiry, and answering it."""

from __future__ import annotations

from collections.abc import Mapping

from bot.conversation.routing import Redirect, action, place
from bot.conversation.screens import (
    HINT_LENGTH,
    Ask,
    Button,
    Screen,
    labels,
    paged,
    shorten,
)
from bot.conversation.translation import _
from bot.core.redaction import readable_lines
from bot.handlers.coordinator.people.enquiry_view import asked_words, open_orders
from bot.handlers.shared import formatting
from bot.handlers.shared.names import names_of, speakers
from bot.handlers.shared.paging import back, leaf
from bot.handlers.shared.turn import Turn
from bot.people import Role, enquiries
from bot.people.enquiries import LONGEST_ANSWER, AnsweredMeanwhile, Enquiry, NoSuchEnquiry


@place("c/enquiries/{page}", role=Role.COORDINATOR)
async def listed(turn: Turn, page: int) -> Screen:
    """The enquiries: first those that wait for an answer, then the answered ones."""
    shown = paged(await enquiries.listed(turn.db), page)
    names = await names_of(turn.db, {one.customer_id for one in shown.items})
    labels_shown = labels([names[one.customer_id] for one in shown.items])
    buttons = [
        Button(name, f"c/enquiry/{one.code}", hint=shorten(_standing(one), HINT_LENGTH))
        for name, one in zip(labels_shown, shown.items, strict=True)
    ]
    body = _("Tap a question to read and answer it.") if buttons else _("Nobody has asked anything lately.")
    text = "\n".join(filter(None, [body, formatting.on_page(shown)]))
    return Screen(
        _("Questions"), text, [*buttons, *formatting.page_buttons(shown, "c/enquiries/{page}"), back("c")]
    )


def _standing(asked: Enquiry) -> str:
    words = _("✓ {text}") if asked.answers else _("waits: {text}")
    return words.format(text=asked.text)


async def _sent(turn: Turn, code: str) -> Enquiry:
    """The enquiry. Raises Redirect to the list when it no longer exists."""
    try:
        return await enquiries.sent(turn.db, code)
    except NoSuchEnquiry:
        raise not_there() from None


def not_there() -> Redirect:
    """The redirect to the list for an enquiry that does not exist."""
    return Redirect("c/enquiries/1", _("That question is no longer here."))


@place("c/enquiry/{code}", role=Role.COORDINATOR)
async def enquiry(turn: Turn, code: str) -> Screen:
    """The page of an enquiry: who asks, their open orders, and the answers with their authors."""
    return await enquiry_page(turn, code, 1)


@place("c/enquiry/{code}/{page}", role=Role.COORDINATOR)
async def enquiry_page(turn: Turn, code: str, page: int) -> Screen:
    """The enquiry, page by page; while it has no answer, typed text is the answer."""
    asked = await _sent(turn, code)
    names = await speakers(turn.db, asked.customer_id, {one.by_id for one in asked.answers})
    opened = await open_orders(turn.db, asked.customer_id)
    lines = [*asked_words(asked, opened), *_answered(asked, names)]
    buttons = [Button(one.number or "–", f"c/order/{one.id}") for one in opened]
    if asked.answers:
        buttons.append(Button(_("Add an answer"), f"c/more/{code}"))
    asks = None if asked.answers else Ask(f"c/answer/{code}/0")
    title = _("Question from {name}").format(name=names[asked.customer_id])
    buttons.append(back("c/enquiries/1"))
    return leaf(title, lines, page, f"c/enquiry/{code}/{{page}}", buttons, asks=asks)


def _answered(asked: Enquiry, names: Mapping[int, str]) -> list[str]:
    if not asked.answers:
        return ["", _("Type your answer: it goes to the customer's chat.")]
    words = _("{name}, {moment}: {text}")
    texts = [
        words.format(name=names[one.by_id], moment=formatting.moment(one.at), text=one.text)
        for one in asked.answers
    ]
    return [line for one in texts for line in ("", *one.split("\n"))]


@place("c/more/{code}", role=Role.COORDINATOR)
async def more(turn: Turn, code: str) -> Screen:
    """Asks for an addition to the answers."""
    asked = await _sent(turn, code)
    title = _("Add an answer")
    lines = [_("“{text}”").format(text=shorten(asked.text, 200)), *(one.text for one in asked.answers[-1:])]
    tail = [_("Type what you want to add: it goes to the customer's chat.")]
    asks = Ask(f"c/answer/{code}/{len(asked.answers)}")
    return Screen(title, formatting.fitted(title, lines, tail), [back(f"c/enquiry/{code}")], asks)


@action("c/answer/{code}/{seen}", role=Role.COORDINATOR)
async def answer(turn: Turn, code: str, seen: int) -> Redirect:
    """Takes the typed text as the answer, unless somebody else has answered meanwhile."""
    text = readable_lines(turn.text)
    if not text or len(text) > LONGEST_ANSWER:
        again = f"c/more/{code}" if seen else f"c/enquiry/{code}"
        return Redirect(again, _("At most {most} letters, please.").format(most=LONGEST_ANSWER))
    try:
        await enquiries.answer(turn.db, code, seen, text, turn.person.id, turn.now)
    except NoSuchEnquiry:
        return not_there()
    except AnsweredMeanwhile:
        return Redirect(f"c/enquiry/{code}", await _too_late(turn, code))
    return Redirect(f"c/enquiry/{code}", _("Your answer is on its way to the customer."))


async def _too_late(turn: Turn, code: str) -> str:
    asked = await enquiries.sent(turn.db, code)
    last = asked.answers[-1].by_id if asked.answers else turn.person.id
    names = await speakers(turn.db, asked.customer_id, {last})
    words = _("{name} has answered meanwhile, so yours was not sent. You may still add to it.")
    return words.format(name=names[last])
