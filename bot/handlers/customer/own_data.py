"""A person's own data: all of it as a file, and erasing it."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import select

from bot.conversation.routing import Redirect, action, place
from bot.conversation.screens import Button, Screen, noted
from bot.conversation.translation import _, ngettext
from bot.core.media import Media
from bot.handlers.shared import formatting
from bot.handlers.shared.order_history import ROLES
from bot.handlers.shared.turn import Turn
from bot.ordering import kept_files, permit_files
from bot.ordering.erasure_check import ErasureCheck, Unfinished, check
from bot.orders import Order, OrderLine
from bot.people import erasures

MOST_PAPERS = 10
MOST_ORDERS = 7


@place("mydata")
async def own_data(turn: Turn) -> Screen:
    """What the shop keeps of a person, and what they can do about it."""
    body = _(
        "All that I keep about you comes as one file into this chat, and to nobody else: your orders with"
        " names and addresses, your cart, your questions, what you wrote here and what I told you.\n\n"
        "Names and addresses go by themselves 30 days after your order has arrived."
    )
    buttons = [
        Button(_("Send the file"), "mydata/file"),
        Button(_("Erase my data"), "forget"),
        Button(_("Home"), "home", beside=True, kind="back"),
    ]
    return Screen(_("Your data"), body, buttons)


@action("mydata/file")
async def send_own_data(turn: Turn) -> Screen:
    """Sends a person all of their data, and the files of papers that were recorded for their orders."""
    papers = select(OrderLine).join(Order, Order.id == OrderLine.order_id).order_by(OrderLine.id)
    papers = papers.where(Order.customer_id == turn.person.id, OrderLine.document_file.is_not(None))
    lines = (await turn.db.scalars(papers.limit(MOST_PAPERS))).all()
    media = Media(turn.deployment.media)
    gone = [line for line in lines if permit_files.is_gone(media, line)]
    for line in gone:
        await permit_files.tell_gone(turn.db, line, turn.now)
    there = [permit_files.reference(line.id) for line in lines if line not in gone]
    screen = noted(await own_data(turn), " ".join([_("Here you are."), *_gone_words(len(gone))]))
    sent = await kept_files.of_person(turn.db, turn.person.id, MOST_PAPERS)
    return replace(screen, files=[f"mydata/{turn.person.id}", *there, *sent])


def _gone_words(count: int) -> list[str]:
    words = ngettext(
        "The photo or file of {count} paper is no longer on our disk, I am sorry; the coordinators are told.",
        "The photos or files of {count} papers are no longer on our disk, I am sorry; the coordinators are"
        " told.",
        count,
    )
    return [words.format(count=count)] if count else []


@place("forget")
async def forget(turn: Turn) -> Screen | Redirect:
    """Says what erasing takes away and what stays, and asks; or says what must be finished first."""
    if await erasures.of(turn.db, turn.person.id) is not None:
        return Redirect("forgotten")
    found = await check(turn.db, turn.person.id, turn.now)
    if found.unfinished:
        return _unfinished(found)
    if found.last_owner:
        body = _("You are the only owner. Invite another one first, so that somebody looks after the shop.")
        return Screen(
            _("Not yet"), body, [Button(_("Invites"), "c/invites"), Button(_("Home"), "home", kind="back")]
        )
    return _asked(turn, found)


def _asked(turn: Turn, found: ErasureCheck) -> Screen:
    parts = [
        _(
            "This goes, for good: your name and this chat; the names, addresses, telephone and identity"
            " numbers, notes and papers of your orders, in our lists and the files made from them too; your"
            " cart, your questions, all that you wrote here."
        ),
        _(
            "This stays: your orders as figures for the books (number, goods, sums, dates, country), without"
            " your name. Backups run out after {days} days. What a carrier was given, and what stands in"
            " your messenger, I cannot erase."
        ).format(days=turn.deployment.retention.backups.days),
        *_roles(found),
        _("If you write again, we begin anew."),
    ]
    buttons = [
        Button(_("Yes, erase it all"), f"forget/{found.seal}", kind="irreversible", answers="tap"),
        Button(_("No, keep it"), "home", kind="back", answers="no"),
        Button(_("Send the file"), "mydata/file"),
    ]
    return Screen(_("Erase all of your data?"), "\n\n".join(parts), buttons)


def _roles(found: ErasureCheck) -> list[str]:
    """That roles are given up, and what becomes of what was done in them."""
    names = dict.fromkeys(_(ROLES[one.role]) for one in found.roles)
    words = _("You give up your role too ({roles}). What you did in it stays, without your name.")
    return [words.format(roles=", ".join(names))] if names else []


def _unfinished(found: ErasureCheck) -> Screen:
    head = _("I can erase everything once these orders are finished:")
    lines = [head, *map(_what_to_do, found.unfinished)]
    title = _("An order is still on its way")
    shown = found.unfinished[:MOST_ORDERS]
    buttons = [Button(one.order.number or "–", f"order/{one.order.id}") for one in shown]
    return Screen(title, formatting.fitted(title, lines), [*buttons, Button(_("Home"), "home", kind="back")])


def _what_to_do(one: Unfinished) -> str:
    if one.last_day is None:
        return _("• {number}: cancel it, or wait until it has arrived").format(number=one.order.number)
    words = _("• {number}: wait until it has arrived, {day} at the latest")
    return words.format(number=one.order.number, day=formatting.day_of(one.last_day))


@action("forget/{seal}")
async def really_forget(turn: Turn, seal: str) -> Redirect:
    """Has everything about the person erased, if it is still what they were shown today."""
    found = await check(turn.db, turn.person.id, turn.now)
    if not found.may_be_erased or found.seal != seal:
        return Redirect("forget", _("Please look at it once more: this is how it stands now."))
    await erasures.ask(turn.db, turn.person.id, turn.now)
    return Redirect("forgotten")


@place("forgotten")
async def forgotten(turn: Turn) -> Screen:
    """Says that everything is being erased."""
    body = _("It is being erased now, and done in a minute. Thank you for having been here!")
    return Screen(_("Goodbye"), body)
