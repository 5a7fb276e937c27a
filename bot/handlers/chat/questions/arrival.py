"""Whether a parcel arrives before a day: when it leaves, and how long the way takes."""

from __future__ import annotations

from datetime import date, timedelta

from bot.conversation.translation import _
from bot.core.clock import solo_day
from bot.destinations.prices.rate_cards import RateCard
from bot.handlers.chat.questions import country_lines
from bot.handlers.shared import formatting
from bot.handlers.shared.turn import Turn
from bot.handlers.shared.typed_dates import day_within
from bot.orders import Order
from bot.shipments import Shipment


def day_asked(turn: Turn) -> date | None:
    """The day before which it is to arrive, by its date or its feast; None where the text names none."""
    today = solo_day(turn.now)
    if (day := day_within(turn.text, today)) is not None:
        return day
    for feast in turn.shop.reader().feasts(turn.text):
        day = date.fromisoformat(f"{today.year}-{feast}")
        return day if day >= today else day.replace(year=today.year + 1)
    return None


async def expected(turn: Turn, to: str, order: Order | None) -> list[str]:
    """About when it arrives, by its departure and the rate card, and whether that is before the day asked.

    Nothing where no rate card says how long the way takes.
    """
    card = turn.shop.freight.card(to, solo_day(turn.now))
    if card is None or not card.transit_days_most:
        return []
    leaves = await _leaves(turn, to, order)
    first, last = (
        leaves + timedelta(days=days) for days in (card.transit_days_least, card.transit_days_most)
    )
    words = _("The way takes about {least} to {most} days, so it is there about {first} to {last}.")
    days = {"least": card.transit_days_least, "most": card.transit_days_most}
    told = words.format(first=formatting.day(first), last=formatting.day(last), **days)
    lines = [told, _verdict(day_asked(turn), first, last), _unsure(card)]
    return [one for one in lines if one]


async def _leaves(turn: Turn, to: str, order: Order | None) -> date:
    if order is not None and order.shipment_id is not None:
        return solo_day((await turn.db.get_one(Shipment, order.shipment_id)).departs_at)
    return solo_day(await country_lines.next_departure(turn, to))


def _verdict(asked: date | None, first: date, last: date) -> str:
    if asked is None:
        return ""
    if last < asked:
        words = _("✓ If all goes well, that is before {day}.")
    elif first < asked:
        words = _("⚠ Before {day} is close: it may or may not arrive in time.")
    else:
        words = _("✖ Before {day} it hardly arrives.")
    return words.format(day=formatting.day(asked))


def _unsure(card: RateCard) -> str:
    if card.example:
        return _("These days are examples, not a carrier's own; customs and couriers nobody can promise.")
    return _("Customs and couriers nobody can promise.")
