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
    result = terminal.rantau(*command.split(), "--help")
    assert result.code == 0
    assert f"Example: rantau {command}".rstrip() in result.out or "rantau run" in result.out


def test_help_is_fast():
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
    """The CPU time of child processes, which does not depend on how busy the machine is."""
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
def test_misused_command_exits_with_2(terminal, words):
    result = terminal.rantau(*words.split())
    assert (result.code, result.out) == (2, "")
    assert "Traceback" not in result.err
    assert list(terminal.folder.iterdir()) == []


@pytest.mark.parametrize("words", ON_DATABASE)
def test_missing_database_is_reported_and_not_created(terminal, words):
    result = terminal.rantau(*words.split())
    assert (result.code, result.out) == (1, "")
    assert "rantau migrate" in result.err
    assert list(terminal.folder.iterdir()) == []


@pytest.mark.parametrize("words", [*ON_DATABASE, "migrate"])
def test_unreachable_database_is_reported_in_one_line_without_its_password(terminal, words):
    terminal.set(DATABASE_URL="postgresql+asyncpg://me:hush@127.0.0.1:1/shop")
    result = terminal.rantau(*words.split())
    assert (result.code, result.out) == (1, "")
    assert result.err.count("\n") == 1
    assert "hush" not in result.err


@pytest.mark.parametrize("words", [*ON_DATABASE, "migrate", "run", "check"])
def test_all_faults_of_the_settings_are_reported_at_once(terminal, words):
    terminal.set(HTTP_PORT="x", LOG_FORMAT="xml", HTTP_HOST="0.0.0.0")
    result = terminal.rantau(*words.split())
    assert result.code == 1
    assert all(name in result.err + result.out for name in ("HTTP_PORT", "LOG_FORMAT", "HTTP_HOST"))


def test_migrate_prints_its_steps_and_none_the_second_time(terminal):
    assert terminal.rantau("migrate").out.startswith("0001 ")
    again = terminal.rantau("migrate")
    assert (again.code, again.out) == (0, "")


def test_routes_table_has_pattern_kind_role_and_handler(terminal):
    result = terminal.rantau("routes")
    assert result.code == 0
    assert any(line.split()[:3] == ["cart", "place", "customer"] for line in result.out.splitlines())


def test_check_names_what_others_on_the_machine_may_read(terminal):
    terminal.has_database()
    media = terminal.folder / "var" / "media"
    media.mkdir(parents=True, mode=0o700)
    for number in range(7):
        (media / f"{number}.jpg").touch(0o600)
    assert "ok    files and folders of data are private" in terminal.rantau("check").out
    (terminal.folder / "rantau.db").chmod(0o644)
    for photo in media.iterdir():
        photo.chmod(0o640)
    result = terminal.rantau("check")
    assert result.code == 1
    assert result.out.count("wrong others on this machine may look into") == 5
    assert "wrong and into 3 more" in result.out


def test_what_commands_write_is_private(terminal):
    terminal.has_database()
    assert terminal.rantau("catalog", "export", "goods.csv").code == 0
    assert (terminal.folder / "goods.csv").stat().st_mode & 0o077 == 0


def test_a_file_that_cannot_be_had_is_one_line(terminal, monkeypatch):
    def full(*_given):
        raise OSError(28, "No space left on device", "var")

    monkeypatch.setattr("bot.cli.database.migrate_database", full)
    result = terminal.rantau("migrate")
    assert (result.code, result.err) == (1, "rantau: var: No space left on device\n")
