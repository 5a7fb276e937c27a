from __future__ import annotations

import os
import re
from datetime import timedelta
from pathlib import Path

import pytest

from bot.core import clock, settings
from bot.core.clock import Clock
from bot.core.errors import ConfigRefused
from tests.support import today

EXAMPLE = Path(__file__).parents[2] / ".env.example"


@pytest.fixture(autouse=True)
def bare_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in [one for one in os.environ if one.startswith(settings.PREFIX)]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)


def refused() -> list[str]:
    with pytest.raises(ConfigRefused) as caught:
        settings.load()
    return caught.value.complaints


def test_demo_runs_on_this_machine_only_when_nothing_is_configured():
    found = settings.load()
    assert found.browser_mode == "demo"
    assert found.web_root == "http://127.0.0.1:8080"
    assert found.database_url == "sqlite+aiosqlite:///var/rantau.db"
    assert (found.config_dir, found.telegram_api_url) == (Path("config"), "https://api.telegram.org")


def test_the_example_names_every_variable_with_its_default():
    shown = dict(re.findall(r"^(RANTAU_\w+)=(.*)$", EXAMPLE.read_text(), re.MULTILINE))
    assert list(shown) == settings.variables()
    Path(".env").write_text(EXAMPLE.read_text())
    assert settings.load() == settings.load(_env_file=None)
    assert settings.unknown_variables() == []


def test_telegram_token_turns_the_browser_chat_off(monkeypatch):
    monkeypatch.setenv("RANTAU_TELEGRAM_TOKEN", "123:abc")
    found = settings.load()
    assert found.has_telegram
    assert found.browser_mode == "off"


def test_empty_variable_counts_as_not_set(monkeypatch):
    for name in settings.variables():
        monkeypatch.setenv(name, "")
    assert settings.load() == settings.Settings(_env_file=None)


def test_the_environment_wins_over_the_file(monkeypatch):
    Path(".env").write_text("RANTAU_HTTP_PORT=9000\nRANTAU_LOG_FORMAT=json\n")
    monkeypatch.setenv("RANTAU_HTTP_PORT", "9001")
    found = settings.load()
    assert (found.http_port, found.log_format) == (9001, "json")


def test_the_demo_is_refused_where_strangers_could_reach_it_and_all_reasons_are_named(monkeypatch):
    monkeypatch.setenv("RANTAU_BROWSER_CHAT", "demo")
    monkeypatch.setenv("RANTAU_HTTP_HOST", "0.0.0.0")
    monkeypatch.setenv("RANTAU_PUBLIC_URL", "https://example.org/")
    monkeypatch.setenv("RANTAU_TELEGRAM_TOKEN", "123:abc")
    complaints = refused()
    assert len(complaints) == 3
    for name in ("HTTP_HOST", "PUBLIC_URL", "TELEGRAM_TOKEN"):
        assert any(f"RANTAU_{name}" in one for one in complaints)


@pytest.mark.parametrize("host", ["127.0.0.1", "::1", "localhost", "127.0.0.53"])
def test_the_demo_runs_on_loopback(monkeypatch, host):
    monkeypatch.setenv("RANTAU_HTTP_HOST", host)
    assert settings.load().browser_mode == "demo"


def test_the_demo_by_default_is_refused_with_a_public_address_too(monkeypatch):
    monkeypatch.setenv("RANTAU_PUBLIC_URL", "https://example.org")
    assert "RANTAU_BROWSER_CHAT=on" in refused()[0]
    monkeypatch.setenv("RANTAU_BROWSER_CHAT", "on")
    assert settings.load().web_root == "https://example.org"


def test_all_faults_are_named_at_once_without_repeating_secrets(monkeypatch):
    wrong = {
        "DATABASE_URL": "mysql://me:hush@host/shop",
        "HTTP_PORT": "eighty",
        "HTTP_HOST": "0.0.0.0",
        "PUBLIC_URL": "example.org",
        "TELEGRAM_TOKEN": "hush hush",
        "TELEGRAM_WEBHOOK_SECRET": "hush!",
        "BROWSER_CHAT": "perhaps",
        "LLM_URL": "localhost:11434/v1",
        "LLM_KEY": "hush",
        "LOG_FORMAT": "xml",
    }
    for name, value in wrong.items():
        monkeypatch.setenv(f"RANTAU_{name}", value)
    complaints = refused()
    for name in wrong.keys() - {"LLM_KEY"}:
        assert any(f"RANTAU_{name}" in one for one in complaints), name
    assert "hush" not in "".join(complaints)


