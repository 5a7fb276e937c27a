"""Overrides stated by commands: open destinations, rate cards, exchange rates; `check` and `quote` follow."""

from __future__ import annotations

import asyncio
import json
import sqlite3
from datetime import date, timedelta

import pytest
from aiohttp import web
from babel.dates import format_date

from bot.app.demo import AHEAD
from bot.core.clock import Clock
from bot.core.named_values import put
from tests.support.config_folder import moved
from tests.support.terminal import Terminal

HEAD = (
    "destination,service,first_step_rupiah,next_step_rupiah,divisor,step_grams,minimum_grams,surcharges,"
    "transit_days_least,transit_days_most,valid_from,valid_to,source"
)
MALAYSIA = "MY,air_cargo,60000,20000,6000,500,1000,dokumen 5000,3,6,2026-01-01,2099-12-31,PT Kargo Jaya"


@pytest.fixture
def terminal(tmp_path, monkeypatch, capsys):
    terminal = Terminal(tmp_path, monkeypatch, capsys)
    terminal.set(BROWSER_CHAT="on")
    terminal.has_database()
    return terminal


def listed(terminal: Terminal, *words: str) -> list[dict]:
    result = terminal.rantau(*words, "--json")
    assert result.code == 0, result.err
    return json.loads(result.out)


def opened(terminal: Terminal) -> list[str]:
    return [one["code"] for one in listed(terminal, "destinations") if one["state"] == "open"]


def rows(terminal: Terminal, table: str) -> int:
    with sqlite3.connect(terminal.folder / "rantau.db") as database:
        return database.execute(f"SELECT count(*) FROM {table}").fetchone()[0]


def quoted(terminal: Terminal, *words: str) -> dict:
    result = terminal.rantau("quote", *words, "--json")
    assert result.code == 0, result.err
    return json.loads(result.out)


def test_destinations_are_opened_and_closed_by_code_or_name(terminal):
    assert opened(terminal) == []
    result = terminal.rantau("destinations", "open", "jp", "Taiwan")
    assert (result.code, result.out) == (0, "JP is open now\nTW is open now\n")
    assert opened(terminal) == ["TW", "JP"]
    assert terminal.rantau("destinations", "open", "JP").out == "JP was open already\n"
    assert terminal.rantau("destinations", "close", "JP").out == "JP is closed now\n"
    assert opened(terminal) == ["TW"]
    assert "Taiwan" in terminal.rantau("destinations").out


def test_an_unknown_country_opens_none_of_them(terminal):
    result = terminal.rantau("destinations", "open", "JP", "XX", "Narnia")
    assert (result.code, result.out) == (1, "")
    assert result.err.count("no destination") == 2
    assert opened(terminal) == []


def test_quote_and_rules_state_whether_the_destination_is_open(terminal):
    assert quoted(terminal, "--to", "TW", "SOLO-001=1")["open"] is False
    terminal.rantau("destinations", "open", "TW", "MY")
    assert quoted(terminal, "--to", "TW", "SOLO-001=1")["open"] is True
    rules = json.loads(terminal.rantau("rules", "--to", "MY", "SOLO-001", "--json").out)
    assert rules["open"] is True


def test_demo_that_never_ran_opens_the_destinations_of_the_file(terminal):
    terminal.set(BROWSER_CHAT="demo")
    assert opened(terminal) == ["TW", "TH", "JP", "QA", "SG", "OM", "BN"]
    terminal.rantau("destinations", "close", "QA")
    assert "QA" not in opened(terminal)
    assert "TW" in opened(terminal)


def test_imported_rate_cards_are_used_by_quotes(terminal):
    file = terminal.folder / "cards.csv"
    file.write_text(f"{HEAD}\n{MALAYSIA}\n", encoding="utf-8")
    assert quoted(terminal, "--to", "MY", "SOLO-001=3")["freight_rupiah"] is None
    dry = terminal.rantau("freight", "import", str(file), "--dry-run")
    assert (dry.code, dry.out, rows(terminal, "rate_cards")) == (0, "stated 1\nunchanged 0\n", 0)
    assert terminal.rantau("freight", "import", str(file)).out == dry.out
    assert terminal.rantau("freight", "import", str(file)).out == "stated 0\nunchanged 1\n"
    answer = quoted(terminal, "--to", "MY", "SOLO-001=3")
    # 3000 chargeable grams are six steps, and 5000 on top.
    assert answer["freight_rupiah"] == 60_000 + 5 * 20_000 + 5_000
    assert answer["total_rupiah"] == answer["goods_rupiah"] + answer["freight_rupiah"]
    (card,) = [one for one in listed(terminal, "freight", "list") if one["to"] == "MY"]
    assert (card["in_use"], card["surcharges"], card["source"]) == ("yes", "dokumen 5000", "PT Kargo Jaya")


