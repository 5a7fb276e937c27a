"""Customers who chat at random, with checks of their carts and orders after each step."""

from __future__ import annotations

import random
import re
from collections import Counter, deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from bot.conversation.events import Attachment, Event
from bot.conversation.screens import Screen, labels_of
from bot.core.database import session_on
from bot.ordering import carts, maker_answers
from tests.support import placed_orders
from tests.support.one_process import OneProcess
from tests.support.recording_channel import tap, text
from tests.support.unasked_changes import Standing, Step, parked, standings, wrong_with

COMMANDS = ("/start", "/menu", "/batal", "/keranjang", "/pesanan", "/tujuan", "/bantuan", "/tujuan jepang")
SHORT = (
    "ya",
    "betul",
    "ga",
    "salah",
    "2",
    "3 bks",
    "yang sapi",
    "semuanya",
    "0912345678",
    "Siti Aminah",
    "🙏",
    "?",
)
EARLIER, RESOLVED = 15, 12
FORWARD = re.compile(
    r"checkout|reading/\w+/(right|pick|count)|order/\d+/(set|cancel|choose|change|line)"
    r"|cart/(clean|empty)|cart/set/\d+/0|to/TW"
)
SETTLES = re.compile(r"checkout/(confirm|skip|reuse)|reading/\w+/right|order/\d+/(cancel/\d|choose|set)")
EXAMPLE = re.compile(r"\+?\d[\d -]{2,}\d")
Label = Mapping[str, Any]
Way = Callable[[Screen], tuple[Event, Label]]
UNLABELLED: Label = {}


@dataclass
class Talker:
    """A customer with their chat, and all the screens they have seen."""

    chat: str
    chance: random.Random
    said: Iterator[Label]
    seen: deque[Screen] = field(default_factory=lambda: deque(maxlen=EARLIER))
    trail: deque[str] = field(default_factory=lambda: deque(maxlen=25))
    steps: int = 0
    resolved: int = 0

    def next(self, screen: Screen, notices: Sequence[Screen]) -> Step:
        """The customer's next step at this screen."""
        self.steps += 1
        how = self._go_on if self.resolved else self.chance.choices(*zip(*self._ways.items(), strict=True))[0]
        self.seen.extend(one for one in notices[-2:] if one not in self.seen)
        event, label = how(screen)
        route = event.route or _typed_label(event.text, screen, notices)
        step = Step(event, route, screen.asks.route if screen.asks else "", label)
        self.trail.append(str(step))
        return step

    @property
    def _ways(self) -> dict[Way, int]:
        """The kinds of steps with their weights in percent."""
        return {
            self._message: 45,
            self._tap: 21,
            self._tap_earlier: 9,
            self._label: 8,
            self._short: 8,
            self._command: 4,
            self._go_on: 3,
            self._photo: 2,
        }

    def _go_on(self, screen: Screen) -> tuple[Event, Label]:
        """A step towards placing, changing or cancelling an order; RESOLVED of them follow each other."""
        self.resolved = (self.resolved or RESOLVED) - 1
        routes = sorted({one.route for one in screen.buttons if FORWARD.match(one.route)})
        if screen.asks and screen.asks.route.startswith("checkout/give/"):
            example = EXAMPLE.search(screen.body)
            return text(self.chat, self._id, example[0] if example else "Siti Aminah"), UNLABELLED
        if not routes and screen.route.startswith("cart"):
            return self._message(screen)
        last = [one for one in routes if SETTLES.match(one)]
        return tap(self.chat, self._id, self.chance.choice(last or routes or ["cart"])), UNLABELLED

    @property
    def _id(self) -> str:
        return f"{self.chat}-{self.steps}"

    def _message(self, screen: Screen) -> tuple[Event, Label]:
        told = next(self.said)
        return text(self.chat, self._id, told["text"]), told

    def _tap(self, screen: Screen) -> tuple[Event, Label]:
        routes = sorted({one.route for one in screen.buttons if one.route}) or ["home"]
        weights = [6 if FORWARD.match(one) else 1 for one in routes]
        return tap(self.chat, self._id, self.chance.choices(routes, weights)[0]), UNLABELLED

    def _tap_earlier(self, screen: Screen) -> tuple[Event, Label]:
        return self._tap(self.chance.choice([*self.seen, screen]))

    def _label(self, screen: Screen) -> tuple[Event, Label]:
        shown = self.chance.choice([screen, screen, self.chance.choice([*self.seen, screen])])
        labels = sorted(labels_of(shown).items()) or [("Menu", "menu")]
        weights = [6 if FORWARD.match(route) else 1 for _label, route in labels]
        return text(self.chat, self._id, self.chance.choices(labels, weights)[0][0]), UNLABELLED

    def _command(self, screen: Screen) -> tuple[Event, Label]:
        return text(self.chat, self._id, self.chance.choice(COMMANDS)), UNLABELLED

    def _short(self, screen: Screen) -> tuple[Event, Label]:
        return text(self.chat, self._id, self.chance.choice(SHORT)), UNLABELLED

    def _photo(self, screen: Screen) -> tuple[Event, Label]:
        photo = Attachment("photo", "a-photo", "struk.jpg", 100)
        return replace(text(self.chat, self._id, "bukti tf kak"), attachment=photo), UNLABELLED


