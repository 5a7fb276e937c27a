from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from bot import people
from bot.app.demo import AHEAD
from bot.core import named_values
from bot.core.clock import Clock
from bot.people import Invite, Person, Role
from tests.support import rows
from tests.support.bot_api import BotApi
from tests.support.model_server import KEY, model_server
from tests.support.terminal import CONFIG, Terminal


@pytest.fixture
def terminal(tmp_path, monkeypatch, capsys):
    terminal = Terminal(tmp_path, monkeypatch, capsys)
    terminal.write(rows.people_and_makers)
    return terminal


def role_of(terminal: Terminal, code: str) -> tuple[str, int | None]:
    async def accepted(db) -> tuple[str, int | None]:
        db.add(Person(id=77, created_at=Clock().now(), name="Tari"))
        await db.flush()
        held = await people.accept(db, code, 77, Clock().now())
        return held.role, held.umkm_id

    return terminal.write(accepted)


def invites(terminal: Terminal) -> int:
    return terminal.write(lambda db: db.scalar(select(func.count()).select_from(Invite)))


@pytest.mark.parametrize(
    ("words", "grants"),
    [
        (["coordinator"], (Role.COORDINATOR, None)),
        (["owner"], (Role.OWNER, None)),
        (["umkm", "maker-2"], (Role.UMKM, 2)),
    ],
)
def test_invite_prints_a_link_and_the_code_that_grants_the_role(terminal, words, grants):
    result = terminal.rantau("invite", *words)
    link, code = result.out.splitlines()
    assert (result.code, link) == (0, f"http://127.0.0.1:8080/?start=i_{code}")
    assert role_of(terminal, code) == grants


def test_unknown_umkm_is_refused_with_the_known_ones(terminal):
    result = terminal.rantau("invite", "umkm", "maker-9")
    assert (result.code, result.out) == (1, "")
    assert "maker-1, maker-2" in result.err
    assert invites(terminal) == 0


def test_invite_of_the_demo_lasts_seven_days_of_its_clock(terminal):
    terminal.write(lambda db: named_values.put(db, AHEAD, str(30 * 86400)))
    terminal.rantau("invite", "owner")
    expires = terminal.write(lambda db: db.scalar(select(Invite.expires_at)))
    assert timedelta(days=36) < expires - Clock().now() < timedelta(days=38)


async def test_every_channel_has_its_link(terminal):
    async with BotApi() as api:
        terminal.set(TELEGRAM_TOKEN=api.token, TELEGRAM_API_URL=api.url)
        terminal.set(BROWSER_CHAT="on", PUBLIC_URL="https://shop.example/")
        result = await asyncio.to_thread(terminal.rantau, "invite", "coordinator")
        telegram, browser, code = result.out.splitlines()
        assert telegram == f"https://t.me/rantau_test_bot?start=i_{code}"
        assert browser == f"https://shop.example/?start=i_{code}"
        checked = await asyncio.to_thread(terminal.rantau, "check")
    assert checked.code == 0, checked.out
    assert "t.me/rantau_test_bot, by webhook at https://shop.example" in checked.out


def test_code_is_printed_when_telegram_is_unreachable(terminal):
    terminal.set(TELEGRAM_TOKEN="1:hush", TELEGRAM_API_URL="http://127.0.0.1:1")
    result = terminal.rantau("invite", "coordinator")
    assert result.code == 0
    assert len(result.out.splitlines()) == 1
    assert "No link for Telegram" in result.err
    assert "hush" not in result.err


async def test_check_reports_a_token_that_telegram_does_not_know(terminal):
    async with BotApi() as api:
        terminal.set(TELEGRAM_TOKEN="1:hush", TELEGRAM_API_URL=api.url)
        result = await asyncio.to_thread(terminal.rantau, "check")
    assert result.code == 1
    assert "wrong Telegram: " in result.out
    assert "hush" not in result.out + result.err


def test_check_accepts_a_valid_shop(terminal):
    result = terminal.rantau("check")
    assert result.code == 0, result.out
    assert "wrong" not in result.out


def test_check_reports_all_faults_at_once(terminal, tmp_path):
    config = tmp_path / "config"
    config.mkdir()
    for file in CONFIG.iterdir():
        if file.is_file():
            (config / file.name).write_bytes(file.read_bytes())
    (config / "shop.yaml").write_text("name: Rantau\nnama: Rantau\n")
    (config / "umkm.csv").write_text((config / "umkm.csv").read_text().replace("dapur-laweyan", "Dapur", 1))
    (config / "catalog.csv").write_text((config / "catalog.csv").read_text().replace("24000", "gratis", 1))
    terminal.set(CONFIG_DIR=str(config), HTTP_PORT="x", TELEGRAM_TOKN="1:a")
    terminal.set(DATABASE_URL=f"sqlite+aiosqlite:///{tmp_path}/new.db")
    result = terminal.rantau("check")
    assert result.code == 1
    for found in (
        "wrong RANTAU_HTTP_PORT",
        "note  RANTAU_TELEGRAM_TOKN",
        "shop.yaml:2: nama",
        "umkm.csv:3: code",
        "catalog.csv:2: price_idr",
        "lacks step 0001",
    ):
        assert found in result.out
    assert not (tmp_path / "new.db").exists()


@pytest.mark.parametrize(
    "url",
    ["postgresql+asyncpg://me:hush@127.0.0.1:1/shop", "sqlite+aiosqlite:////proc/none/shop.db"],
)
def test_run_without_its_database_is_refused_in_one_line(terminal, url):
    terminal.set(DATABASE_URL=url)
    result = terminal.rantau("run")
    assert (result.code, result.out) == (1, "")
    assert result.err.startswith("rantau: the database ")
    assert result.err.count("\n") == 1
    assert "hush" not in result.err


async def test_check_says_whether_a_language_model_is_set_and_answers(terminal):
    said = await asyncio.to_thread(terminal.rantau, "check")
    assert "note  no language model is asked: RANTAU_LLM_URL is not set" in said.out
    async with model_server() as server:
        terminal.set(LLM_URL=server.url, LLM_MODEL="kecil", LLM_KEY=KEY)
        said = await asyncio.to_thread(terminal.rantau, "check")
    assert "ok    language model kecil at 127.0.0.1" in said.out
    assert server.asked == []
    said = await asyncio.to_thread(terminal.rantau, "check")
    assert "wrong language model kecil at 127.0.0.1 does not answer: ClientConnectorError" in said.out
    assert KEY not in said.out + said.err
