"""Customers, makers, manifest and books compared: what is lost, what is doubled.

`while_trading` holds at any moment, also with programs killed and people in the middle of something;
`at_rest` holds once everybody has finished, and compares what people see with their own eyes.
"""

from __future__ import annotations

import asyncio
from collections import Counter

from bench.durability.findings import NOTICES, ORDERS, UPDATES, Findings
from bench.durability.trading_shop import TradingShop
from bot.core.patience import WaitedTooLong
from bot.people.notice_kinds import NoticeKind
from bot.people.outbox import NoticeState
from tests.support.books import DELIVERED, Books, Entry, Pieces
from tests.support.ordering_customers import Customer
from tests.support.told_notices import Told, repeated, told_in


def while_trading(shop: TradingShop, books: Books, confirmed: dict[int, list[str]]) -> None:
    """Holds at any moment; `confirmed` are the numbers that each chat had seen before the books were read."""
    by_chat = Counter(entry.chat for entry in books.orders.values())
    for chat, numbers in confirmed.items():
        for number in numbers:
            if number not in books.orders:
                shop.findings.lose(ORDERS, f"{number}, seen confirmed by {chat}")
        if by_chat[chat] > len(numbers) + 1:  # one may be placed and its confirmation under way
            shop.findings.double(ORDERS, f"{chat} has more than was confirmed, after {numbers[-1:]}")
    told = {one.subject.about for one in books.notices if one.subject.kind == NoticeKind.UMKM_ORDER}
    for number in books.orders.keys() - told:
        shop.findings.lose(NOTICES, f"nobody is to make {number}")
    _frozen(shop.findings, books)
    _sold(shop, books)
    _done_once(shop.findings, books)


def _frozen(findings: Findings, books: Books) -> None:
    """Each closed shipment has one manifest, which has just what is due in it."""
    closed = {one.shipment for one in books.orders.values() if one.is_closed} - books.in_the_making
    for code in closed:
        versions = books.manifests.get(code, [])
        findings.differ(ORDERS, f"versions of {code}", len(versions), 1)
        due = {one.number: one.due for one in books.orders.values() if one.shipment == code}
        frozen = versions[-1] if versions else {}
        for number in due.keys() | frozen.keys():
            same(findings, f"{number} in the manifest", frozen.get(number, {}), due.get(number, {}))


def same(findings: Findings, where: str, found: Pieces, should: Pieces) -> None:
    """Counts one order lost or doubled for each product whose pieces differ."""
    for name in found.keys() | should.keys():
        is_now, wanted = found.get(name, 0), should.get(name, 0)
        if is_now < wanted:
            findings.lose(ORDERS, f"{where}: {is_now} of {wanted} {name}")
        elif is_now > wanted:
            findings.double(ORDERS, f"{where}: {is_now} instead of {wanted} {name}")


def _sold(shop: TradingShop, books: Books) -> None:
    sold: Counter[str] = Counter()
    for entry in books.orders.values():
        sold.update(entry.ordered)
    for name, before in shop.stock_before.items():
        taken = (before or 0) - (books.stock[name] or 0)
        if taken != sold[name]:
            shop.findings.differ(ORDERS, f"{name} taken from the stock", taken, sold[name])


def _done_once(findings: Findings, books: Books) -> None:
    """An order is placed once, and each of its lines is answered once."""
    for entry in books.orders.values():
        for what, most in (("placed", 1), ("answered", len(entry.ordered))):
            times = entry.history.get(what, 0)
            if times > most:
                findings.double(UPDATES, f"{entry.number} was {what} {times} times", times - most)


async def at_rest(shop: TradingShop, books: Books, codes: list[str]) -> None:
    """Everybody has finished: compares the orders of these shipments, all updates and all notices."""
    while_trading(shop, books, {one.person.id: one.numbers for one in shop.customers})
    _all_confirmed(shop, books)
    mine = [one for one in books.orders.values() if one.shipment in codes]
    await asyncio.gather(*(_own_pages(shop, one, mine) for one in shop.customers))
    told = [one for chat in shop.api.world.chats.values() for one in told_in(chat)]
    _makers(shop.findings, books, told)
    for code in codes:
        _pick_list(shop.findings, code, mine, told)
    _updates(shop, await shop.at_rest())
    _notices(shop, books, told)


def _all_confirmed(shop: TradingShop, books: Books) -> None:
    confirmed = [number for one in shop.customers for number in one.numbers]
    for number in books.orders.keys() - confirmed:
        shop.findings.double(ORDERS, f"{number}, which nobody saw confirmed")
    for number, times in Counter(confirmed).items():
        shop.findings.differ(ORDERS, f"{number} confirmed", times, 1)


async def _own_pages(shop: TradingShop, customer: Customer, entries: list[Entry]) -> None:
    """What a customer's own pages show is what is due."""
    for entry in entries:
        if entry.number in customer.numbers:
            seen = await customer.looked_at(entry.number)
            same(shop.findings, f"{entry.number} on its page", seen, entry.due)


def _makers(findings: Findings, books: Books, told: list[Told]) -> None:
    """What the UMKM was told of each order is what was ordered."""
    for one in told:
        if one.subject.kind == NoticeKind.UMKM_ORDER:
            entry = books.orders.get(one.subject.about)
            ordered = entry.ordered if entry else {}
            should = {"": sum(ordered.values())} if "" in one.pieces else ordered
            same(findings, f"{one.subject.about} as its UMKM was told", dict(one.pieces), should)


def _pick_list(findings: Findings, code: str, entries: list[Entry], told: list[Told]) -> None:
    """What the UMKM was told to pick is what is due in all."""
    due: Counter[str] = Counter()
    for entry in entries:
        if entry.shipment == code and entry.is_closed:
            due.update({name: pieces for name, pieces in entry.due.items() if pieces})
    lists = [
        one
        for one in told
        if one.subject.kind == NoticeKind.PICK_LIST and one.subject.about == f"{code}-v1" and not one.part
    ]
    if due and not lists:
        findings.lose(NOTICES, f"the pick list of {code}")
    for one in lists:
        same(findings, f"the pick list of {code}", dict(one.pieces), dict(due))


def _updates(shop: TradingShop, books: Books) -> None:
    """Every update that Telegram had is in the inbox, handled and answered."""
    shop.findings.differ(UPDATES, "updates in the inbox", books.updates, shop.api.updates.pushed)
    left = len(shop.api.updates.waiting) + books.unanswered + len(shop.api.world.taps)
    if left:
        shop.findings.lose(UPDATES, f"{left} updates waiting or not answered", left)
    for number, error in enumerate(one for one in books.parked if not undone_in_time(one)):
        shop.findings.lose(UPDATES, f"parked {number}: {error[-200:]}")


def undone_in_time(error: str) -> bool:
    """Whether an update was parked as it waited for five seconds: its person was told, and may try again."""
    return WaitedTooLong.__name__ in error


def _notices(shop: TradingShop, books: Books, told: list[Told]) -> None:
    """Every notice that is written down as delivered has arrived, and none failed; none came twice."""
    arrived = {one.subject for one in told}
    for one in books.notices:
        if one.state == NoticeState.FAILED:
            shop.findings.lose(NOTICES, f"{one.subject} has failed")
        elif one.state in DELIVERED and one.subject not in arrived:
            shop.findings.lose(NOTICES, f"{one.subject} never arrived")
    for twice in repeated(told, shop.cuts)[1]:
        shop.findings.double(NOTICES, f"{twice.subject} {twice.part}, message {twice.message_id}")
