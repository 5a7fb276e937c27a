"""`rantau check`: checks everything that the shop needs, and goes on after a fault."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from bot import documents
from bot.app.language_model import connected
from bot.cli.channel_links import telegram_link
from bot.cli.config_diff import differences
from bot.cli.database import reachable
from bot.cli.output import CommandRefused
from bot.cli.shop import has_database, shop_of
from bot.core import private_files, settings
from bot.core.database import migrations, sqlite_path
from bot.core.errors import ConfigRefused
from bot.core.settings import Settings
from bot.destinations import Restrictions
from bot.documents.imports import catalog as catalog_import
from bot.documents.imports.catalog import CATALOG_FILE, UMKM_FILE, FileRefused
from bot.ordering.shop import open_shop
from bot.understanding import Vocabulary

MOST_NAMED = 5


@dataclass(frozen=True, slots=True)
class Finding:
    """The result of one check. `state` is `ok`, `note` (worth knowing) or `wrong`."""

    state: str
    what: str

    @property
    def wrong(self) -> bool:
        """Whether somebody has to act."""
        return self.state == "wrong"

    def __str__(self) -> str:
        return f"{self.state:<6}{self.what}"


def check() -> list[Finding]:
    """All findings, in the order settings, files, database, channels."""
    found, complaints = settings.load_with_complaints()
    unknown = [f"{name} means nothing here; is it misspelt?" for name in settings.unknown_variables()]
    return [
        *_findings(complaints, "settings"),
        *(Finding("note", one) for one in unknown),
        *_files(found),
        *_findings(_typefaces(), "typefaces of the printed papers"),
        *_database(found),
        *_privacy(found),
        *_differences(found),
        *_channels(found),
    ]


def _findings(complaints: Iterable[str], subject: str) -> list[Finding]:
    return [Finding("wrong", one) for one in complaints] or [Finding("ok", subject)]


def _files(found: Settings) -> list[Finding]:
    complaints = _refusals(lambda: open_shop(found.config_dir))
    complaints += _refusals(lambda: Vocabulary.read(found.config_dir))
    complaints += _catalog_complaints(found)
    return _findings(complaints, f"files in {found.config_dir}")


def _typefaces() -> list[str]:
    again = "install the requirements again"
    return [f"the typeface {path} is missing: {again}" for path in documents.missing_fonts()]


def _refusals(read: Callable[[], Any]) -> list[str]:
    try:
        read()
    except (ConfigRefused, FileRefused, CommandRefused) as refused:
        return refused.complaints
    return []


def _catalog_complaints(found: Settings) -> list[str]:
    # These files only fill an empty database, so they may be missing; those that exist must be valid.
    umkm, catalog = found.config_dir / UMKM_FILE, found.config_dir / CATALOG_FILE
    complaints: list[str] = []
    if umkm.exists():
        complaints += _refusals(lambda: catalog_import.read_umkm(umkm))
    if catalog.exists() and not _refusals(lambda: Restrictions.read(found.config_dir)):
        classes = Restrictions.read(found.config_dir).known_classes
        codes = (
            None if complaints or not umkm.exists() else {one.code for one in catalog_import.read_umkm(umkm)}
        )
        complaints += _refusals(lambda: catalog_import.read_catalog(catalog, classes, codes))
    return complaints


def _database(found: Settings) -> list[Finding]:
    steps: list[str] = []

    def look() -> None:
        with reachable(found):
            steps.extend(asyncio.run(migrations.pending(found.database_url)))

    complaints = _refusals(look)
    complaints += [f"the database lacks step {step}: run `rantau migrate`" for step in steps]
    return _findings(complaints, f"database {found.database_shown}")


def _privacy(found: Settings) -> list[Finding]:
    ours = private_files.of_shop(sqlite_path(found.database_url), found.media_dir)
    paths = private_files.open_to_others(ours)
    complaints = [f"others on this machine may look into {one}: `rantau run` ends that" for one in paths]
    more = [f"and into {len(paths) - MOST_NAMED} more"] if len(paths) > MOST_NAMED else []
    return _findings(complaints[:MOST_NAMED] + more, "files and folders of data are private")


def _differences(found: Settings) -> list[Finding]:
    """The overrides that differ from the files, each with who stated it and when."""
    lines: list[str] = []
    faults = _refusals(lambda: lines.extend(differences(shop_of(found)) if has_database(found) else ()))
    return [] if faults else [Finding("note", one) for one in lines]  # other checks report the faults


def _channels(found: Settings) -> list[Finding]:
    return [*_telegram(found), *_browser(found), *_language_model(found)]


def _telegram(found: Settings) -> list[Finding]:
    if not found.has_telegram:
        return [Finding("note", "Telegram is not connected: RANTAU_TELEGRAM_TOKEN is not set")]
    link, problem = asyncio.run(telegram_link(found))
    if problem:
        return [Finding("wrong", f"Telegram: {problem}")]
    how = f"by webhook at {found.public_url}" if found.public_url else "by polling"
    return [Finding("ok", f"Telegram {link.partition('?')[0]}, {how}")]


def _language_model(found: Settings) -> list[Finding]:
    if not found.llm_url:
        return [Finding("note", "no language model is asked: RANTAU_LLM_URL is not set")]
    what = f"language model {found.llm_shown}"
    if trouble := asyncio.run(_trouble(found)):
        return [Finding("wrong", f"{what} does not answer: {trouble}")]
    in_clear = [Finding("note", f"{what} is asked without encryption")] if found.llm_in_clear else []
    return [Finding("ok", what), *in_clear]


async def _trouble(found: Settings) -> str:
    async with connected(found) as model:
        return await model.trouble() if model else ""


def _browser(found: Settings) -> list[Finding]:
    if found.browser_mode != "off":
        return [Finding("ok", f"browser chat ({found.browser_mode}) at {found.web_root}")]
    if found.has_telegram:
        return []
    return [Finding("wrong", "no channel is configured: set RANTAU_TELEGRAM_TOKEN or RANTAU_BROWSER_CHAT")]
