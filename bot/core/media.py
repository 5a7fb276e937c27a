"""The files that people send, stored in one folder under names of our own."""

from __future__ import annotations

import asyncio
import hashlib
import os
import re
import secrets
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime
from io import FileIO
from pathlib import Path, PurePosixPath

from bot.core import private_files
from bot.core.errors import RantauError

MOST_BYTES = 20 * 1024 * 1024
"""The largest file that Telegram's servers hand out; the other channels keep the same limit."""
NAME_LENGTH = 120
SUFFIXES = frozenset(
    {".jpg", ".jpeg", ".png", ".webp", ".heic", ".gif", ".pdf"}
    | {".xlsx", ".xls", ".csv", ".ods", ".txt", ".doc", ".docx"}
)
_REF = re.compile(r"[0-9a-f]{32}(\.[a-z]{3,5})?", re.ASCII)


class TooLarge(RantauError):
    """The file is larger than we accept."""


@dataclass(frozen=True, slots=True)
class Stored:
    """A stored file: its reference, its sender's name for it (to show only), its size in bytes, its kind."""

    ref: str
    name: str
    size: int
    kind: str


@dataclass(frozen=True, slots=True)
class Media:
    """The folder of stored files. Names and suffixes prove nothing about their content."""

    folder: Path

    def path(self, ref: str) -> Path:
        """The path of a stored file. Raises ValueError when `ref` is no reference of ours."""
        if not _REF.fullmatch(ref):
            raise ValueError(f"no reference of a file: {ref!r}")
        return self.folder / ref

    def has(self, ref: str) -> bool:
        """Whether a stored file is there. Raises ValueError."""
        return self.path(ref).is_file()

    async def read(self, ref: str) -> bytes:
        """The bytes of a stored file. Raises ValueError, and FileNotFoundError when it was removed."""
        return await asyncio.to_thread(self.path(ref).read_bytes)

    async def remove(self, ref: str) -> None:
        """Deletes a stored file; a missing one is no error. Raises ValueError."""
        await asyncio.to_thread(self.path(ref).unlink, missing_ok=True)

    async def older_than(self, moment: datetime) -> list[str]:
        """The references of all files stored before a moment."""
        return await asyncio.to_thread(self._older_than, moment.timestamp())

    def _older_than(self, moment: float) -> list[str]:
        paths = sorted(self.folder.iterdir()) if self.folder.is_dir() else []
        return [path.name for path in paths if _REF.fullmatch(path.name) and path.stat().st_mtime < moment]

    async def store(
        self, pieces: AsyncIterator[bytes], *, kind: str, name: str = "", key: str = ""
    ) -> Stored:
        """Stores a file from its pieces; leaves nothing when they end early. Raises TooLarge, OSError.

        The same `key` gives the same reference: a file that is fetched again replaces itself.
        """
        stem = hashlib.sha256(key.encode()).hexdigest()[:32] if key else secrets.token_hex(16)
        name = plain_name(name)
        path = self.path(stem + _suffix(name, kind))
        part = path.with_name(f".{path.name}.part")
        try:
            size = await _write(part, pieces)
            await asyncio.to_thread(_settle, part, path)
        except BaseException:
            part.unlink(missing_ok=True)
            raise
        return Stored(path.name, name, size, kind)


def plain_name(name: str) -> str:
    """The sender's name of a file as people may see it: without folders, on one line, at most NAME_LENGTH."""
    last = "".join(sign if sign.isprintable() else " " for sign in name.replace("\\", "/").rpartition("/")[2])
    last = " ".join(last.split())
    stem, dot, ending = last.rpartition(".")
    if len(last) <= NAME_LENGTH or len(ending) > NAME_LENGTH // 2:
        return last[:NAME_LENGTH]
    return f"{stem[: NAME_LENGTH - len(ending) - 2]}…{dot}{ending}"


def _suffix(name: str, kind: str) -> str:
    suffix = PurePosixPath(name).suffix.lower()
    return suffix if suffix in SUFFIXES else ".jpg" if kind == "photo" else ""


async def _write(part: Path, pieces: AsyncIterator[bytes]) -> int:
    size = 0
    with _opened(part) as file:
        async for piece in pieces:
            size += len(piece)
            if size > MOST_BYTES:
                raise TooLarge(TooLarge.__doc__)
            await asyncio.to_thread(file.write, piece)
        await asyncio.to_thread(os.fsync, file.fileno())
    return size


def _opened(part: Path) -> FileIO:
    private_files.make_folder(part.parent)
    mode = private_files.FILE_MODE
    return FileIO(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode), "wb")


def _settle(part: Path, path: Path) -> None:
    try:
        part.replace(path)
    except FileNotFoundError:
        if not path.is_file():  # another process has fetched the same file just now
            raise
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)  # only now does the name survive a power cut
    finally:
        os.close(folder)
