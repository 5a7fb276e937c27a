"""Notices to an UMKM: new, changed or cancelled orders, the final pick list, moved dates."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.catalog import Umkm
from bot.conversation.screens import TITLE_LENGTH, Button, Screen, shorten, text_pages
from bot.conversation.translation import _, language, ngettext
from bot.handlers.shared import formatting
from bot.handlers.shared.notice import Bundle, WordedNotice
from bot.handlers.shared.paging import TEXT_ROOM
from bot.handlers.umkm import access
from bot.handlers.umkm.access import OwnOrder
from bot.handlers.umkm.order_view import answer_buttons, waits_for_paper
from bot.handlers.umkm.pick_list_view import pick_head, pick_lines
from bot.ordering.shop import Shop
from bot.orders import NoSuchOrder, OrderLine, OrderState
from bot.people import outbox
from bot.people.outbox import Notice
from bot.shipments import Shipment, ShipmentState
from bot.shipping.manifests import Difference, Manifest, changes, version_of

FIRST_LINES = 12
MOST_CHANGES = 4
CHANGES_IN_BUNDLE = 2
NAME_LENGTH = 45  # the numbers behind a name are never cut off


@dataclass(frozen=True, slots=True)
class Moved:
    """The pieces of one line as the last notice stated them and as they are now."""

    line: OrderLine
    before: int
    after: int


@dataclass(frozen=True, slots=True)
class OrderNews:
    """What a notice has to state about an order: all of it when `fresh`, else what moved since the last one.

    `papers` are the lines whose export paper has been recorded since.
    """

    own: OwnOrder
    fresh: bool
    moved: Sequence[Moved]
    told: dict[str, Any]
    papers: Sequence[OrderLine] = ()

    @property
    def cancelled(self) -> bool:
        """Whether the customer or the coordinator has cancelled the order."""
        return self.own.order.state == OrderState.CANCELLED


async def order_news(db: AsyncSession, notice: Notice) -> OrderNews | None:
    """What this chat does not know yet about an UMKM's part of an order; None when there is nothing."""
    order_id, _sign, umkm_id = notice.subject.partition("/")
    try:
        own = await access.read(db, int(order_id), int(umkm_id))
    except (NoSuchOrder, ValueError):
        return None
    last_told = await outbox.last_told(db, notice.kind, notice.subject, notice.chat_id)
    pieces_now = {str(line.id): _wanted(own, line) for line in own.lines}
    moved = _moved(own, last_told.get("lines", {}), pieces_now)
    waiting = [line.id for line in own.to_make if line.lacks_document]
    papers = [
        line for line in own.to_make if line.id in last_told.get("waiting", []) and line.id not in waiting
    ]
    if not moved and not papers:
        return None
    told = {"lines": pieces_now, "revision": own.order.revision, "waiting": waiting}
    return OrderNews(own, not last_told, moved, told, papers)


def _wanted(own: OwnOrder, line: OrderLine) -> int:
    return line.ordered if own.order.state == OrderState.PLACED and line.wanted else 0


def _moved(own: OwnOrder, before: Mapping[str, int], after: Mapping[str, int]) -> list[Moved]:
    lines = [Moved(line, before.get(str(line.id), 0), after[str(line.id)]) for line in own.lines]
    return [one for one in lines if one.before != one.after]


async def umkm_order(db: AsyncSession, shop: Shop, notice: Notice) -> WordedNotice | None:
    """A new order with the UMKM's own lines, or the changes of an order that it knows."""
    news = await order_news(db, notice)
    if news is None:
        return None
    texts = [*(_moved_words(news, moved) for moved in news.moved), *map(_paper_words, news.papers)]
    lines = [shorten(news.own.umkm.name, 60), *_few(texts)]
    if any(moved.after and moved.line.lacks_document for moved in news.moved):
        lines.append(waits_for_paper())
    title = shorten(_title(news), TITLE_LENGTH)
    body = formatting.fitted(title, lines, [_deadline_words(news, shop)])
    return WordedNotice(Screen(title, body, _buttons(news, shop)), news.told)


