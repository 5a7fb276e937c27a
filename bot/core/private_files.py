"""Folders and files that only we may read: what customers send, and the database with their addresses."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator
from pathlib import Path

FILE_MODE, FOLDER_MODE = 0o600, 0o700
OTHERS = 0o077
"""The rights of everybody but the owner; also the mask with which the program makes all its files."""


def make_folder(folder: Path) -> None:
    """Makes a folder and those missing above it, for us alone. Raises OSError."""
    missing = [one for one in (folder, *folder.parents) if not one.exists()]
    for one in reversed(missing):
        one.mkdir(FOLDER_MODE, exist_ok=True)


def make_file(path: Path) -> None:
    """Makes an empty file for us alone, unless there is one. Raises OSError."""
    if not path.exists():
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT, FILE_MODE))


def of_shop(database: Path | None, media: Path) -> list[Path]:
    """What must be private: the media folder, the SQLite file with what begins with its name (its log, its
    lock, copies of it), and the folder of both, unless other things lie in it too.
    """
    ours = list(_tree(media))
    if database is not None and database.parent.is_dir():
        beside = list(database.parent.iterdir())
        ours += [one for one in beside if one.name.startswith(database.stem) and one.is_file()]
        if {*beside} <= {*ours}:
            ours.append(database.parent)
    return ours


def _tree(folder: Path) -> Iterator[Path]:
    if folder.is_dir():
        yield folder
        for one in folder.iterdir():
            yield from _tree(one) if one.is_dir() and not one.is_symlink() else [one]


def open_to_others(paths: Iterable[Path]) -> list[Path]:
    """Those that others on this machine may read, change or enter."""
    return [one for one in paths if not one.is_symlink() and one.exists() and _mode(one) & OTHERS]


def close_to_others(paths: Iterable[Path]) -> list[Path]:
    """Takes others' rights away; returns the paths whose rights we may not change."""
    return [one for one in open_to_others(paths) if not _is_closed(one)]


def _is_closed(path: Path) -> bool:
    try:
        path.chmod(_mode(path) & ~OTHERS)
    except OSError:
        return False
    return True


def _mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)
