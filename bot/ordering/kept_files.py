"""The files that people sent and that rows keep: permits, and photos of handovers and cases."""

from __future__ import annotations

import mimetypes
import re
from collections.abc import AsyncIterator
from pathlib import PurePosixPath
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.core.database import Database
from bot.core.database.portions import in_portions
from bot.core.media import Media
from bot.ordering import permit_files
from bot.ordering.case_tables import CaseEntry
from bot.ordering.permit_files import PaperFile
from bot.orders import OrderLine
from bot.people.handovers import HandoverLine

_KEPT: dict[str, Any] = {"talk": HandoverLine, "case": CaseEntry}
"""The rows with a `file`, by the word that their references begin with."""
_REFERENCE = re.compile(r"(talk|case)/([1-9][0-9]{0,8})", re.ASCII)


def reference(line: HandoverLine | CaseEntry) -> str:
    """How a screen names the file of a row."""
    word = next(word for word, rows in _KEPT.items() if isinstance(line, rows))
    return f"{word}/{line.id}"


def name_of(line: HandoverLine | CaseEntry) -> str:
    """The name of a row's file, as people see it who get it."""
    return _name(reference(line), line.file)


def _name(ref: str, file: str) -> str:
    return ref.replace("/", "-") + PurePosixPath(file).suffix


async def of_person(db: AsyncSession, person_id: int, most: int) -> list[str]:
    """The references of the newest files that a person has sent to coordinators."""
    found = []
    for word, rows in _KEPT.items():
        theirs = select(rows.id).where(rows.by_id == person_id, rows.file != "").order_by(rows.id.desc())
        found += [f"{word}/{one}" for one in await db.scalars(theirs.limit(most))]
    return found


def is_reference(ref: str) -> bool:
    """Whether a file reference names a file that somebody sent."""
    return permit_files.is_reference(ref) or _REFERENCE.fullmatch(ref) is not None


async def find(db: AsyncSession, media: Media, ref: str) -> PaperFile | None:
    """The file behind such a reference, None when there is none. The caller checks who may have it."""
    if permit_files.is_reference(ref):
        return await permit_files.find(db, media, ref)
    word, _sign, number = ref.partition("/")
    rows = _KEPT[word]
    file = await db.scalar(select(rows.file).where(rows.id == int(number)))
    if not file:
        return None
    name = _name(ref, file)
    mime = mimetypes.guess_type(name)[0] or "application/octet-stream"
    return PaperFile(media.path(file), name, mime)


async def used(database: Database, size: int) -> set[str]:
    """All stored files that some row refers to, read in portions of `size` rows.

    Any new column that refers to a sent file must be read here: what is not is deleted some time.
    """
    found = set[str]()
    lines: Any = select(OrderLine.id, OrderLine.document_file.label("file"))
    async for files in _files(database, lines, OrderLine.id, size):
        found |= files
    for rows in _KEPT.values():
        async for files in _files(database, select(rows.id, rows.file), rows.id, size):
            found |= files
    return found


async def _files(database: Database, rows: Any, key: Any, size: int) -> AsyncIterator[set[str]]:
    async for portion in in_portions(database, rows, key, size=size):
        yield {row.file for row in portion if row.file}
