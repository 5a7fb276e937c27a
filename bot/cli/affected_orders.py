"""`rantau rules --touched`: placed orders that today's rules treat more strictly than those at placing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import typer

from bot.cli.database import on_database, reading
from bot.cli.output import as_json, say, table
from bot.cli.shop import shop_of
from bot.core import settings
from bot.core.settings import Settings
from bot.ordering.shop import Shop
from bot.shipping.rule_changes import AffectedLine, affected

LANGUAGE = "en"
HEADER = ("order", "shipment_id", "sku", "pieces", "before", "now", "why")


def touched_orders(json: bool) -> None:
    """Prints the affected lines of orders in open shipments. Raises CommandRefused without a database."""
    found = settings.load()
    shop = shop_of(found)
    lines = on_database(_read(shop, found), found)
    rows = [_row(one) for one in lines]
    if json:
        as_json([dict(zip(HEADER, row, strict=True)) for row in rows])
    elif rows:
        table(HEADER, rows)
    else:
        typer.echo("No order in an open shipment is touched.")
    say(f"Rules of version {shop.restrictions.version}. No placed order is changed by a rule.")


async def _read(shop: Shop, found: Settings) -> Sequence[AffectedLine]:
    async with reading(found) as db:
        return await affected(db, shop.restrictions, shop.catalogue.by_id, shop.clock.today())


def _row(one: AffectedLine) -> tuple[Any, ...]:
    now, why = one.verdict.action.value, one.verdict.reason(LANGUAGE)
    return (one.number, one.shipment_id, one.sku, one.pieces, one.before.value, now, why)
