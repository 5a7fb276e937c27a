"""`rantau destinations`: lists, opens and closes destinations."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from bot.cli.output import as_json, refuse, say, table

if TYPE_CHECKING:
    from bot.core.settings import Settings
    from bot.ordering.shop import Shop

HEADER = ("code", "name", "wave", "state", "since", "by", "rate_card_until", "exchange_rate_on")
app = typer.Typer(
    help="Lists the destinations; opens and closes them. Customers can order to open ones only.",
    epilog="Example: rantau destinations",
    invoke_without_command=True,
)
Codes = Annotated[list[str], typer.Argument(help="countries, like JP or Jepang", metavar="COUNTRY...")]


@app.callback()
def list_all(
    context: typer.Context, json: Annotated[bool, typer.Option("--json", help="as JSON")] = False
) -> None:
    """Lists the destinations; opens and closes them. Customers can order to open ones only."""
    if context.invoked_subcommand is not None:
        return
    from bot.cli.shop import shop_of
    from bot.core import settings

    rows = _rows(shop_of(settings.load()))
    if json:
        as_json([dict(zip(HEADER, row, strict=True)) for row in rows])
    else:
        table(HEADER, rows)


def _rows(shop: Shop) -> list[tuple[Any, ...]]:
    from bot.cli.imports import who

    rows = []
    for one in shop.destinations:
        override = shop.overrides.openings.get(one.iso2)
        card, rate = shop.freight.card(one.iso2, shop.clock.today()), shop.rates.of(one.currency)
        until, on = card and card.valid_to.isoformat(), rate and rate.on.isoformat()
        state, by = "open" if one.open else "closed", who(override.by) if override else (None, None)
        rows.append((one.iso2, one.name_en, one.wave, state, *by, until, on))
    return rows


@app.command("open", epilog="Example: rantau destinations open JP")
def open_(countries: Codes) -> None:
    """Opens destinations: customers can order to them from now on, in the running shop too."""
    _state(countries, True)


@app.command(epilog="Example: rantau destinations close JP")
def close(countries: Codes) -> None:
    """Closes destinations for new orders; those that are placed stay as they are."""
    _state(countries, False)


def _state(countries: list[str], wanted: bool) -> None:
    from bot.cli.database import on_database
    from bot.core import settings

    found = settings.load()
    for line in on_database(_set(found, countries, wanted), found):
        typer.echo(line)
    say("A running shop follows by itself.")


async def _set(found: Settings, countries: list[str], wanted: bool) -> list[str]:
    from bot.cli.database import now, writing
    from bot.destinations import Destinations, overrides

    codes = _codes(Destinations.read(found.config_dir), countries)
    state = "open" if wanted else "closed"
    async with writing(found) as db:
        at = await now(db, found)
        moved = {iso2: await overrides.set_open(db, iso2, wanted, at) for iso2 in codes}
    return [f"{iso2} is {state} now" if new else f"{iso2} was {state} already" for iso2, new in moved.items()]


def _codes(destinations: Any, countries: list[str]) -> list[str]:
    named = {one: destinations.find(one) for one in countries}
    codes = {one: found.iso2 if found else one.upper() for one, found in named.items()}
    unknown = [one for one, iso2 in codes.items() if iso2 not in destinations]
    if unknown:
        refuse(*(f"{one}: no destination of destinations.yaml" for one in unknown))
    return list(dict.fromkeys(codes.values()))
