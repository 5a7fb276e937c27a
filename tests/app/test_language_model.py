"""The shop's language model is asked beside the turns, in time or never, and its answer is only shown."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import suppress
from io import StringIO
from pathlib import Path

import pytest
from aiohttp import web
from pydantic import SecretStr

from bot import app, handlers
from bot.app import language_model
from bot.app.language_model import connected
from bot.conversation.screens import Screen
from bot.core import logs
from bot.core.database import session_on
from bot.core.deployment import Deployment
from bot.core.settings import Settings
from bot.handlers.replies import Handlers
from bot.ordering import carts
from bot.ordering.shop import Shop
from tests.support.config_folder import CONFIG
from tests.support.free_port import free_port
from tests.support.model_server import KEY, ModelServer, answered, line, model_server
from tests.support.one_process import OneProcess, one_process
from tests.support.recording_channel import tap, text
from tests.support.running_shop import fresh_shop, opened

UNSURE = "kak krpk wlut 2 buat Yuni kamar 302, karak 3"
KRPK = line("krpk wlut 2", "007", "2")
REQUEST = {"messages": [{"role": "user", "content": "halo"}], "temperature": 0}


@pytest.fixture
async def server() -> AsyncIterator[ModelServer]:
    async with model_server() as one:
        yield one


@pytest.fixture
async def filled_url(sqlite_url: str, filled_database: Path) -> AsyncIterator[str]:
    async with opened(sqlite_url, filled_database):
        yield sqlite_url


@pytest.fixture
async def process(
    filled_url: str, server: ModelServer, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[OneProcess]:
    monkeypatch.setattr(language_model, "MOST_SECONDS", 60.0)  # a busy machine is slow
    async with connected(server.settings) as model:
        assert model is not None
        async with one_process(filled_url, ask_model=model.ask) as one:
            await one.take(tap("7", "s7", "to/TW"), tap("8", "s8", "to/TW"))
            yield one


def last(process: OneProcess, chat: str = "7") -> Screen:
    return process.channel.shown[chat][-1]


async def in_cart(process: OneProcess, chat: str = "7") -> dict[str, int]:
    person = await process.person(chat)
    async with process.db.reading() as connection, session_on(connection) as db:
        draft = await carts.find(db, person.id)
        skus = process.shop.catalogue.by_id
        return {skus[one.product_id].sku: one.ordered for one in draft.lines} if draft else {}


async def ask(settings: Settings) -> str:
    async with connected(settings) as model:
        assert model is not None
        return await model.ask(REQUEST)


@pytest.fixture
def log() -> Iterator[StringIO]:
    """Captures the log as the program writes it, as JSON."""
    out = StringIO()
    logs.set_up(as_json=True, out=out)
    yield out
    logs.set_up(as_json=False, out=sys.__stderr__)


async def test_request_names_the_model_and_proves_itself_with_the_key(server: ModelServer) -> None:
    server.answer = "apa saja"
    assert await ask(server.settings) == "apa saja"
    [(headers, _body)] = server.asked
    assert headers["Authorization"] == f"Bearer {KEY}"
    assert server.requests == [{"model": "kecil", **REQUEST}]


async def test_without_a_key_none_is_sent(server: ModelServer) -> None:
    await ask(server.settings.model_copy(update={"llm_key": SecretStr("")}))
    assert "Authorization" not in server.asked[0][0]


async def test_without_an_address_there_is_no_model() -> None:
    async with connected(Settings(_env_file=None)) as model:
        assert model is None


def refused() -> web.Response:
    return web.Response(status=401, text=f"wrong key {KEY}")


def elsewhere() -> web.Response:
    return web.Response(status=307, headers={"Location": "/v1/models"})


FAULTS: dict[str, Callable[[], web.Response]] = {
    "refused": refused,
    "redirected": elsewhere,
    "no json": lambda: web.Response(text=f"<html>{KEY}"),
    "another json": lambda: web.json_response({"error": {"message": KEY}}),
    "no choice": lambda: web.json_response({"choices": []}),
    "no text": lambda: web.json_response({"choices": [{"message": {"content": None}}]}),
    "too long": lambda: web.json_response({"choices": [{"message": {"content": "x" * 70_000}}]}),
}


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS)
async def test_what_is_no_answer_is_none_and_the_log_keeps_the_key(
    server: ModelServer, log: StringIO, fault: Callable[[], web.Response]
) -> None:
    server.answer = fault
    assert await ask(server.settings) == ""
    assert "language model gave no answer" in log.getvalue()
    assert "kecil at 127.0.0.1" in log.getvalue()
    assert KEY not in log.getvalue()
    assert len(server.asked) == 1


async def test_server_that_is_not_there_gives_no_answer() -> None:
    url = f"http://127.0.0.1:{free_port()}/v1"
    assert await ask(Settings(_env_file=None, llm_url=url, llm_model="kecil")) == ""


async def test_slow_answer_is_none(server: ModelServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(language_model, "MOST_SECONDS", 0.1)
    server.held.clear()
    assert await ask(server.settings) == ""


async def test_waiting_for_a_free_slot_counts(server: ModelServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(language_model, "MOST_SECONDS", 60.0)
    monkeypatch.setattr(language_model, "AT_ONCE", 1)
    server.answer = "satu"
    server.held.clear()
    async with connected(server.settings) as model:
        assert model is not None
        first = asyncio.create_task(model.ask(REQUEST))
        await server.reached.wait()
        monkeypatch.setattr(language_model, "MOST_SECONDS", 0.1)
        assert await model.ask(REQUEST) == ""
        server.held.set()
        assert await first == "satu"
    assert len(server.asked) == 1


async def test_after_three_failures_it_is_left_alone_for_a_while(
    server: ModelServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.answer = refused
    async with connected(server.settings) as model:
        assert model is not None
        for _ in range(5):
            assert await model.ask(REQUEST) == ""
        assert len(server.asked) == 3
        server.answer = "lagi"
        monkeypatch.setattr(model, "_rests_until", 0.0)
        assert await model.ask(REQUEST) == "lagi"


async def test_check_tells_why_it_does_not_answer(server: ModelServer) -> None:
    async with connected(server.settings) as model:
        assert model is not None
        assert await model.trouble() == ""
    async with connected(server.settings.model_copy(update={"llm_url": f"{server.url}/none"})) as model:
        assert model is not None
        assert await model.trouble() == "status 404"
    assert server.asked == []


async def test_program_hands_its_model_to_the_handlers(
    filled_url: str, tmp_path: Path, server: ModelServer
) -> None:
    server.answer = "siap"
    own = {"database_url": filled_url, "media_dir": tmp_path, "config_dir": CONFIG, "http_port": 0}
    settings = server.settings.model_copy(update={**own, "browser_chat": "on"})
    found = asyncio.get_running_loop().create_future()

    def serving(shop: Shop, deployment: Deployment) -> Handlers:
        found.set_result(deployment.ask_model)
        return handlers.serving(shop, deployment)

    work = asyncio.create_task(app.run(settings, fresh_shop(), serving))
    assert await (await found)(REQUEST) == "siap"
    work.cancel()
    with suppress(asyncio.CancelledError):
        await work


async def test_answer_is_shown_to_confirm_and_marked(process: OneProcess, server: ModelServer) -> None:
    server.says(KRPK)
    await process.take(text("7", "e1", UNSURE))
    shown = last(process).body
    assert "2 × Keripik belut" in shown
    assert "3 × Karak" in shown
    assert "❓ Keripik belut: itu ya yang dimaksud “krpk wlut 2”?" in shown
    assert (await in_cart(process), await process.orders()) == ({}, 0)
    assert len(server.asked) == 1


async def test_names_and_rooms_are_not_in_what_is_sent(process: OneProcess, server: ModelServer) -> None:
    await process.take(text("7", "e1", f"{UNSURE}. hp 0912 345 678, Jl. Melati 5 Taipei"))
    [(_headers, body)] = server.asked
    assert "krpk wlut 2 buat [hidden]" in body
    assert [one for one in ("Yuni", "302", "0912", "345", "Melati", "Siti", KEY) if one in body] == []


async def test_surely_read_text_is_not_sent(process: OneProcess, server: ModelServer) -> None:
    await process.take(text("7", "e1", "karak 3 sama abon sapi 2"))
    assert "3 × Karak" in last(process).body
    assert server.asked == []


async def test_without_a_model_nothing_is_sent(filled_url: str, server: ModelServer) -> None:
    async with connected(Settings(_env_file=None)) as model, one_process(filled_url) as process:
        assert (model, process.deployment.ask_model) == (None, None)
        await process.take(tap("7", "s7", "to/TW"), text("7", "e1", UNSURE))
        assert "krpk wlut" in last(process).body
    assert server.asked == []


@pytest.mark.parametrize("answer", ["", "tidak tahu", answered(line("krpk wlut 2", "007", "9"))])
async def test_without_an_answer_that_holds_it_is_asked_as_without_it(
    process: OneProcess, server: ModelServer, answer: str
) -> None:
    server.answer = answer
    await process.take(text("7", "e1", UNSURE))
    assert "Keripik belut" not in last(process).body
    assert "krpk wlut" in last(process).body
    assert len(server.asked) == 1


async def test_only_its_chat_waits(process: OneProcess, server: ModelServer) -> None:
    server.says(KRPK)
    server.held.clear()
    await process.dispatcher.take([text("7", "e1", UNSURE)])
    await process.until(lambda: server.asked)
    await process.take(tap("8", "e2", "test/count/a"))
    assert (process.counted, process.channel.answered[-1]) == (["a"], "e2")
    server.held.set()
    await process.answered([text("7", "e1", "")])
    assert "2 × Keripik belut" in last(process).body


async def test_after_its_time_it_is_asked_as_without_it(
    process: OneProcess, server: ModelServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(language_model, "MOST_SECONDS", 0.1)
    server.held.clear()
    await process.take(text("7", "e1", UNSURE))
    assert "Keripik belut" not in last(process).body
    assert "3 × Karak" in last(process).body


async def test_answer_is_dropped_when_the_customer_has_written_on(
    process: OneProcess, server: ModelServer
) -> None:
    server.says(KRPK)
    server.held.clear()
    await process.dispatcher.take([text("7", "e1", UNSURE)])
    await process.until(lambda: server.asked)
    await process.dispatcher.take([text("7", "e2", "keranjang")])
    server.held.set()
    await process.answered([text("7", "e2", "")])
    first, second = process.channel.shown["7"][-2:]
    assert "Keripik belut" not in first.body
    assert "3 × Karak" in first.body
    assert second.title == "Keranjang"  # and what was read waits behind its button
    assert len(server.asked) == 1


async def test_what_is_followed_by_more_is_not_asked(process: OneProcess, server: ModelServer) -> None:
    server.says(KRPK)
    await process.take(text("7", "e1", UNSURE), text("7", "e2", "tambah abon lele 1"))
    assert server.asked == []
    assert "Abon lele" in last(process).body


async def test_answer_is_dropped_when_the_cart_has_changed(process: OneProcess, server: ModelServer) -> None:
    server.says(KRPK)
    server.held.clear()
    await process.dispatcher.take([text("7", "e1", UNSURE)])
    await process.until(lambda: server.asked)
    await process.confirm_route("7", {"SOLO-001": 1})
    server.held.set()
    await process.answered([text("7", "e1", "")])
    assert "Keripik belut" not in last(process).body
    assert await in_cart(process) == {"SOLO-001": 1}


async def test_change_of_the_cart_is_shown_first(process: OneProcess, server: ModelServer) -> None:
    await process.confirm_route("7", {"SOLO-007": 1})
    server.says(line("krpk wlut jadi 5", "007", "5", "set"), act="change")
    await process.take(text("7", "e1", "krpk wlut jadi 5"))
    assert "❓ Keripik belut" in last(process).body
    assert await in_cart(process) == {"SOLO-007": 1}


async def test_what_joins_a_proposal_is_asked_too(process: OneProcess, server: ModelServer) -> None:
    await process.take(text("7", "e1", "karak 3"))
    server.says(line("krpk wlut", "007"))
    await process.take(text("7", "e2", "krpk wlut 1000"))
    assert len(server.asked) == 1
    assert last(process).title == "Keripik belut"
    assert "Mau berapa?" in last(process).body


async def test_asking_that_was_cut_off_is_done_at_the_next_start(
    filled_url: str, process: OneProcess, server: ModelServer
) -> None:
    server.held.clear()
    await process.dispatcher.take([text("7", "e1", UNSURE)])
    await process.until(lambda: server.asked)
    await process.close()
    server.says(KRPK)
    server.held.set()
    async with (
        connected(server.settings) as model,
        one_process(filled_url, ask_model=model and model.ask) as again,
    ):
        await again.dispatcher.redraw_unanswered()
        await again.answered([text("7", "e1", "")])
        assert [screen.body.count("2 × Keripik belut") for screen in again.channel.shown["7"]] == [1]
    assert json.loads(server.asked[0][1]) == json.loads(server.asked[1][1])


def test_nobody_waits_longer_than_four_seconds() -> None:
    assert language_model.MOST_SECONDS == 4.0
