"""Settings from the environment, prefix `RANTAU_`, and from `.env`: read here and nowhere else."""

from __future__ import annotations

import os
import re
from datetime import timedelta
from importlib.util import find_spec
from ipaddress import ip_address
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from dotenv import dotenv_values
from pydantic import AfterValidator, Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from bot.core.clock import rehearse
from bot.core.errors import ConfigRefused
from bot.core.retention import Retention

PREFIX = "RANTAU_"
ENV_FILE = Path(".env")
DRIVERS = ("sqlite+aiosqlite", "postgresql+asyncpg")
BrowserMode = Literal["demo", "on", "off"]


def _database(url: str) -> str:
    try:
        known = make_url(url).drivername in DRIVERS
    except ArgumentError:
        known = False
    if not known:
        raise ValueError(f"should begin with {' or '.join(f'{driver}://' for driver in DRIVERS)}")
    if url.startswith("postgresql") and find_spec("asyncpg") is None:
        raise ValueError("needs what PostgreSQL is reached by: pip install 'rantau[postgres]'")
    return url


def _web_address(url: str) -> str:
    if url and not url.startswith(("https://", "http://")):
        raise ValueError("should begin with https:// or http://")
    return url.rstrip("/")


def _exchange_address(url: str) -> str:
    if url:
        _web_address(url)
    return url


def _secret(pattern: str, complaint: str) -> AfterValidator:
    def fits(secret: SecretStr) -> SecretStr:
        # The complaint must not repeat the value: it is a secret.
        if secret.get_secret_value() and not re.fullmatch(pattern, secret.get_secret_value()):
            raise ValueError(complaint)
        return secret

    return AfterValidator(fits)


WebAddress = Annotated[str, AfterValidator(_web_address)]
Token = Annotated[SecretStr, _secret(r"\d+:[\w-]+", "should look like 123456:ABC-def, as BotFather gives it")]
WebhookSecret = Annotated[
    SecretStr, _secret(r"[A-Za-z0-9_-]{1,256}", "should be at most 256 letters, digits, _ or -")
]