def test_a_file_with_a_fault_changes_nothing(terminal):
    file = terminal.folder / "cards.csv"
    file.write_text(f"{HEAD}\n{MALAYSIA}\n{MALAYSIA.replace('MY', 'XX')}\n", encoding="utf-8")
    result = terminal.rantau("freight", "import", str(file))
    assert (result.code, result.out, rows(terminal, "rate_cards")) == (1, "", 0)
    assert "cards.csv:3: destination: 'XX'" in result.err


def test_exported_cards_are_imported_without_a_change(terminal):
    file = terminal.folder / "cards.csv"
    assert terminal.rantau("freight", "export", str(file)).code == 0
    assert terminal.rantau("freight", "import", str(file)).out == "stated 0\nunchanged 14\n"
    assert terminal.rantau("freight", "export", "-").out == file.read_text("utf-8")


def test_a_rate_is_stated_with_its_day_and_source(terminal):
    day = (Clock().today() - timedelta(days=9)).isoformat()
    result = terminal.rantau("rates", "set", "twd", "531,20", "--on", day, "--source", "Bank Indonesia")
    assert (result.code, result.out) == (0, f"TWD 531.2 on {day}\n")
    (twd,) = [one for one in listed(terminal, "rates", "list") if one["currency"] == "TWD"]
    assert (twd["rupiah"], twd["age_days"], twd["state"], twd["by"]) == ("531.2", 9, "stale", "command")
    (warning,) = quoted(terminal, "--to", "TW", "SOLO-001=60")["warnings"][-1:]
    shown = format_date(date.fromisoformat(day), "EEE, d MMM y", locale="id_ID")
    assert f"kurs {shown}, sudah lama" in warning["reason"]


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (("TWD", "800", "--source", "BI"), "--sure"),
        (("SGD", "127.700", "--source", "BI"), "not clear"),
        (("TWD", "lima", "--source", "BI"), "no rate"),
        (("XXQ", "5", "--source", "BI"), "no foreign currency"),
        (("IDR", "1", "--source", "BI"), "no foreign currency"),
        (("TWD", "531", "--source", " "), "--source"),
        (("TWD", "531", "--source", "BI", "--on", "2999-01-01"), "still to come"),
    ],
)
def test_wrong_or_doubtful_rate_changes_nothing(terminal, words, complaint):
    result = terminal.rantau("rates", "set", *words)
    assert (result.code, result.out, rows(terminal, "exchange_rates")) == (1, "", 0)
    assert complaint in result.err


def test_sure_option_states_a_rate_far_from_the_last_one(terminal):
    assert terminal.rantau("rates", "set", "TWD", "800", "--source", "BI", "--sure").code == 0
    assert rows(terminal, "exchange_rates") == 1


def test_rates_file_is_imported_whole(terminal):
    file = terminal.folder / "rates.csv"
    file.write_text("currency;rupiah;date;source\nTWD;531,20;2026-11-23;BI\nJPY;108;2026-11-23;BI\n")
    assert terminal.rantau("rates", "import", str(file), "--dry-run").out == "stated 2\nunchanged 0\n"
    assert rows(terminal, "exchange_rates") == 0
    assert terminal.rantau("rates", "import", str(file)).out == "stated 2\nunchanged 0\n"
    assert terminal.rantau("rates", "import", str(file)).out == "stated 0\nunchanged 2\n"
    file.write_text("currency;rupiah;date;source\nTWD;540;2026-11-24;BI\nJPY;seratus;2026-11-24;BI\n")
    result = terminal.rantau("rates", "import", str(file))
    assert (result.code, rows(terminal, "exchange_rates")) == (1, 2)
    assert "rates.csv:3: " in result.err


