"""Permits: the lines that need one, and recording it, question by question."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import select

from bot import ordering
from bot.conversation.routing import Redirect, action, place
from bot.conversation.screens import (
    HINT_LENGTH,
    SHORT_LABEL_LENGTH,
    TITLE_LENGTH,
    Ask,
    Button,
    Screen,
    label,
    labels,
    noted,
    paged,
    shorten,
)
from bot.conversation.translation import _, language
from bot.core.media import Media
from bot.handlers.coordinator.orders.order_view import coordinator, no_such_order, to_order
from bot.handlers.shared import eligibility, formatting
from bot.handlers.shared.paging import back
from bot.handlers.shared.turn import Turn
from bot.ordering import permit_files
from bot.orders import NEEDS_DOCUMENT, Order, OrderLine, OrderState
from bot.people import Role
from bot.shipments import Shipment
from bot.shipping import manifests

LONGEST_NAME, LONGEST_NUMBER = 200, 100


@place("c/papers/{shipment_id}/{page}", role=Role.COORDINATOR)
async def papers(turn: Turn, shipment_id: int, page: int) -> Screen | Redirect:
    """The lines of a shipment that need a paper; those that still lack it come first."""
    shipment = await turn.db.get(Shipment, shipment_id)
    if shipment is None:
        return no_such_order()
    needing = await ordering.needing_papers(turn.db, shipment_id)
    shown = paged(needing, page)
    names = labels([str(one.number) for one, _line in shown.items])
    buttons = [
        Button(name, f"c/paper/{line.id}", hint=shorten(_standing(line), HINT_LENGTH))
        for name, (_order, line) in zip(names, shown.items, strict=True)
    ]
    missing = sum(line.lacks_document for _order, line in needing)
    count = _("Papers missing: {missing} of {count}").format(missing=missing, count=len(needing))
    body = (
        "\n".join(filter(None, [count, formatting.on_page(shown)]))
        if needing
        else _("No line needs a paper.")
    )
    page_buttons = formatting.page_buttons(shown, f"c/papers/{shipment_id}/{{page}}")
    title = _("Papers needed: {code}").format(code=shipment.code)
    return Screen(title, body, [*buttons, *page_buttons, back(f"c/shipment/{shipment_id}")])


def _standing(line: OrderLine) -> str:
    return _("{name}: {standing}").format(
        name=shorten(line.name(language()), 30), standing=eligibility.paper_text(line)
    )


async def _line(turn: Turn, line_id: int) -> tuple[Order, OrderLine]:
    """The order and its line. Raises Redirect when the line needs no paper or the order is not placed."""
    query = (
        select(Order, OrderLine)
        .join(OrderLine, OrderLine.order_id == Order.id)
        .where(OrderLine.id == line_id, OrderLine.action == NEEDS_DOCUMENT, Order.state == OrderState.PLACED)
        .execution_options(populate_existing=True)
    )
    row = (await turn.db.execute(query)).first()
    if row is None:
        raise await _needless(turn, line_id)
    return row[0], row[1]


async def _needless(turn: Turn, line_id: int) -> Redirect:
    """The redirect for a line without a paper: to its cancelled order, else home."""
    line = await turn.db.get(OrderLine, line_id)
    order = await turn.db.get(Order, line.order_id) if line else None
    if order is None or order.state != OrderState.CANCELLED:
        return no_such_order()
    return to_order(order.id, _("It is cancelled, so no paper is needed any more."))


@place("c/paper/{line_id}", role=Role.COORDINATOR)
async def paper(turn: Turn, line_id: int) -> Screen:
    """One line that needs a paper: which paper, and what is recorded about it."""
    order, line = await _line(turn, line_id)
    lines = [
        _("Order {number}, {count} × {name}").format(
            number=order.number, count=line.ordered, name=shorten(line.name(language()), 80)
        ),
        eligibility.paper_text(line),
        _("Rules of {version}, as they were at placing.").format(version=line.rule_version),
    ]
    if line.lacks_document and line.document_number:
        lines.append(_("It bore the number {number}.").format(number=shorten(line.document_number, 60)))
    record_label = _("Record it") if line.lacks_document else _("Correct it")
    see_file = [Button(_("Send its file"), f"c/paper/{line_id}/see")] if line.document_file else []
    buttons = [
        Button(record_label, f"c/paper/{line_id}/name"),
        *see_file,
        Button(_("See order"), f"c/order/{order.id}"),
        Button(_("All papers"), f"c/papers/{order.shipment_id}/1"),
    ]
    return Screen(_("Its paper"), "\n".join(lines), buttons)


@action("c/paper/{line_id}/see", role=Role.COORDINATOR)
async def see(turn: Turn, line_id: int) -> Screen:
    """Sends the stored file of the paper, or asks for it anew when it is not there any more."""
    line = (await _line(turn, line_id))[1]
    if permit_files.is_gone(Media(turn.deployment.media), line):
        return await _ask_anew(turn, line)
    screen = await paper(turn, line_id)
    if not line.document_file:
        return screen
    return replace(noted(screen, _("Here you are.")), files=[permit_files.reference(line_id)])


async def _ask_anew(turn: Turn, line: OrderLine) -> Screen:
    if line.documented_at is None:
        note = _("Its file is no longer on our disk. When you record the paper again, please send it anew.")
        return noted(await paper(turn, line.id), note)
    note = _("Its file is no longer on our disk. The paper stays recorded; please send the file once more.")
    return noted(await ask_file(turn, line.id), note)


@place("c/paper/{line_id}/name", role=Role.COORDINATOR)
async def ask_name(turn: Turn, line_id: int) -> Screen:
    """Asks for the name of the paper."""
    line = (await _line(turn, line_id))[1]
    needed = line.paper(language())
    title = _("What is the paper called?")
    rule_words = _("The rules name it: {paper}").format(paper=shorten(needed, 300)) if needed else ""
    body = "\n".join(
        filter(None, [rule_words, _("Type its name, or tap to take that one.") if needed else ""])
    )
    tap = [Button(label(needed), f"c/paper/{line_id}/as_needed")] if needed else []
    return Screen(title, body, [*tap, back(f"c/paper/{line_id}")], asks=Ask(f"c/paper/{line_id}/named"))


@action("c/paper/{line_id}/as_needed", role=Role.COORDINATOR)
async def named_as_needed(turn: Turn, line_id: int) -> Screen:
    """Takes the name that the rules give the paper."""
    order, line = await _line(turn, line_id)
    return await _take_name(turn, order, line, line.paper(language()))


@action("c/paper/{line_id}/named", role=Role.COORDINATOR)
async def named(turn: Turn, line_id: int) -> Screen:
    """Takes the typed name of the paper."""
    return await _take_name(turn, *await _line(turn, line_id), turn.text)


async def _take_name(turn: Turn, order: Order, line: OrderLine, typed: str) -> Screen:
    name = " ".join(typed.split())
    if not name or len(name) > LONGEST_NAME:
        sorry = _("Please type a name of at most {most} characters.").format(most=LONGEST_NAME)
        return noted(await ask_name(turn, line.id), sorry)
    if line.documented_at is not None:
        await _record(turn, order, line, name, line.document_number or "")
    else:
        await ordering.name_paper(turn.db, line.id, name)
    return await ask_number(turn, line.id)


@place("c/paper/{line_id}/number", role=Role.COORDINATOR)
async def ask_number(turn: Turn, line_id: int) -> Screen:
    """Asks for the number of the paper."""
    line = (await _line(turn, line_id))[1]
    title = shorten(_("Its number?"), TITLE_LENGTH)
    body = _("{paper}: type the number that stands on it.").format(paper=shorten(line.paper(language()), 300))
    known = line.document_number
    as_before = [Button(label(known, SHORT_LABEL_LENGTH), f"c/paper/{line_id}/as_before")] if known else []
    leave = back(f"c/paper/{line_id}/name")
    return Screen(title, body, [*as_before, leave], asks=Ask(f"c/paper/{line_id}/numbered"))


@action("c/paper/{line_id}/numbered", role=Role.COORDINATOR)
async def numbered(turn: Turn, line_id: int) -> Screen:
    """Records the paper with the typed number, so that the line can go."""
    return await _take_number(turn, line_id, turn.text)


@action("c/paper/{line_id}/as_before", role=Role.COORDINATOR)
async def numbered_as_before(turn: Turn, line_id: int) -> Screen:
    """Records the paper with the number recorded before."""
    line = (await _line(turn, line_id))[1]
    return await _take_number(turn, line_id, line.document_number or "")


async def _take_number(turn: Turn, line_id: int, typed: str) -> Screen:
    order, line = await _line(turn, line_id)
    number = " ".join(typed.split())
    if not number or len(number) > LONGEST_NUMBER:
        sorry = _("Please type a number of at most {most} characters.").format(most=LONGEST_NUMBER)
        return noted(await ask_number(turn, line_id), sorry)
    done = await _record(turn, order, line, line.paper(language()), number)
    return noted(await ask_file(turn, line_id), done)


async def _record(turn: Turn, order: Order, line: OrderLine, name: str, number: str) -> str:
    """Records the paper, gives a frozen manifest a new version, and returns the outcome in words."""
    same = line.documented_at is not None and (line.document_name, line.document_number) == (name, number)
    if same or order.shipment_id is None:
        return _("It is like that already, so nothing has changed.")
    await ordering.document(turn.db, line.id, name, number, None, coordinator(turn))
    reason = _("Paper recorded for {number}").format(number=order.number)
    newer = await manifests.keep_up(turn.db, order.shipment_id, turn.shop, turn.now, reason)
    if newer is None:
        return _("Recorded. The line can go; UMKM and customer are told.")
    return _("Recorded. The line can go. The manifest is now version {version}.").format(
        version=newer.version
    )


@place("c/paper/{line_id}/file", role=Role.COORDINATOR)
async def ask_file(turn: Turn, line_id: int) -> Screen:
    """Asks for a photo or file of the paper, which is optional."""
    order = (await _line(turn, line_id))[0]
    asks = Ask(f"c/paper/{line_id}/filed", frozenset({"photo", "document"}))
    skip = Button(_("Without a file"), f"c/order/{order.id}")
    return Screen(_("A photo or file of it?"), _("Send it here, or go on without."), [skip], asks=asks)


@action("c/paper/{line_id}/filed", role=Role.COORDINATOR)
async def filed(turn: Turn, line_id: int) -> Screen | Redirect:
    """Stores the sent file with the paper."""
    order, line = await _line(turn, line_id)
    sent = turn.event.attachment
    if sent is None or not sent.ref or line.documented_at is None:
        return await ask_file(turn, line_id)
    name, number = line.document_name or "", line.document_number or ""
    await ordering.document(turn.db, line_id, name, number, sent.ref, coordinator(turn))
    return to_order(order.id, _("The file is kept with the paper."))
