"""Totals by country, UMKM, product, shipment or status, for any period."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.conversation.routing import action, place
from bot.conversation.screens import Ask, Button, Screen, Sum, noted, shorten, sum_line
from bot.conversation.translation import _, language, later, ngettext
from bot.core.money import number
from bot.handlers.shared import formatting, typed_dates
from bot.handlers.shared.order_states import state_name
from bot.handlers.shared.paging import back, leaf
from bot.handlers.shared.turn import Turn
from bot.orders import OrderState
from bot.people import Role
from bot.shipping import reports
from bot.shipping.reports import By, CountryName, Total

ALWAYS = "-"
BY_LABELS = {
    By.COUNTRY: later("Country"),
    By.UMKM: later("UMKM"),
    By.PRODUCT: later("Product"),
    By.SHIPMENT: later("Shipment"),
    By.STATUS: later("Status"),
}
BY_TITLES = {
    By.COUNTRY: later("Totals by country"),
    By.UMKM: later("Totals by UMKM"),
    By.PRODUCT: later("Totals by product"),
    By.SHIPMENT: later("Totals by shipment"),
    By.STATUS: later("Totals by status"),
}


@dataclass(frozen=True, slots=True)
class _Totals:
    """The totals of a period, and the sum of all of it: they read every order of it."""

    by: By
    first: date | None
    last: date | None
    language: str
    country_name: CountryName = field(compare=False)

    async def read(self, db: AsyncSession) -> tuple[list[Total], Total]:
        """The rows, and their sum."""
        rows = await reports.totals(db, self.by, self.first, self.last, self.language, self.country_name)
        return rows, await reports.sum_of_all(db, self.first, self.last)


@place("c/totals", role=Role.COORDINATOR)
async def totals(turn: Turn) -> Screen:
    """The totals of all time by country, with buttons to all others."""
    return await totals_by(turn, By.COUNTRY, ALWAYS, ALWAYS, 1)


@place("c/totals/{by}/{start}/{end}/{page}", role=Role.COORDINATOR)
async def totals_by(turn: Turn, by: str, start: str, end: str, page: int) -> Screen:
    """The totals of a period, first and last day included; `-` is no bound."""
    grouping = By(by) if by in set(By) else By.COUNTRY
    first, last = _bound(start), _bound(end)
    bounds = f"{first or ALWAYS}/{last or ALWAYS}"
    wanted = _Totals(grouping, first, last, language(), turn.shop.destinations.name)
    rows, everything = await turn.read_beside(wanted)
    lines = [_row(grouping, row) for row in rows] or [_("Nothing was ordered in this time.")]
    others = [other for other in By if other is not grouping]
    buttons = [
        *(
            Button(_(BY_LABELS[other]), f"c/totals/{other}/{bounds}/1", beside=bool(i))
            for i, other in enumerate(others)
        ),
        Button(_("Period"), f"c/period/{grouping}"),
        Button(_("CSV file"), f"c/totals/{grouping}/{bounds}/file", beside=True),
        back("c"),
    ]
    pages = f"c/totals/{grouping}/{bounds}/{{page}}"
    return leaf(
        _(BY_TITLES[grouping]), lines, page, pages, buttons, _period(first, last), sums=_all(everything)
    )


def _all(row: Total) -> list[Sum]:
    """All orders of the period."""
    sums = [
        sum_line(_("Orders"), number(row.orders, language())),
        sum_line(_("Pieces"), number(row.pieces, language())),
        sum_line(_("Weight"), formatting.weight(row.grams)),
        sum_line(_("All goods"), formatting.rupiah(row.rupiah), total=True),
    ]
    if row.paid_rupiah is not None:
        sums.append(sum_line(_("Paid of it"), formatting.rupiah(row.paid_rupiah)))
    return sums


def _bound(text: str) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if day.year in typed_dates.YEARS else None


def _period(first: date | None, last: date | None) -> str:
    if first and last:
        return _("Placed from {first} to {last}").format(
            first=formatting.day(first), last=formatting.day(last)
        )
    if first:
        return _("Placed since {first}").format(first=formatting.day(first))
    return _("Placed until {last}").format(last=formatting.day(last)) if last else _("Placed at any time")


def _row(by: By, row: Total) -> str:
    name = row.name
    if by is By.STATUS:
        name = state_name(OrderState(row.key))
    elif by is By.SHIPMENT:
        name = row.key
    return _("{name}: {sums}").format(name=shorten(name, 60), sums=_sums(row))


def _sums(row: Total) -> str:
    sums = ngettext(
        "{orders} order, {pieces} pcs, {weight}, {rupiah}",
        "{orders} orders, {pieces} pcs, {weight}, {rupiah}",
        row.orders,
    ).format(
        orders=row.orders,
        pieces=row.pieces,
        weight=formatting.weight(row.grams),
        rupiah=formatting.rupiah(row.rupiah),
    )
    if row.paid_rupiah is None:
        return sums
    return _("{sums} (paid {paid})").format(sums=sums, paid=formatting.rupiah(row.paid_rupiah))


@action("c/totals/{by}/{start}/{end}/file", role=Role.COORDINATOR, moves_sums=False)
async def totals_file(turn: Turn, by: str, start: str, end: str) -> Screen:
    """Sends the totals as a CSV file."""
    grouping = By(by) if by in set(By) else By.COUNTRY
    first, last = _bound(start) or ALWAYS, _bound(end) or ALWAYS
    screen = noted(await totals_by(turn, grouping, start, end, 1), _("Here is the file."))
    return replace(screen, files=[f"totals/{grouping}/{first}/{last}"])


@place("c/period/{by}", role=Role.COORDINATOR)
async def period(turn: Turn, by: str) -> Screen:
    """Asks for the period of the totals."""
    grouping = By(by) if by in set(By) else By.COUNTRY
    today = turn.shop.clock.today()
    month, month_ago = today.replace(day=1), today - timedelta(days=29)
    buttons = [
        Button(_("All time"), f"c/totals/{grouping}/-/-/1"),
        Button(_("This month"), f"c/totals/{grouping}/{month}/{today}/1"),
        Button(_("Last 30 days"), f"c/totals/{grouping}/{month_ago}/{today}/1"),
        back(f"c/totals/{grouping}/-/-/1"),
    ]
    body = _("Tap, or type the days, for example {example}.").format(example=_example(today))
    return Screen(_("Which time?"), body, buttons, asks=Ask(f"c/period/{grouping}/typed"))


def _example(today: date) -> str:
    first = today.replace(day=1)
    return f"{first.day}/{first.month}/{first.year} - {today.day}/{today.month}/{today.year}"


@action("c/period/{by}/typed", role=Role.COORDINATOR, moves_sums=False)
async def typed_period(turn: Turn, by: str) -> Screen:
    """The totals of the typed period."""
    days = typed_dates.period_typed(turn.text, turn.shop.clock.today())
    if days is None:
        return noted(await period(turn, by), _("I could not read these days."))
    return await totals_by(turn, by, str(days[0]), str(days[1]), 1)