class Served:
    """An address that serves rates while a command runs in this thread."""

    def __init__(self, text: str) -> None:
        self.text, self.url = text, ""

    async def run(self, ready: asyncio.Event) -> None:
        async def say(_request: web.Request) -> web.Response:
            return web.Response(text=self.text)

        page = web.Application()
        page.router.add_get("/", say)
        runner = web.AppRunner(page)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        self.url = f"http://127.0.0.1:{runner.addresses[0][1]}/"
        ready.set()
        try:
            await asyncio.Event().wait()
        finally:
            await runner.cleanup()


@pytest.fixture
def served():
    """Serves today's rates on a loopback address, from another thread."""
    import threading

    here = Served(json.dumps({"base": "IDR", "date": str(Clock().today()), "rates": {"TWD": "0.00188"}}))
    loop, up = asyncio.new_event_loop(), threading.Event()

    async def work() -> None:
        ready = asyncio.Event()
        task = asyncio.create_task(here.run(ready))
        await ready.wait()
        up.set()
        await stop.wait()
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)

    stop = asyncio.Event()
    thread = threading.Thread(target=loop.run_until_complete, args=(work(),))
    thread.start()
    assert up.wait(10)
    yield here
    loop.call_soon_threadsafe(stop.set)
    thread.join(10)
    loop.close()


def test_rates_are_refreshed_from_an_address(terminal, served):
    assert terminal.rantau("rates", "refresh").code == 1
    result = terminal.rantau("rates", "refresh", "--url", served.url)
    assert (result.code, result.out.splitlines()[0]) == (0, "stated 1")
    assert "Not served: " in result.err
    terminal.set(EXCHANGE_URL=served.url)
    assert terminal.rantau("rates", "refresh").out.splitlines() == ["stated 0", "unchanged 1"]
    (twd,) = [one for one in listed(terminal, "rates", "list") if one["currency"] == "TWD"]
    assert (twd["source"], twd["state"]) == ("127.0.0.1", "fresh")
    served.text = "maaf"
    refused = terminal.rantau("rates", "refresh")
    assert (refused.code, refused.out, rows(terminal, "exchange_rates")) == (1, "", 1)
    assert "gives no exchange rates" in refused.err


def test_check_reports_each_override_with_who_and_when(terminal):
    assert "no destination is open" in terminal.rantau("check").out
    terminal.rantau("destinations", "open", "TW", "MY")
    terminal.rantau("destinations", "close", "TW")
    terminal.rantau("rates", "set", "TWD", "531,20", "--source", "BI")
    file = terminal.folder / "cards.csv"
    file.write_text(f"{HEAD}\n{MALAYSIA}\n", encoding="utf-8")
    terminal.rantau("freight", "import", str(file))
    result = terminal.rantau("check")
    notes = [line for line in result.out.splitlines() if line.startswith("note")]
    today = Clock().today()
    for note in (
        f"note  TW is closed since {today}",
        f"note  MY is open since {today}",
        "note  JP is closed as nobody has opened it; destinations.yaml says open",
        f"note  rate card MY air_cargo from 2026-01-01 holds since {today}",
        f"note  TWD is 531.2 of {today} (BI) since {today}",
    ):
        assert any(line.startswith(note) for line in notes), note
    assert all(" by command; " in line for line in notes if f"since {today}" in line)


def test_commands_use_the_moved_clock_of_the_demo(terminal):
    file, day = terminal.folder / "cards.csv", Clock().today() + timedelta(days=30)
    later = MALAYSIA.replace("2026-01-01", str(day)).replace("2099-12-31", str(day + timedelta(days=1)))
    file.write_text(f"{HEAD}\n{later}\n", encoding="utf-8")
    terminal.rantau("freight", "import", str(file))

    async def thirty_days(db) -> None:
        await put(db, AHEAD, str(30 * 86400))

    terminal.write(thirty_days)
    assert quoted(terminal, "--to", "MY", "SOLO-001=3")["freight_rupiah"] is None
    terminal.set(BROWSER_CHAT="demo")
    assert quoted(terminal, "--to", "MY", "SOLO-001=3")["freight_rupiah"] == 165_000
    (rate,) = [one for one in listed(terminal, "rates", "list") if one["currency"] == "TWD"]
    assert rate["age_days"] == (day - moved(date(2026, 11, 23))).days
