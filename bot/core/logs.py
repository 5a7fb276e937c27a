"""Logs to stderr, for people or as JSON, and never with a secret, an identity number or what was typed."""

from __future__ import annotations

import logging
import re
import sys
from collections.abc import Collection
from typing import Any, TextIO

import structlog

from bot.core.database import comes_of_an_outage
from bot.core.redaction import without_typed

TOKEN = re.compile(r"\d{5,}:[\w-]{20,}")
HIDDEN = "•••"
MAY_QUOTE = ("event", "error", "exception", "why")  # these may repeat what a person typed


def set_up(as_json: bool, secrets: Collection[str] = (), out: TextIO | None = None) -> None:
    """Sets logging up. It hides bot tokens and every text in `secrets`."""
    out = out or sys.stderr
    hide = _hider(secrets)
    renderer: Any = structlog.processors.JSONRenderer(ensure_ascii=False)
    if not as_json:
        renderer = structlog.dev.ConsoleRenderer(colors=out.isatty())
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
        hide,
    ]
    structlog.configure(
        processors=[_drop_outage, *shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(out)
    formatter = structlog.stdlib.ProcessorFormatter(foreign_pre_chain=shared, processors=[_clean, renderer])
    handler.setFormatter(formatter)
    handler.addFilter(_is_worth_a_line)
    logging.basicConfig(handlers=[handler], level=logging.INFO, force=True)
    for chatty in ("httpx", "httpcore", "telegram", "aiohttp.access", "alembic"):
        logging.getLogger(chatty).setLevel(logging.WARNING)


def _drop_outage(_logger: Any, _name: str, entry: Any) -> Any:
    """Drops what failed only because the database cannot work: the database itself tells that, once."""
    given = entry.get("exc_info")
    failure = given[1] if isinstance(given, tuple) else given if given is not True else sys.exc_info()[1]
    if isinstance(failure, BaseException) and comes_of_an_outage(failure):
        raise structlog.DropEvent
    return entry


def _is_worth_a_line(record: logging.LogRecord) -> bool:
    """The same for other libraries. The pool fails to close what the server has closed already."""
    failure = record.exc_info[1] if record.exc_info else None
    is_of_pool = record.name.startswith("sqlalchemy.pool")
    return not comes_of_an_outage(failure) and not (is_of_pool and failure is not None)


def _clean(_logger: Any, _name: str, entry: Any) -> Any:
    entry.pop("_record", None)
    entry.pop("_from_structlog", None)
    return entry


def _hider(secrets: Collection[str]) -> Any:
    known = sorted(filter(None, secrets), key=len, reverse=True)

    def hidden(value: Any) -> Any:
        if not isinstance(value, str):
            return value
        for secret in known:
            value = value.replace(secret, HIDDEN)
        return TOKEN.sub(HIDDEN, value)

    def hide(_logger: Any, _name: str, entry: Any) -> Any:
        shown = {key: hidden(value) for key, value in entry.items()}
        quoting = {key: without_typed(shown[key]) for key in MAY_QUOTE if isinstance(shown.get(key), str)}
        return shown | quoting

    return hide
