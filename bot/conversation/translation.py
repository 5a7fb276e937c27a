"""Translations: gettext catalogues, and the language in force for this turn or delivery."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from gettext import GNUTranslations, NullTranslations
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

LANGUAGES = ("id", "en")
FIRST_LANGUAGE = "id"
SPOKEN_BY = {"id": "id", "in": "id", "ms": "id", "jv": "id", "jw": "id", "su": "id"}
"""Also by their old codes: old Android clients call Indonesian `in` and Javanese `jw`."""
LOCALE_DIR = Path(__file__).parent.parent / "locale"

_language: ContextVar[str] = ContextVar("language", default=FIRST_LANGUAGE)


def language_of(client: str) -> str:
    """The language we use with a client whose own is `client` (`id`, `en-GB`, …, "")."""
    return SPOKEN_BY.get(client[:2].lower(), "en" if client else FIRST_LANGUAGE)


@cache
def _catalogue(language: str) -> NullTranslations:
    path = LOCALE_DIR / language / "LC_MESSAGES" / "rantau.po"
    if not path.exists():
        return NullTranslations()
    compiled = io.BytesIO()
    with path.open("rb") as source:
        write_mo(compiled, read_po(source, locale=language))
    compiled.seek(0)
    return GNUTranslations(compiled)


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Sets the language in force within the block."""
    token = _language.set(language if language in LANGUAGES else FIRST_LANGUAGE)
    try:
        yield
    finally:
        _language.reset(token)


def language() -> str:
    """The language in force."""
    return _language.get()


def _(message: str) -> str:
    """The message in the language in force."""
    return _catalogue(_language.get()).gettext(message)


def ngettext(one: str, many: str, count: int) -> str:
    """The singular or plural message for a count, in the language in force."""
    return _catalogue(_language.get()).ngettext(one, many, count)


def later(message: str) -> str:
    """Marks a message for extraction; `_` translates it when it is shown."""
    return message
