"""An order for the coordinator's screens: loading it; its lines in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sqlalchemy import select

from bot import catalog
from bot.conversation.routing import Redirect
from bot.conversation.screens import shorten
from bot.conversation.translation import _, language
from bot.handlers.shared import eligibility, formatting
from bot.handlers.shared.turn import Turn
from bot.ordering import Actor
from bot.orders import Choice, Order, OrderLine, OrderState
from bot.people import Role


async def load(turn: Turn, order_id: int) -> Order:
    """The order as the database has it now. Raises Redirect home for a draft, or when there is none."""
    query = select(Order).where(Order.id == order_id, Order.state != OrderState.DRAFT)
    order = await turn.db.scalar(query.execution_options(populate_existing=True))
    if order is None:
        raise no_such_order()
    return order


async def load_placed(turn: Turn, order_id: int) -> Order:
    """The placed order. Raises Redirect to its page once it is cancelled."""
    order = await load(turn, order_id)
    if order.state != OrderState.PLACED:
        raise to_order(order_id)
    return order


def no_such_order() -> Redirect:
    """The redirect home for an order that does not exist."""
    return Redirect("c", _("There is no such order."))


def to_order(order_id: int, note: str = "") -> Redirect:
    """The redirect to an order's page, with a note above it."""
    return Redirect(f"c/order/{order_id}", note)


async def makers_of(turn: Turn, umkm_ids: Iterable[int | None]) -> Mapping[int, str]:
    """The names of these UMKM by their id."""
    wanted = {one for one in umkm_ids if one is not None}
    return {one.id: one.name for one in await catalog.makers(turn.db, wanted)}


def coordinator(turn: Turn, reason: str = "") -> Actor:
    """The coordinator as the actor who changes an order."""
    return Actor(turn.person.id, Role.COORDINATOR, turn.now, reason)


def line_words(line: OrderLine, makers: Mapping[int, str]) -> list[str]:
    """One line: pieces due, sum, maker, answers, for whom, and its risk or paper."""
    words = _("{count} × {name}, {rupiah}").format(
        count=line.due,
        name=shorten(line.name(language()), 80),
        rupiah=formatting.rupiah(line.due * line.unit_rupiah),
    )
    umkm = shorten(makers.get(line.umkm_id or 0, ""), 40)
    detail = _("  {umkm}: {standing}").format(umkm=umkm, standing=standing(line))
    return [words, detail, *_for_whom(line), *_border(line)]


def _for_whom(line: OrderLine) -> list[str]:
    names = formatting.for_whom(line.for_whom, 300)
    return [f"  {names}"] if names else []


def _border(line: OrderLine) -> list[str]:
    """The risk that the customer accepted, with the version of the rules; or the standing of the paper."""
    if line.risk_accepted_at:
        words = _("  ⚠ risk accepted {moment}, rules of {version}")
        return [words.format(moment=formatting.moment(line.risk_accepted_at), version=line.rule_version)]
    paper = eligibility.paper_text(line) if line.ordered else ""
    return [f"  {paper}"] if paper else []


def standing(line: OrderLine) -> str:
    """The ordered and confirmed pieces of a line, and the customer's choice after a shortage."""
    if not line.ordered:
        return _("taken out")
    if line.confirmed is None:
        words = _("ordered {ordered}, not answered")
    elif line.choice == Choice.DROP:
        words = _("ordered {ordered}, confirmed {confirmed}, dropped by the customer")
    elif line.choice == Choice.TAKE:
        words = _("ordered {ordered}, confirmed {confirmed}, the customer takes it")
    elif line.short:
        words = _("ordered {ordered}, confirmed {confirmed}, the customer has not chosen")
    else:
        words = _("ordered {ordered}, confirmed {confirmed}")
    return words.format(ordered=line.ordered, confirmed=line.confirmed)
