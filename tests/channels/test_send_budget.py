"""The send budget: no second sees too much, replies go first, nobody waits for a slow chat."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Coroutine
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from bot.channels import shared_slots
from bot.channels.base import TryLater
from bot.channels.send_budget import SendBudget
from bot.channels.shared_slots import SendPace, SharedSlots, forget_full_paces
from bot.channels.slots import AFTER_A_BAN, OF_LAST, Limits, OwnSlots, Pace, Slot, Urgency, Wait
from bot.core.clock import machine_now
from bot.core.database import Database
from tests.support import virtual_time

LIMITS = Limits(a_second=30, chat=Pace(1.0, 5), group=Pace(4.0, 5))


def now() -> float:
    return asyncio.get_running_loop().time()


@dataclass
class Server:
    """Notes when each message arrives; `delay` is how long one is on its way."""

    limits: Limits = LIMITS
    delay: tuple[float, float] = (0.002, 0.02)
    arrived: list[tuple[float, str]] = field(default_factory=list)
    rnd: random.Random = field(default_factory=lambda: random.Random(1))

    def __post_init__(self) -> None:
        self.budget = SendBudget(self.limits, OwnSlots(self.limits.a_second, now))

    async def send(self, chat: str, urgency: Urgency, group: bool = False) -> float:
        """Sends; returns the seconds that it took."""
        begun = now()
        async with self.budget.turn(chat, urgency, group):
            way = self.rnd.uniform(*self.delay)
            await asyncio.sleep(way / 2)
            self.arrived.append((now(), chat))
            await asyncio.sleep(way / 2)
        return now() - begun

    def most_in(self, seconds: float, chat: str | None = None) -> int:
        """The most messages that arrived within so many seconds, wherever they begin."""
        times = [at for at, to in sorted(self.arrived) if chat in (None, to)]
        return max(sum(first <= at < first + seconds for at in times) for first in times)


def notices(server: Server, count: int) -> list[Coroutine[Any, Any, float]]:
    return [server.send(f"n{number}", Urgency.NOTICE) for number in range(count)]


@pytest.mark.parametrize("delay", [(0.0, 0.004), (0.0, 0.4), (0.1, 0.2)])
def test_no_second_sees_more_than_is_allowed_however_uneven_the_way(delay: tuple[float, float]) -> None:
    async def work() -> Server:
        server = Server(delay=delay)
        await asyncio.gather(*notices(server, 300))
        return server

    assert virtual_time.run(work()).most_in(1.0) <= LIMITS.a_second


def test_a_notice_is_sent_though_replies_take_all_there_is() -> None:
    async def work() -> tuple[list[float], float]:
        server = Server()

        async def taps_on(chat: str) -> float:
            longest = 0.0
            while now() < 100:
                longest = max(longest, await server.send(chat, Urgency.REPLY))
            return longest

        people = [asyncio.create_task(taps_on(f"p{number}")) for number in range(60)]
        told = await asyncio.gather(*notices(server, 20))
        return told, max(await asyncio.gather(*people))

    told, longest_reply = virtual_time.run(work())
    assert 60 < max(told) < 90
    assert longest_reply < 5


def test_nearly_all_of_the_allowed_rate_is_used() -> None:
    async def work() -> float:
        server = Server(delay=(0.001, 0.005))
        await asyncio.gather(*notices(server, 600))
        return len(server.arrived) / max(at for at, _chat in server.arrived)

    assert virtual_time.run(work()) >= 0.95 * LIMITS.a_second


def test_what_goes_late_on_a_busy_machine_is_made_up_for() -> None:
    class Slow(OwnSlots):
        async def take(self, chat: str, pace: Pace, urgency: Urgency) -> Slot | Wait:
            await asyncio.sleep(0.006)
            return await OwnSlots.take(self, chat, pace, urgency)

    async def work() -> float:
        server = Server(delay=(0.001, 0.005))
        server.budget.slots = Slow(LIMITS.a_second, now)
        await asyncio.gather(*notices(server, 600))
        assert server.most_in(1.0) <= LIMITS.a_second
        return len(server.arrived) / max(at for at, _chat in server.arrived)

    assert virtual_time.run(work()) >= 0.95 * LIMITS.a_second


def test_notices_come_evenly() -> None:
    async def work() -> list[float]:
        server = Server(delay=(0.001, 0.005))
        await asyncio.gather(*notices(server, 100))
        return sorted(at for at, _chat in server.arrived)

    arrived = virtual_time.run(work())
    assert min(later - at for at, later in zip(arrived, arrived[OF_LAST:], strict=False)) > 0.055


def test_a_reply_waits_for_no_notice() -> None:
    async def work() -> list[float]:
        server = Server()
        crowd = [asyncio.create_task(one) for one in notices(server, 600)]
        await asyncio.sleep(3)
        took = []
        for tap in range(40):
            took.append(await server.send(f"r{tap}", Urgency.REPLY))
            await asyncio.sleep(0.1)
        await asyncio.gather(*crowd)
        return took

    assert max(virtual_time.run(work())) <= 0.1


def test_late_replies_go_after_those_of_people_who_write_now_and_before_notices() -> None:
    async def work() -> tuple[list[float], list[str]]:
        server = Server()
        crowd = [asyncio.create_task(one) for one in notices(server, 300)]
        late = [asyncio.create_task(server.send(f"l{number}", Urgency.LATE)) for number in range(300)]
        took = []
        for tap in range(40):
            took.append(await server.send(f"r{tap}", Urgency.REPLY))
            await asyncio.sleep(0.1)
        await asyncio.gather(*crowd, *late)
        return took, [to for _at, to in sorted(server.arrived)]

    took, order = virtual_time.run(work())
    assert max(took[10:]) <= 0.15  # the first burst is gone with the first late ones
    assert sum(to.startswith("n") for to in order[:300]) <= LIMITS.a_second


def test_a_chat_gets_five_replies_at_once_and_then_one_a_second() -> None:
    async def work() -> list[float]:
        server = Server(delay=(0.0, 0.0))
        await asyncio.gather(*(server.send("7", Urgency.REPLY) for _ in range(8)))
        return [round(at, 3) for at, _chat in server.arrived]

    assert virtual_time.run(work()) == [0, 0, 0, 0, 0, 1, 2, 3]


def test_notices_leave_the_burst_of_their_chat_free() -> None:
    async def work() -> tuple[list[float], float]:
        server = Server(delay=(0.0, 0.0))
        crowd = asyncio.gather(*(server.send("7", Urgency.NOTICE) for _ in range(4)))
        await asyncio.sleep(1.5)
        took = max([await server.send("7", Urgency.REPLY) for _ in range(3)])
        await crowd
        return [round(at, 3) for at, _chat in server.arrived][:2], took

    sent, took = virtual_time.run(work())
    assert sent == [0, 1]
    assert took < 0.1


def test_a_group_gets_at_most_twenty_messages_in_any_minute() -> None:
    async def send_patiently(server: Server) -> None:
        while True:
            try:
                await server.send("-1", Urgency.REPLY, group=True)
            except TryLater as busy:
                await asyncio.sleep(busy.seconds or 1)
            else:
                return

    async def work() -> Server:
        server = Server()
        await asyncio.gather(*(send_patiently(server) for _ in range(40)))
        return server

    assert virtual_time.run(work()).most_in(60.0, "-1") == 20


def test_a_chat_that_must_wait_delays_no_other() -> None:
    async def work() -> float:
        server = Server()
        await server.budget.slow_down("7", 15)
        waiting = asyncio.create_task(server.send("7", Urgency.REPLY))
        others = [await server.send(f"{chat}", Urgency.NOTICE) for chat in range(20, 30)]
        assert not waiting.done()
        assert await waiting >= 15
        return max(others)

    assert virtual_time.run(work()) <= 0.1


def test_a_long_wait_is_handed_back_with_its_seconds() -> None:
    async def work() -> float:
        server = Server()
        await server.budget.slow_down("7", 3600)
        with pytest.raises(TryLater) as later:
            await server.send("7", Urgency.NOTICE)
        await server.send("8", Urgency.NOTICE)
        return later.value.seconds or 0

    assert 3590 < virtual_time.run(work()) <= 3605


def test_two_refused_chats_stop_the_whole_bot_and_then_it_allows_itself_less() -> None:
    async def work() -> Server:
        server = Server(delay=(0.0, 0.0))
        await server.budget.slow_down("7", 5)
        await server.budget.slow_down("8", 5)
        await asyncio.gather(*(server.send(f"{chat}", Urgency.REPLY) for chat in range(100, 400)))
        return server

    server = virtual_time.run(work())
    assert min(at for at, _chat in server.arrived) >= 5
    assert server.most_in(1.0) == LIMITS.a_second - 1


def test_half_of_the_rate_is_used_however_often_the_server_asks_to_slow_down() -> None:
    async def work() -> Server:
        server = Server(delay=(0.0, 0.0))
        for number in range(40):
            await server.budget.slow_down(f"a{number}", 2)
            await server.budget.slow_down(f"b{number}", 2)
            await asyncio.sleep(3)
        await asyncio.gather(*(server.send(f"{chat}", Urgency.REPLY) for chat in range(100, 250)))
        return server

    assert virtual_time.run(work()).most_in(1.0) == LIMITS.a_second / 2


def test_all_that_are_refused_at_one_time_cost_one_slot() -> None:
    async def work() -> Server:
        server = Server(delay=(0.0, 0.0))
        for chat in range(20):
            await server.budget.slow_down(f"{chat}", 5)
            await asyncio.sleep(0.02)
        await asyncio.sleep(10)
        await asyncio.gather(*(server.send(f"{chat}", Urgency.REPLY) for chat in range(100, 400)))
        return server

    assert virtual_time.run(work()).most_in(1.0) == LIMITS.a_second - 1


def test_a_slot_that_rests_is_used_again_later() -> None:
    async def work() -> Server:
        server = Server(delay=(0.0, 0.0))
        await server.budget.slow_down("7", 1)
        await server.budget.slow_down("8", 1)
        await asyncio.sleep(AFTER_A_BAN + 2)
        await asyncio.gather(*(server.send(f"{chat}", Urgency.REPLY) for chat in range(100, 300)))
        return server

    assert virtual_time.run(work()).most_in(1.0) == LIMITS.a_second


def test_who_is_cancelled_while_waiting_takes_no_slot() -> None:
    async def work() -> float:
        server = Server(delay=(0.0, 0.0))
        await asyncio.gather(*(server.send("7", Urgency.REPLY) for _ in range(5)))
        gone = [asyncio.create_task(server.send("7", Urgency.REPLY)) for _ in range(10)]
        await asyncio.sleep(0.1)
        for one in gone:
            one.cancel()
        await asyncio.gather(*gone, return_exceptions=True)
        return await server.send("7", Urgency.REPLY)

    assert virtual_time.run(work()) <= 1.0


async def test_two_programs_on_one_database_share_the_slots_and_the_pace(
    postgres_tables_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shared_slots, "A_SECOND", 3600.0)
    databases = [Database(postgres_tables_url) for _ in range(2)]
    one, other = (SharedSlots(db, "telegram", "4242", a_second=6) for db in databases)
    chat, group = LIMITS.chat, LIMITS.group
    taken = [
        await each.take(f"{number}", chat, Urgency.REPLY) for number in range(3) for each in (one, other)
    ]
    assert sorted(slot.number for slot in taken if isinstance(slot, Slot)) == list(range(6))
    full = await other.take("9", chat, Urgency.REPLY)
    assert isinstance(full, Wait)
    assert not full.of_chat
    assert full.seconds > 3000
    assert isinstance(taken[0], Slot)
    await other.arrived(replace(taken[0], free_at=0.0))
    assert isinstance(await one.take("9", chat, Urgency.REPLY), Wait), "taken by somebody else meanwhile"
    await one.rest(600, "-5")
    waits = [await each.take("-5", group, Urgency.NOTICE) for each in (one, other)]
    assert all(isinstance(wait, Wait) and wait.of_chat and wait.seconds > 500 for wait in waits)
    async with databases[0].writing() as connection:
        await forget_full_paces(connection, machine_now() + timedelta(seconds=60))
        kept = (await connection.scalars(select(SendPace.chat_id))).all()
    assert kept == ["-5"]
    for db in databases:
        await db.close()


async def test_a_rest_of_the_whole_bot_holds_for_each_program(postgres_tables_url: str) -> None:
    db = Database(postgres_tables_url)
    one, other = (SharedSlots(db, "telegram", "4242", a_second=3) for _ in range(2))
    await one.rest(300, None)
    wait = await other.take("7", LIMITS.chat, Urgency.REPLY)
    assert isinstance(wait, Wait)
    assert not wait.of_chat
    assert 200 < wait.seconds <= 300
    await db.close()


async def test_slots_that_cannot_be_had_fail_the_message_and_not_the_budget() -> None:
    class Broken(OwnSlots):
        async def take(self, chat: str, pace: Pace, urgency: Urgency) -> Slot | Wait:
            if chat == "7":
                raise OSError("the database is away")
            return await OwnSlots.take(self, chat, pace, urgency)

    server = Server()
    server.budget.slots = Broken(LIMITS.a_second)
    with pytest.raises(TryLater):
        await server.send("7", Urgency.REPLY)
    assert await server.send("8", Urgency.REPLY) < 10


async def test_a_message_that_was_sent_stays_sent_when_its_slot_cannot_be_noted() -> None:
    class Broken(OwnSlots):
        async def arrived(self, slot: Slot) -> None:
            raise OSError("the database is away")

        async def rest(self, seconds: float, chat: str | None) -> None:
            raise OSError("the database is away")

    server = Server()
    server.budget.slots = Broken(LIMITS.a_second)
    assert await server.send("7", Urgency.REPLY) < 10
    await server.budget.slow_down("7", 5)
    assert len(server.arrived) == 1