class Settings(BaseSettings):
    """The settings of this installation. A variable that is set but empty counts as not set."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, env_file=ENV_FILE, env_ignore_empty=True, extra="ignore", hide_input_in_errors=True
    )

    database_url: Annotated[str, AfterValidator(_database)] = Field(
        default="sqlite+aiosqlite:///var/rantau.db", repr=False
    )
    config_dir: Path = Path("config")
    media_dir: Path = Path("var/media")
    http_host: str = "127.0.0.1"
    http_port: int = Field(default=8080, ge=0, le=65535)
    public_url: WebAddress = ""
    telegram_token: Token = SecretStr("")
    telegram_api_url: WebAddress = "https://api.telegram.org"
    telegram_webhook_secret: WebhookSecret = SecretStr("")
    telegram_sends_a_second: int = Field(default=30, ge=0)
    browser_chat: BrowserMode | None = None
    exchange_url: Annotated[str, AfterValidator(_exchange_address)] = Field(default="", repr=False)
    llm_url: WebAddress = Field(default="", repr=False)
    llm_model: str = ""
    llm_key: SecretStr = SecretStr("")
    log_format: Literal["console", "json"] = "console"
    keep_notices_days: int = Field(default=Retention.notices.days, ge=1)
    keep_messages_days: int = Field(default=Retention.messages.days, ge=1)
    keep_files_days: int = Field(default=Retention.files.days, ge=1)
    keep_parked_days: int = Field(default=Retention.parked.days, ge=1)
    keep_backups_days: int = Field(default=Retention.backups.days, ge=1)
    clock_ahead: timedelta = timedelta()

    @property
    def retention(self) -> Retention:
        """How long is kept what nobody needs for ever."""
        kinds = ("notices", "messages", "files", "parked", "backups")
        return Retention(**{kind: timedelta(days=getattr(self, f"keep_{kind}_days")) for kind in kinds})

    @property
    def has_telegram(self) -> bool:
        """A Telegram bot is configured."""
        return bool(self.telegram_token.get_secret_value())

    @property
    def browser_mode(self) -> BrowserMode:
        """`browser_chat`; if it is not set, the demo when no Telegram bot is configured, else off."""
        return self.browser_chat or ("off" if self.has_telegram else "demo")

    @property
    def llm_shown(self) -> str:
        """The language model's name and host, for people and logs; the rest of its address may hold a key."""
        return f"{self.llm_model} at {urlsplit(self.llm_url).hostname}" if self.llm_url else ""

    @property
    def llm_in_clear(self) -> bool:
        """Whether others on the way to the language model could read what it is asked."""
        parts = urlsplit(self.llm_url)
        return parts.scheme == "http" and not _is_loopback(parts.hostname or "")

    @property
    def web_root(self) -> str:
        """The public address of our own pages, without a trailing slash."""
        host = f"[{self.http_host}]" if ":" in self.http_host else self.http_host
        return self.public_url or f"http://{host}:{self.http_port}"

    @property
    def database_shown(self) -> str:
        """The database's address without its password, for people and logs."""
        return make_url(self.database_url).render_as_string(hide_password=True)

    def contradictions(self) -> list[str]:
        """The settings that contradict each other; each complaint names the variable to change."""
        return [*self._rehearsal_beyond_this_machine(), *self._open_demo(), *self._half_a_model()]

    def _rehearsal_beyond_this_machine(self) -> list[str]:
        hosts = {
            "TELEGRAM_API_URL": urlsplit(self.telegram_api_url).hostname if self.has_telegram else None,
            "PUBLIC_URL": urlsplit(self.public_url).hostname,
            "HTTP_HOST": self.http_host,
        }
        return [
            f"{PREFIX}CLOCK_AHEAD is for rehearsals on this machine, and {PREFIX}{name} reaches beyond it"
            for name, host in hosts.items()
            if self.clock_ahead and host and not _is_loopback(host)
        ]

    def _half_a_model(self) -> list[str]:
        """A language model has an address and a name."""
        given = {"LLM_URL": bool(self.llm_url), "LLM_MODEL": bool(self.llm_model)}
        other = "LLM_URL" if self.llm_model else "LLM_MODEL"
        return [f"{PREFIX}{other} is missing"] if len({*given.values()}) > 1 else []

    def _open_demo(self) -> list[str]:
        if self.browser_mode != "demo":
            return []
        demo = f"{PREFIX}BROWSER_CHAT=demo gives everybody all three seats, and"
        faults = {
            f"{demo} {PREFIX}HTTP_HOST={self.http_host} is open to other machines": not _is_loopback(
                self.http_host
            ),
            f"{demo} {PREFIX}PUBLIC_URL is set; use {PREFIX}BROWSER_CHAT=on": bool(self.public_url),
            f"{demo} {PREFIX}TELEGRAM_TOKEN is set; use {PREFIX}BROWSER_CHAT=on or off": self.has_telegram,
        }
        return [complaint for complaint, wrong in faults.items() if wrong]


def _is_loopback(host: str) -> bool:
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


def load_with_complaints(**given: Any) -> tuple[Settings, list[str]]:
    """The settings, with defaults in place of wrong variables, and a complaint for each fault.

    Also starts a rehearsal: it moves the clocks of this process by `clock_ahead`.
    """
    complaints: list[str] = []
    try:
        settings = Settings(**given)
    except ValidationError as wrong:
        faults = {str(fault["loc"][0]): fault["msg"] for fault in wrong.errors(include_url=False)}
        worded = {name: what.removeprefix("Value error, ") for name, what in faults.items()}
        complaints = [f"{PREFIX}{name.upper()}: {what}" for name, what in worded.items()]
        defaults = {name: Settings.model_fields[name].default for name in faults}
        settings = Settings(**{**given, **defaults})
    if settings.clock_ahead:
        rehearse(settings.clock_ahead)
    return settings, complaints + settings.contradictions()


def load(**given: Any) -> Settings:
    """The settings of this installation. Raises ConfigRefused with all complaints."""
    settings, complaints = load_with_complaints(**given)
    if complaints:
        raise ConfigRefused(complaints)
    return settings


def variables() -> list[str]:
    """The names of all variables that we read."""
    return [f"{PREFIX}{name.upper()}" for name in Settings.model_fields]


def unknown_variables() -> list[str]:
    """Variables with our prefix that we do not know, in the environment or in `.env`: probably misspelt."""
    found = {*os.environ, *(dotenv_values(ENV_FILE) if ENV_FILE.is_file() else {})}
    ours = {name for name in found if name.upper().startswith(PREFIX)}
    return sorted(name for name in ours if name.upper() not in variables())