def _typed_label(typed: str, screen: Screen, notices: Sequence[Screen]) -> str:
    for shown in (screen, *reversed(notices)):
        for label, route in labels_of(shown).items():
            if typed.strip().casefold() == label.casefold():
                return route
    return ""


@dataclass
class Walk:
    """Several customers who take steps in turn."""

    process: OneProcess
    talkers: Sequence[Talker]
    tally: Counter[str] = field(default_factory=Counter)

    async def begin(self) -> None:
        """Starts the customers, with and without an order, a filled cart and a destination."""
        await self.process.take(*(text(one.chat, "start", "/start") for one in self.talkers))
        for number, one in enumerate(self.talkers):
            if number & 4:
                await self.process.take(tap(one.chat, "to", "to/TW"))
            await self._with(one.chat, bool(number & 1), bool(number & 2))
        self._now = await standings(self.process, [one.chat for one in self.talkers])

    async def _with(self, chat: str, ordered: bool, filled: bool) -> None:
        shop, who = self.process.shop, await self.process.person(chat)
        ids = {sku: one.id for sku, one in shop.catalogue.by_sku.items()}
        async with self.process.db.writing() as connection, session_on(connection) as db:
            now = shop.clock.now()
            if ordered:
                wanted = {ids["SOLO-001"]: 3, ids["SOLO-002"]: 2}
                order = await placed_orders.place(db, shop, replace(who, destination="TW"), wanted, now)
                line = order.lines[0]
                await maker_answers.answer(
                    db, order.id, line.umkm_id, {line.id: 1}, order.revision, who.id, now, shop
                )
            if filled and who.destination:
                await placed_orders.draft(db, shop, who, {ids["SOLO-001"]: 2, ids["SOLO-014"]: 1}, now)
            elif filled:
                made = await carts.draft_of(db, who, now)
                await carts.set_line(db, made, shop.catalogue.by_id[ids["SOLO-002"]], 4)
            await db.commit()

    async def go(self, rounds: int) -> None:
        """Runs so many rounds; raises AssertionError after the first step that breaks an invariant."""
        for number in range(rounds):
            if number % 10 == 0:
                await self.process.worker.deliver_notices()
                await self.process.worker.settled()
            await self._round()

    async def _round(self) -> None:
        channel = self.process.channel
        steps = {
            one.chat: one.next(channel.shown[one.chat][-1], channel.notices[one.chat]) for one in self.talkers
        }
        await self.process.take(*(one.event for one in steps.values()))
        after = await standings(self.process, list(steps))
        errors = await parked(self.process)
        for talker in self.talkers:
            step, screen = steps[talker.chat], channel.shown[talker.chat][-1]
            talker.seen.append(screen)
            talker.trail.append(f"    {screen.route or '-'}: {screen.title}")
            wrong = wrong_with(step, self._now[talker.chat], after[talker.chat], screen)
            self._count(step, self._now[talker.chat], after[talker.chat])
            if wrong or errors:
                raise AssertionError(self._told(talker, [*wrong, *errors], after))
        self._now = after

    def _count(self, step: Step, before: Standing, after: Standing) -> None:
        self.tally["steps"] += 1
        self.tally["typed" if step.event.kind == "text" else "tapped"] += 1
        self.tally["placed"] += len(after.placed) - len(before.placed)
        self.tally["carts changed"] += before.cart != after.cart
        self.tally["carts emptied"] += bool(before.cart) and not after.cart
        self.tally["orders changed"] += any(after.placed[one] != before.placed[one] for one in before.placed)

    def _told(self, talker: Talker, wrong: Sequence[str], after: Mapping[str, Standing]) -> str:
        was, now = self._now[talker.chat], after[talker.chat]
        return "\n".join([*wrong, f"{was}", f"{now}", *talker.trail])
