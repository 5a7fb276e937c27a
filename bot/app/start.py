"""What has to be in order before the shop opens; what is not is said in a sentence, without a traceback."""

from __future__ import annotations

import fcntl
import shutil
from collections.abc import Iterator
from contextlib import AsyncExitStack, contextmanager
from pathlib import Path

import structlog
from sqlalchemy.exc import DBAPIError

from bot.core import private_files
from bot.core.database import migrations, sqlite_path
from bot.core.errors import RantauError
from bot.core.settings import Settings

LEAST_ROOM = 1024 * 1024
log = structlog.get_logger(__name__)


class AlreadyRunning(RantauError):
    """Another `rantau run` serves this SQLite database; only one process may."""


class DatabaseOutOfReach(RantauError):
    """The database cannot be used at the start: no server, no such folder, locked, a full disk."""


class CannotStart(RantauError):
    """Something of this machine that the start needs cannot be had: a folder, a file, room on the disk."""


@contextmanager
def failing_in_a_sentence(settings: Settings) -> Iterator[None]:
    """Turns failures of the machine into refusals. Raises DatabaseOutOfReach and CannotStart."""
    try:
        yield
    except DBAPIError as failed:
        raise DatabaseOutOfReach(_database_sentence(settings, failed.orig or failed)) from failed
    except OSError as failed:
        where = f": {failed.filename}" if failed.filename else ""
        raise CannotStart(f"the shop cannot start: {failed.strerror or failed}{where}") from failed


def _database_sentence(settings: Settings, failed: BaseException) -> str:
    why = str(failed).partition("\n")[0] or type(failed).__name__
    database = sqlite_path(settings.database_url)
    if database is not None and _free_bytes(database) < LEAST_ROOM:
        why = f"the disk is full ({why})"  # SQLite may say no more than "disk I/O error"
    return f"the database {settings.database_shown} cannot be used: {why}"


def _free_bytes(path: Path) -> int:
    """The room on the disk of a path, which need not exist yet."""
    return shutil.disk_usage(next(one for one in path.absolute().parents if one.exists())).free


async def ready(stack: AsyncExitStack, settings: Settings) -> None:
    """Makes sure that nobody else serves the database, that it is up to date, and that all data is private.

    The stack keeps what has to last as long as the program. Raises AlreadyRunning, DatabaseOutOfReach,
    DBAPIError, OSError.
    """
    database = sqlite_path(settings.database_url)
    private_files.make_folder(settings.media_dir)
    try:
        if database is not None:
            stack.enter_context(_single_program(database))
        await migrations.migrate(settings.database_url)
    except OSError as failed:
        raise DatabaseOutOfReach(_database_sentence(settings, failed)) from failed
    foreign = private_files.close_to_others(private_files.of_shop(database, settings.media_dir))
    if foreign:
        log.warning("others may look into data, and its owner must end that", paths=[*map(str, foreign[:5])])


@contextmanager
def _single_program(database: Path) -> Iterator[None]:
    """Holds the lock file beside a SQLite database. Raises AlreadyRunning."""
    lock = database.with_name(database.name + ".lock")
    private_files.make_folder(lock.parent)
    private_files.make_file(lock)
    with lock.open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as taken:
            raise AlreadyRunning(f"another `rantau run` serves {database}") from taken
        yield