def _title(news: OrderNews) -> str:
    if news.fresh:
        title = _("New order {number}")
    elif news.cancelled:
        title = _("Order {number} cancelled")
    else:
        title = _("Order {number} changed")
    return title.format(number=news.own.order.number)


def _moved_words(news: OrderNews, moved: Moved) -> str:
    name = shorten(moved.line.name(language()), NAME_LENGTH)
    if news.fresh:
        words = _("{pieces} × {name}").format(pieces=moved.after, name=name)
        return f"{words} 📄" if moved.after and moved.line.lacks_document else words
    return _("{name}: {before} → {after}").format(name=name, before=moved.before, after=moved.after)


def _paper_words(line: OrderLine) -> str:
    name = shorten(line.name(language()), NAME_LENGTH)
    return _("{name}: its export paper is here, it can go").format(name=name)


def _few(lines: Sequence[str], most: int = FIRST_LINES) -> list[str]:
    """The first lines, and how many more the order's own page shows."""
    hidden = len(lines) - most
    shown = list(lines[:most])
    if hidden <= 0:
        return shown
    return [*shown, ngettext("and {count} more line", "and {count} more lines", hidden).format(count=hidden)]


def _deadline_words(news: OrderNews, shop: Shop) -> str:
    if news.cancelled or not news.own.to_make:
        return _("Please do not prepare it.")
    if not _awaits_answer(news, shop):
        return _("Hand in by {moment}.").format(moment=formatting.moment(news.own.shipment.hand_in_at))
    return _("Hand in by {hand_in}. Please answer until {cutoff}.").format(
        hand_in=formatting.moment(news.own.shipment.hand_in_at),
        cutoff=formatting.moment(news.own.shipment.cutoff_at),
    )


def _awaits_answer(news: OrderNews, shop: Shop) -> bool:
    """Whether the UMKM still may and has to answer a line."""
    open_lines = [line for line in news.own.lines if _wanted(news.own, line) and line.confirmed is None]
    return bool(open_lines) and news.own.takes_answers(shop.clock.now())


def _buttons(news: OrderNews, shop: Shop) -> list[Button]:
    asked = answer_buttons(news.own) if _awaits_answer(news, shop) else []
    return [*asked, Button(_("See order"), f"u/order/{news.own.order.id}/{news.own.umkm.id}")]


async def many_umkm_orders(
    db: AsyncSession, shop: Shop, umkm_id: int, waiting: Sequence[Notice]
) -> Bundle | None:
    """Many notices about one UMKM's orders to one chat, as one; None when none has anything to say.

    Changed orders come first and in full; those without room are in neither `told` nor `empty` and wait.
    """
    worded = [(notice.id, await order_news(db, notice)) for notice in waiting]
    changed = [(notice_id, one) for notice_id, one in worded if one is not None and not one.fresh]
    fresh = [(notice_id, one) for notice_id, one in worded if one is not None and one.fresh]
    news = [*changed[:MOST_CHANGES], *fresh]
    umkm = await db.get(Umkm, umkm_id)
    if not news or umkm is None:
        return None
    all_new = not changed
    intro = _bundle_intro(len(news), all_new, shorten(umkm.name, 60))
    body = text_pages([intro, *(_bundle_line(one) for _id, one in news)], TEXT_ROOM)[0]
    button = Button(_("Show orders"), "u/orders/waiting/1")
    screen = Screen(_bundle_title(len(news), all_new), body, [button])
    silent = [notice_id for notice_id, one in worded if one is None]
    return Bundle(screen, {notice_id: one.told for notice_id, one in news}, silent)


def _bundle_title(count: int, all_new: bool) -> str:
    if all_new:
        return ngettext("{count} new order", "{count} new orders", count).format(count=count)
    return _("{count} new or changed orders").format(count=count)


def _bundle_intro(count: int, all_new: bool, umkm: str) -> str:
    if all_new:
        return _("{umkm} has {count} new orders. Tap to see and answer them.").format(umkm=umkm, count=count)
    return _("{umkm} has {count} orders that are new or have changed.").format(umkm=umkm, count=count)


