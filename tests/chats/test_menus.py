"""Telegram's command menus: the default one, and for each chat that of its role in use."""

from __future__ import annotations

import asyncio

import pytest

from bot.handlers import MENUS
from bot.people import Role
from tests.support.chat_people import PATIENCE, OnTelegram
from tests.support.play_chat import Play
from tests.support.running_shop import RunningProgram

Menu = list[tuple[str, str]]


async def menu_of(program: RunningProgram, kind: str, chat: int, language: str) -> Menu:
    """A menu, as soon as the bot has set it."""
    async with asyncio.timeout(PATIENCE):
        while True:
            commands = program.api.world.menus.get((kind, chat, language))
            if commands is not None:
                return [(one["command"], one["description"]) for one in commands]
            await asyncio.sleep(0.02)


async def assert_menus(program: RunningProgram, kind: str, chat: int, role: Role) -> None:
    others, english, indonesian = [await menu_of(program, kind, chat, one) for one in ("", "en", "id")]
    assert others == english == list(MENUS[role].items())
    assert [name for name, _does in indonesian] == [*MENUS[role]]
    assert indonesian != english


@pytest.mark.parametrize(("name", "role"), [("tini", Role.UMKM), ("wati", Role.COORDINATOR)])
async def test_chat_menu_lists_the_commands_of_the_role_in_use(
    program: RunningProgram, name: str, role: Role
) -> None:
    play = Play(program, "telegram")
    await play.run("% scene team\n@siti\n> /start\n< Kirim ke mana?")
    talker, customer = play.people[name], play.people["siti"]
    assert isinstance(talker, OnTelegram)
    assert isinstance(customer, OnTelegram)
    await assert_menus(program, "default", 0, Role.CUSTOMER)
    await assert_menus(program, "chat", talker.person.chat.id, role)
    assert ("chat", customer.person.chat.id, "") not in program.api.world.menus
