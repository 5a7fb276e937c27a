from __future__ import annotations

import resource
import subprocess
import sys

import pytest

from tests.support.config_folder import SHIPPED
from tests.support.terminal import Terminal

COMMANDS = (
    "",
    "run",
    "check",
    "migrate",
    "catalog",
    "catalog import",
    "catalog export",
    "destinations",
    "destinations open",
    "destinations close",
    "freight",
    "freight list",
    "freight import",
    "freight export",
    "rates",
    "rates list",
    "rates set",
    "rates import",
    "rates refresh",
    "invite",
    "invite coordinator",
    "invite umkm",
    "invite owner",
    "totals",
    "shipments",
    "shipments close",
    "shipments forward",
    "rules",
    "quote",
    "routes",
)
ON_DATABASE = ("totals", "shipments", "shipments close TW-261204", "invite owner", "catalog export out.csv")


@pytest.fixture
def terminal(tmp_path, monkeypatch, capsys):
    return Terminal(tmp_path, monkeypatch, capsys)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_with_an_example(terminal, command):
    said = terminal.rantau(*command.split(), "--help")
    assert said.code == 0
    assert f"Example: rantau {command}".rstrip() in said.out or "rantau run" in said.out


def test_help_comes_at_once():
    before = busy_seconds()
    subprocess.run(
        [sys.executable, "-m", "bot", "--help"], check=True, capture_output=True, cwd=SHIPPED.parent
    )
    loaded = subprocess.run(
        [
            sys.executable,
            "-c",
            "import sys, bot.cli; print([m for m in ('sqlalchemy', 'pydantic') if m in sys.modules])",
        ],
        check=True,
        capture_output=True,
        cwd=SHIPPED.parent,
        text=True,
    )
    assert loaded.stdout.strip() == "[]"
    assert busy_seconds() - before < 5


def busy_seconds() -> float:
    """The processor's time that programs started here have taken: it is the same on a busy machine."""
    taken = resource.getrusage(resource.RUSAGE_CHILDREN)
    return taken.ru_utime + taken.ru_stime


@pytest.mark.parametrize(
    "words",
    [
        "nonsense",
        "totals --by colour",
        "totals --json --csv",
        "totals --from soon",
        "totals --from 2026-12-02 --to 2026-12-01",
        "invite umkm",
        "catalog import",
    ],
)
def test_a_command_that_makes_no_sense_ends_with_two(terminal, words):
    said = terminal.rantau(*words.split())
    assert (said.code, said.out) == (2, "")
    assert "Traceback" not in said.err
    assert list(terminal.folder.iterdir()) == []


@pytest.mark.parametrize("words", ON_DATABASE)
def test_a_database_that_is_not_there_yet_is_named_and_not_made(terminal, words):
    said = terminal.rantau(*words.split())
    assert (said.code, said.out) == (1, "")
    assert "rantau migrate" in said.err
    assert list(terminal.folder.iterdir()) == []


@pytest.mark.parametrize("words", [*ON_DATABASE, "migrate"])
def test_a_database_out_of_reach_is_said_in_one_line_without_its_password(terminal, words):
    terminal.set(DATABASE_URL="postgresql+asyncpg://me:hush@127.0.0.1:1/shop")
    said = terminal.rantau(*words.split())
    assert (said.code, said.out) == (1, "")
    assert said.err.count("\n") == 1
    assert "hush" not in said.err


@pytest.mark.parametrize("words", [*ON_DATABASE, "migrate", "run", "check"])
def test_all_that_is_wrong_in_the_settings_is_named_at_once(terminal, words):
    terminal.set(HTTP_PORT="x", LOG_FORMAT="xml", HTTP_HOST="0.0.0.0")
    said = terminal.rantau(*words.split())
    assert said.code == 1
    assert all(name in said.err + said.out for name in ("HTTP_PORT", "LOG_FORMAT", "HTTP_HOST"))


def test_migrate_tells_its_steps_and_has_nothing_to_do_the_second_time(terminal):
    assert terminal.rantau("migrate").out.startswith("0001 ")
    again = terminal.rantau("migrate")
    assert (again.code, again.out) == (0, "")


def test_the_table_of_routes_names_pattern_kind_role_and_handler(terminal):
    said = terminal.rantau("routes")
    assert said.code == 0
    assert any(line.split()[:3] == ["cart", "place", "customer"] for line in said.out.splitlines())
