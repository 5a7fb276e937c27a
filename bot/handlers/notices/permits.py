"""Notices about permits: to the customer whose line needs one, and to coordinators."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncSession

from bot import ordering
from bot.conversation.screens import TITLE_LENGTH, Button, Screen, label, shorten
from bot.conversation.translation import _, language, ngettext
from bot.handlers.shared import eligibility, formatting
from bot.handlers.shared.notice import WordedNotice
from bot.ordering.shop import Shop
from bot.orders import Order, OrderLine, OrderState
from bot.people.outbox import Notice
from bot.shipments import Shipment

MOST_LINES = 8
NAME_ROOM = 60


async def held_back(db: AsyncSession, shop: Shop, notice: Notice) -> WordedNotice | None:
    """Lines stayed behind because their paper was missing; None once they go, or the order is cancelled."""
    order = await db.get(Order, int(notice.subject))
    held = [line for line in order.lines if line.held_at is not None] if order else []
    if order is None or order.state != OrderState.PLACED or not held:
        return None
    title = _("Order {number}: not all can go").format(number=order.number)
    lines = [_("The paper was not here in time, so this stays behind and is not charged:")]
    lines += [
        _("{count} × {product}").format(count=line.ordered, product=shorten(line.name(language()), NAME_ROOM))
        for line in held[:MOST_LINES]
    ]
    tail = [
        _("If the paper still comes before the parcel leaves, it goes along and we tell you."),
        _("Goods {sum}").format(sum=formatting.rupiah(order.goods_rupiah)),
        formatting.too_much(order.paid_rupiah, order.goods_rupiah),
    ]
    return WordedNotice(Screen(title, formatting.fitted(title, lines, tail), [_open(order)]))


async def documented(db: AsyncSession, shop: Shop, notice: Notice) -> WordedNotice | None:
    """The paper of a line is recorded, so the line goes along."""
    order = await db.get(Order, int(notice.subject))
    here = [line for line in order.lines if line.documented_at and line.due] if order else []
    if order is None or order.state != OrderState.PLACED or not here:
        return None
    title = _("Order {number}: the paper is here").format(number=order.number)
    lines = [_("This goes along now:")]
    lines += [
        _("{count} × {product}, {paper}").format(
            count=line.due,
            product=shorten(line.name(language()), NAME_ROOM),
            paper=eligibility.paper_text(line),
        )
        for line in here[:MOST_LINES]
    ]
    tail = [_("Goods {sum}").format(sum=formatting.rupiah(order.goods_rupiah))]
    if open_sum := formatting.still_open(order.paid_rupiah, order.goods_rupiah):
        tail.append(open_sum)
    return WordedNotice(Screen(title, formatting.fitted(title, lines, tail), [_open(order)]))


def _open(order: Order) -> Button:
    return Button(label(_("Order {number}").format(number=order.number)), f"order/{order.id}")


async def held_back_seen(db: AsyncSession, shop: Shop, notice: Notice) -> WordedNotice | None:
    """For coordinators: lines stayed behind at the freeze; None once every paper is recorded."""
    shipment = await db.get(Shipment, int(notice.subject))
    missing = await ordering.papers_missing(db, shipment.id) if shipment else 0
    if shipment is None or not missing:
        return None
    title = shorten(_("Papers missing: {code}").format(code=shipment.code), TITLE_LENGTH)
    words = ngettext(
        "{count} line stayed behind because its paper is not recorded. Recorded now, it still goes along.",
        "{count} lines stayed behind because their papers are not recorded. Recorded now, they still go"
        " along.",
        missing,
    ).format(count=missing)
    return WordedNotice(Screen(title, words, [Button(_("Papers needed"), f"c/papers/{shipment.id}/1")]))


async def paper_outgrown(db: AsyncSession, shop: Shop, notice: Notice) -> WordedNotice | None:
    """For coordinators: a line has outgrown its recorded paper; None once a new one is recorded."""
    line = await db.get(OrderLine, int(notice.subject))
    order = await db.get(Order, line.order_id) if line else None
    if (
        line is None
        or order is None
        or order.state != OrderState.PLACED
        or not (line.due and line.lacks_document)
    ):
        return None
    title = _("{number}: look at a paper again").format(number=order.number)
    lines = [
        _("{count} × {product}").format(
            count=line.ordered, product=shorten(line.name(language()), NAME_ROOM)
        ),
        _("The customer wants more than when you recorded {paper} {paper_number}.").format(
            paper=shorten(line.paper(language()), 120), paper_number=shorten(line.document_number or "", 60)
        ),
        _("If it is for this many too, please record it again. Until then the line waits."),
    ]
    return WordedNotice(Screen(title, "\n".join(lines), [Button(_("Its paper"), f"c/paper/{line.id}")]))


async def paper_file_gone(db: AsyncSession, shop: Shop, notice: Notice) -> WordedNotice | None:
    """For coordinators: the file of a paper is lost; None once the order is, or the paper has no file."""
    line = await db.get(OrderLine, int(notice.subject.partition("/")[2]))
    order = await db.get(Order, line.order_id) if line else None
    if line is None or order is None or order.state != OrderState.PLACED or not line.document_file:
        return None
    title = _("{number}: the file of a paper is gone").format(number=order.number)
    lines = [
        _("{paper} for {product} stays recorded, but its photo or file is no longer on our disk.").format(
            paper=shorten(line.paper(language()), 120), product=shorten(line.name(language()), NAME_ROOM)
        ),
        _("The customer asked for it just now. Please send it to me once more."),
    ]
    return WordedNotice(Screen(title, "\n".join(lines), [Button(_("Its paper"), f"c/paper/{line.id}")]))