def test_secrets_are_hidden_in_reprs(monkeypatch):
    monkeypatch.setenv("RANTAU_TELEGRAM_TOKEN", "123:hush")
    monkeypatch.setenv("RANTAU_TELEGRAM_WEBHOOK_SECRET", "hush")
    monkeypatch.setenv("RANTAU_DATABASE_URL", "postgresql+asyncpg://me:hush@host/shop")
    monkeypatch.setenv("RANTAU_LLM_URL", "https://me:hush@model.example/v1")
    monkeypatch.setenv("RANTAU_LLM_MODEL", "kecil")
    monkeypatch.setenv("RANTAU_LLM_KEY", "hush")
    found = settings.load()
    assert "hush" not in repr(found) + str(found) + found.database_shown + found.llm_shown
    assert found.llm_shown == "kecil at model.example"


@pytest.mark.parametrize(
    ("given", "missing"), [({"LLM_URL": "http://localhost/v1"}, "LLM_MODEL"), ({"LLM_MODEL": "x"}, "LLM_URL")]
)
def test_half_a_language_model_is_refused(monkeypatch, given, missing):
    assert settings.load().llm_shown == ""
    for name, value in given.items():
        monkeypatch.setenv(f"RANTAU_{name}", value)
    assert refused() == [f"RANTAU_{missing} is missing"]


@pytest.mark.parametrize(
    ("url", "in_clear"),
    [
        ("", False),
        ("http://127.0.0.1:11434/v1", False),
        ("https://model.example/v1", False),
        ("http://model.example/v1", True),
    ],
)
def test_language_model_is_asked_in_clear_over_http_beyond_this_machine(url, in_clear):
    assert settings.load(_env_file=None, llm_url=url, llm_model="x" if url else "").llm_in_clear is in_clear


def test_misspelt_variables_are_found_in_environment_and_file(monkeypatch):
    monkeypatch.setenv("RANTAU_TELEGRAM_TOKN", "1:a")
    Path(".env").write_text("RANTAU_PORT=9000\nOTHER=1\n")
    assert settings.unknown_variables() == ["RANTAU_PORT", "RANTAU_TELEGRAM_TOKN"]


def test_postgresql_url_needs_its_driver(monkeypatch):
    monkeypatch.setattr(settings, "find_spec", lambda name: None)
    with pytest.raises(ConfigRefused, match=r"pip install 'rantau\[postgres\]'"):
        settings.load(_env_file=None, database_url="postgresql+asyncpg://me@host/shop")


REACHES = {
    "TELEGRAM_API_URL": {"RANTAU_TELEGRAM_TOKEN": "123:abc"},
    "PUBLIC_URL": {"RANTAU_PUBLIC_URL": "https://example.org", "RANTAU_BROWSER_CHAT": "on"},
    "HTTP_HOST": {"RANTAU_HTTP_HOST": "0.0.0.0", "RANTAU_BROWSER_CHAT": "on"},
}


@pytest.mark.parametrize("name", REACHES)
def test_moved_clock_is_refused_beyond_this_machine(monkeypatch, name):
    for variable, value in REACHES[name].items():
        monkeypatch.setenv(variable, value)
    assert settings.load().clock_ahead == timedelta()
    monkeypatch.setenv("RANTAU_CLOCK_AHEAD", "P9D")
    assert refused() == [
        f"RANTAU_CLOCK_AHEAD is for rehearsals on this machine, and RANTAU_{name} reaches beyond it"
    ]


@pytest.mark.parametrize("ahead", ["P400D", "-P400DT6H"])
def test_rehearsal_moves_every_clock_of_the_process(monkeypatch, ahead):
    monkeypatch.setenv("RANTAU_CLOCK_AHEAD", ahead)
    try:
        found = settings.load().clock_ahead
        assert abs(Clock().now() - clock.machine_now() - found) < timedelta(minutes=1)
    finally:
        clock.rehearse(today.AHEAD)