def _bundle_line(news: OrderNews) -> str:
    number = news.own.order.number
    if news.fresh:
        pieces = sum(one.after for one in news.moved)
        return ngettext("{number}: new, {count} piece", "{number}: new, {count} pieces", pieces).format(
            number=number, count=pieces
        )
    if news.cancelled:
        return _("{number}: cancelled, please do not prepare it").format(number=number)
    texts = [*(_moved_words(news, one) for one in news.moved), *map(_paper_words, news.papers)]
    changes = "; ".join(_few(texts, CHANGES_IN_BUNDLE))
    return _("{number}: {changes}").format(number=number, changes=changes)


async def pick_list(db: AsyncSession, shop: Shop, notice: Notice) -> WordedNotice | None:
    """The final pick list of an UMKM, numbered as the manifest version, with its file."""
    shipment_id, _sign, umkm_id = notice.subject.partition("/")
    manifest = await version_of(db, int(shipment_id), notice.version)
    umkm = await db.get(Umkm, int(umkm_id))
    if manifest is None or umkm is None:
        return None
    picked = await pick_lines(db, manifest.id, umkm.id)
    differences = await _changed_since_told(db, notice, manifest, umkm.id)
    title = shorten(_("Pick list {number}").format(number=manifest.number), TITLE_LENGTH)
    head = [shorten(umkm.name, 60), pick_head(manifest)]
    address = shorten(shop.profile.hand_in_address, 200)
    tail = [_("Hand in at: {address}").format(address=address)] if address else []
    body = formatting.fitted(
        title, [*head, *_changes(differences), *(picked or [_("Nothing to prepare.")])], tail
    )
    at = f"{manifest.shipment_id}/v{manifest.version}/pick/{umkm.id}"
    see = Button(_("See pick list"), f"u/list/{umkm.id}/{manifest.shipment_id}/{manifest.version}/1")
    files = [f"manifest/{at}"] if picked else []
    return WordedNotice(Screen(title, body, [see], files=files), {"version": manifest.version})


async def _changed_since_told(
    db: AsyncSession, notice: Notice, manifest: Manifest, umkm_id: int
) -> list[Difference]:
    """What differs from the pick list that this chat knows; empty when it knows none."""
    last_told = await outbox.last_told(db, notice.kind, notice.subject, notice.chat_id)
    since = int(last_told.get("version", 0))
    return await changes(db, manifest.shipment_id, since, manifest.version, umkm_id)


def _changes(differences: Sequence[Difference]) -> list[str]:
    if not differences:
        return []
    words = _("{number}, {name}: {before} → {after}")
    lines = [
        words.format(
            number=difference.order_number,
            name=shorten(difference.name_en if language() == "en" else difference.name_id, NAME_LENGTH),
            before=difference.before,
            after=difference.after,
        )
        for difference in differences
    ]
    return [_("Changed since the last list:"), *_few(lines, MOST_CHANGES), _("In total now:")]


async def umkm_dates(db: AsyncSession, shop: Shop, notice: Notice) -> WordedNotice | None:
    """The coordinator has moved the dates of a shipment in which the UMKM has a part."""
    shipment_id, _sign, umkm_id = notice.subject.partition("/")
    shipment = await db.get(Shipment, int(shipment_id))
    umkm = await db.get(Umkm, int(umkm_id))
    if shipment is None or umkm is None or shipment.state != ShipmentState.OPEN:
        return None
    title = _("New dates for shipment {code}").format(code=shipment.code)
    words = _("Hand in by {hand_in}. Please answer until {cutoff}.").format(
        hand_in=formatting.moment(shipment.hand_in_at), cutoff=formatting.moment(shipment.cutoff_at)
    )
    buttons = [Button(_("To prepare"), "u/recap")]
    return WordedNotice(Screen(title, formatting.fitted(title, [shorten(umkm.name, 60)], [words]), buttons))
