"""Notices to coordinators: shortages, manifests, money owed, rules, questions."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from bot.conversation.screens import TITLE_LENGTH, Button, Screen, shorten
from bot.conversation.translation import _, language, ngettext
from bot.handlers.coordinator.manifest_files import FROZEN, HANDED_OVER, references
from bot.handlers.coordinator.people.enquiry_view import asked_words, open_orders
from bot.handlers.coordinator.rules.affected_view import count_words, way_in
from bot.handlers.coordinator.shipment_view import dates_words
from bot.handlers.shared import formatting
from bot.handlers.shared.names import names_of
from bot.handlers.shared.notice import WordedNotice
from bot.ordering.shop import Shop
from bot.orders import Order, OrderLine, OrderState
from bot.people import enquiries, outbox
from bot.people.enquiries import NoSuchEnquiry
from bot.people.outbox import Notice
from bot.shipping.manifests import Difference, Manifest, Sums, changes, sums, version_of
from bot.shipping.rule_changes import count_affected

MOST_LINES = 8
QUOTED = 600


async def shortage_seen(db: AsyncSession, shop: Shop, notice: Notice) -> WordedNotice | None:
    """An UMKM cannot make all of an order; None once the customer has chosen or the order is gone."""
    order = await db.get(Order, int(notice.subject))
    short = [line for line in order.lines if line.short] if order and order.state == OrderState.PLACED else []
    if order is None or not short:
        return None
    title = shorten(_("Shortage in order {number}").format(number=order.number), TITLE_LENGTH)
    asked = _("The customer has been asked what to do. Without an answer, what there is goes along.")
    lines = _cut([_shortage(line) for line in short])
    see = Button(_("See order"), f"c/order/{order.id}")
    told = {"lines": {str(line.id): line.confirmed for line in short}}
    return WordedNotice(Screen(title, formatting.fitted(title, lines, [asked]), [see]), told)


def _shortage(line: OrderLine) -> str:
    return _("{name}: {confirmed} of {ordered}").format(
        name=shorten(line.name(language()), 60), confirmed=line.confirmed, ordered=line.ordered
    )


def _cut(lines: Sequence[str]) -> list[str]:
    hidden = len(lines) - MOST_LINES
    if hidden <= 0:
        return list(lines)
    more = ngettext("and {count} more line", "and {count} more lines", hidden).format(count=hidden)
    return [*lines[:MOST_LINES], more]


async def manifest(db: AsyncSession, shop: Shop, notice: Notice) -> WordedNotice | None:
    """The summary of a frozen manifest, what changed in it, and its documents."""
    shipment_id = int(notice.subject.partition("/")[0])
    frozen = await version_of(db, shipment_id, notice.version)
    if frozen is None:
        return None
    known_version = await _known_version(db, notice, shipment_id)
    differences = await changes(db, shipment_id, known_version, frozen.version)
    title = shorten(_("Manifest {number}").format(number=frozen.number), TITLE_LENGTH)
    body = formatting.fitted(
        title,
        [*_summary(shop, frozen, await sums(db, frozen.id)), *_changes(frozen, known_version, differences)],
    )
    see = Button(_("Its shipment"), f"c/shipment/{shipment_id}")
    kinds = HANDED_OVER if "/" in notice.subject else FROZEN
    files = await references(db, shipment_id, frozen.version, kinds)
    return WordedNotice(Screen(title, body, [see], files=files), {"version": frozen.version})


async def _known_version(db: AsyncSession, notice: Notice, shipment_id: int) -> int:
    """The newest earlier version that this coordinator has seen; undelivered ones do not count."""
    last_told = await outbox.last_told(db, notice.kind, str(shipment_id), notice.chat_id)
    return min(int(last_told.get("version", notice.version)), notice.version - 1)


def _summary(shop: Shop, frozen: Manifest, totals: Sums) -> list[str]:
    return [
        _("To {country}").format(country=shop.destinations.name(frozen.destination, language())),
        _sums(totals),
        _("Paid orders: {paid} of {count}").format(paid=totals.paid, count=totals.orders),
        _not_acknowledged(totals.unacknowledged),
        *dates_words(frozen.cutoff_at, frozen.hand_in_at, frozen.departs_at),
    ]


def _sums(totals: Sums) -> str:
    words = ngettext(
        "{parcels} parcel, {pieces} pcs, {weight}, {rupiah}",
        "{parcels} parcels, {pieces} pcs, {weight}, {rupiah}",
        totals.parcels,
    )
    return words.format(
        parcels=totals.parcels,
        pieces=totals.pieces,
        weight=formatting.weight(totals.grams),
        rupiah=formatting.rupiah(totals.rupiah),
    )


def _not_acknowledged(count: int) -> str:
    if not count:
        return _("No line waits for its UMKM any more.")
    return ngettext(
        "{count} line is not acknowledged by its UMKM and stands as ordered.",
        "{count} lines are not acknowledged by their UMKM and stand as ordered.",
        count,
    ).format(count=count)


def _changes(frozen: Manifest, known_version: int, differences: Sequence[Difference]) -> list[str]:
    if not known_version:
        return []
    head = _("Changed since version {version}:").format(version=known_version)
    texts = _cut([_change(difference) for difference in differences])
    lines = [head, *(texts or [_("No quantity has changed.")])]
    if frozen.reason:
        lines.append(_("Reason: {reason}").format(reason=shorten(frozen.reason, 160)))
    return lines


def _change(difference: Difference) -> str:
    return _("{number}, {name}: {before} → {after}").format(
        number=difference.order_number,
        name=shorten(difference.name_en if language() == "en" else difference.name_id, 50),
        before=difference.before,
        after=difference.after,
    )


async def paid_changed(db: AsyncSession, shop: Shop, notice: Notice) -> WordedNotice | None:
    """A paid order has changed its price or was cancelled; None when the payment matches again."""
    order = await db.get(Order, int(notice.subject))
    due = 0 if order is None or order.state != OrderState.PLACED else order.goods_rupiah
    if order is None or order.paid_rupiah == due:
        return None
    title = _("Paid order {number} changed").format(number=order.number)
    words = _("Paid: {paid}. The goods now come to {sum}.").format(
        paid=formatting.rupiah(order.paid_rupiah), sum=formatting.rupiah(due)
    )
    return WordedNotice(Screen(title, words, [Button(_("See order"), f"c/order/{order.id}")]))


async def rules_touch(db: AsyncSession, shop: Shop, notice: Notice) -> WordedNotice | None:
    """New rules affect placed orders; None once they affect none any more."""
    found = await count_affected(db, shop.restrictions, shop.catalogue.by_id, shop.clock.today())
    if not found.orders:
        return None
    title = _("New rules: {version}").format(version=shop.restrictions.version)
    request = _("They stand as they were placed. Please look at each and decide with its customer.")
    body = f"{count_words(found)}\n{request}"
    return WordedNotice(Screen(title, body, way_in(found)))


async def enquiry(db: AsyncSession, shop: Shop, notice: Notice) -> WordedNotice | None:
    """A customer has asked a question; None once somebody has answered."""
    try:
        question = await enquiries.sent(db, notice.subject)
    except NoSuchEnquiry:
        return None
    if question.answers:
        return None
    names = await names_of(db, {question.customer_id})
    title = shorten(_("Question from {name}").format(name=names[question.customer_id]), TITLE_LENGTH)
    lines = asked_words(question, await open_orders(db, question.customer_id), QUOTED)
    return WordedNotice(
        Screen(title, formatting.fitted(title, lines), [Button(_("Reply"), f"c/enquiry/{question.code}")])
    )
