"""Faults of Telegram: calls refused for a while, failing, done and then cut off, or answered by half."""

from __future__ import annotations

from functools import partial
from typing import Any

from bench.durability import rounds, trading_shop
from bench.durability.fault import Fault, Outcome, Trial
from bench.durability.findings import UPDATES
from bench.durability.trading_shop import PACED, Crowd, TradingShop
from tests.support.bot_api.troubles import Kind, Troubles, any_call
from tests.support.told_notices import is_notice

CUSTOMERS, MAKERS, RESTS_SECONDS = 20, 6, 60.0
A_ROUND = 200
SHARE, SHARE_OF_FLOODS, SHARE_AT_NOTICES = 0.15, 0.03, 1 / 3
FLOODS = (Kind.FLOOD_CHAT, Kind.FLOOD_CHAT, Kind.FLOOD_BOT)
HOW = """{customers} customers order, {makers} people of an UMKM answer, and half-way through each
round of {a_round} faults a coordinator closes the shipment, so that notices and files go out too.
The program keeps to Telegram's limits. {share:.0%} of all calls of any kind, `getUpdates` among them,
{befalls}; a third of the faults wait for a notice or a file. After each round all accounts are
compared as under [kills](#kills), and nobody may have got more screens than updates were sent, but
for those that were cut off."""


async def run(trial: Trial, kinds: tuple[Kind, ...], share: float) -> Outcome:
    """Does the fault to so many calls, one at a time."""
    crowd = Crowd(min(CUSTOMERS, 3 * trial.tries), MAKERS, RESTS_SECONDS)
    async with trading_shop.opened(trial, crowd, PACED, killed=False) as shop:
        shop.api.troubles = troubles = Troubles(shop.api.world.chats, kinds, share, 0, chance=shop.chance)
        await rounds.in_rounds(shop, trial, partial(_one_more, troubles, share), A_ROUND)
        _answered_once(shop)
        told = ", ".join(f"{count} {kind}" for kind, count in sorted(troubles.done.items()))
        refused = f"; {troubles.refused} calls refused with 429" if troubles.refused else ""
        return await rounds.outcome(shop, troubles.total, told + refused)


async def _one_more(troubles: Troubles, share: float, shop: TradingShop) -> None:
    """Befalls one more call; one in three times the next that sends a notice or a file."""
    at_notices = shop.chance.random() < SHARE_AT_NOTICES
    troubles.only, troubles.share = (_sends_a_notice, 1.0) if at_notices else (any_call, share)
    troubles.most = troubles.total + 1
    await troubles.all_done()


def _sends_a_notice(method: str, arguments: dict[str, Any]) -> bool:
    return method == "sendDocument" or (method == "sendMessage" and is_notice(arguments["text"]))


def _answered_once(shop: TradingShop) -> None:
    """Nobody gets more messages with screens than they sent updates, but for those cut off."""
    for one in shop.customers:
        bot = [message for message in one.person.chat.from_bot if not message.document]
        screens = [message for message in bot if not is_notice(message.text) and not message.cut_off]
        surplus = len(screens) - shop.api.updates.by_person[one.person.id]
        if surplus > 0:
            shop.findings.double(UPDATES, f"{surplus} screens more than updates of {one.person.id}", surplus)


def _fault(name: str, what: str, befalls: str, kinds: tuple[Kind, ...], tries: int, share: float) -> Fault:
    how = HOW.format(customers=CUSTOMERS, makers=MAKERS, a_round=A_ROUND, share=share, befalls=befalls)
    return Fault(name, what, how, partial(run, kinds=kinds, share=share), tries)


FAULTS = (
    _fault(
        "too-many-requests",
        "429: a chat, or the whole bot, is to wait",
        "meet flood control, two in three of their chat, the third of the bot: for two seconds all its calls "
        "are refused with a `retry_after`",
        FLOODS,
        60,
        SHARE_OF_FLOODS,
    ),
    _fault(
        "server-errors",
        "5xx, or the connection is cut before the call is done",
        "fail with 500 and 503 as JSON, 502 and 504 as a gateway's HTML, or are cut off undone",
        (Kind.FAILED, Kind.NOT_DONE),
        400,
        SHARE,
    ),
    _fault(
        "accepted-then-cut",
        "the call is done, and the connection cut before its answer",
        "are done and never answered",
        (Kind.CUT_OFF,),
        400,
        SHARE,
    ),
    _fault(
        "half-answers",
        "the call is done, and half its answer comes",
        "are done and answered by half, then cut",
        (Kind.HALF,),
        400,
        SHARE,
    ),
)
