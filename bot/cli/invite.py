"""`rantau invite`: prints one-time invites into a role."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.output import refuse, say

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncSession

    from bot.core.settings import Settings
    from bot.people import Role

app = typer.Typer(
    help="Prints a one-time link for each channel, and last the bare code. It expires in 7 days.",
    epilog="Example: rantau invite coordinator",
    no_args_is_help=True,
)


@app.command(epilog="Example: rantau invite coordinator")
def coordinator() -> None:
    """For somebody who gathers the orders and forwards the shipments."""
    _invite("coordinator")


@app.command(epilog="Example: rantau invite owner")
def owner() -> None:
    """For a coordinator who may also invite and remove coordinators."""
    _invite("owner")


@app.command(epilog="Example: rantau invite umkm intip-pasar-gede")
def umkm(
    code: Annotated[str, typer.Argument(help="the UMKM's code, as in umkm.csv", metavar="CODE")],
) -> None:
    """For somebody of an UMKM; several people may join one."""
    _invite("umkm", code)


def _invite(role: str, umkm_code: str = "") -> None:
    from bot.cli.database import on_database
    from bot.core import settings
    from bot.people import Role

    found = settings.load()
    links = on_database(_make(found, Role(role), umkm_code), found)
    for line in links:
        typer.echo(line)
    say("It works once, within 7 days. Where there is no link, send the shop: /start i_" + links[-1])


async def _make(found: Settings, role: Role, umkm_code: str) -> list[str]:
    from bot.cli.database import now, writing
    from bot.people import invite

    async with writing(found) as db:
        umkm_id = await _umkm_id(db, umkm_code)
        code = await invite(db, role, await now(db, found), umkm_id)
    return [*await links_for(found, code), code]


async def _umkm_id(db: AsyncSession, code: str) -> int | None:
    from sqlalchemy import select

    from bot.catalog import Umkm

    known: dict[str, int] = {row.code: row.id for row in await db.execute(select(Umkm.code, Umkm.id))}
    if code and code not in known:
        refuse(f"no UMKM {code!r}; there are: {', '.join(sorted(known)) or 'none yet'}")
    return known.get(code)


async def links_for(found: Settings, code: str) -> list[str]:
    """The links of the configured channels; says on stderr which channel has none, and why."""
    from bot.cli.channel_links import telegram_link

    links = []
    if found.has_telegram:
        link, problem = await telegram_link(found, f"i_{code}")
        links += [link] if link else []
        if problem:
            say(f"No link for Telegram: {problem}")
    if found.browser_mode != "off":
        links.append(f"{found.web_root}/?start=i_{code}")
    return links
