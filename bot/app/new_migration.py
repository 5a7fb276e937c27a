"""For developers: writes the next migration from the difference between tables and database.

`make migration m="what changed"` adds a migration; `make schema` replaces all of them by one, 0001, of the
whole schema, which is right only before the first release.
"""

from __future__ import annotations

import asyncio
import subprocess
import sys
import tempfile
from pathlib import Path

from alembic import command
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from bot.app.tables import metadata
from bot.core.database.migrations import FOLDER, config_for, migrate, on


def _steps() -> list[Path]:
    return sorted((FOLDER / "versions").glob("[0-9]*.py"))


def _write(connection: Connection, message: str) -> None:
    number = 1 + max((int(step.name[:4]) for step in _steps()), default=0)
    command.revision(config_for(connection, metadata), message, autogenerate=True, rev_id=f"{number:04}")


async def _make(message: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite+aiosqlite:///{folder}/empty.db"
        if ScriptDirectory(str(FOLDER)).get_current_head():
            await migrate(url)
        await on(url, lambda connection: _write(connection, message))


def main(words: list[str]) -> None:
    """Writes the migration and formats it."""
    anew = words == ["--anew"]
    if anew:
        for step in _steps():
            step.unlink()
    asyncio.run(_make("the whole schema" if anew else " ".join(words)))
    newest = str(_steps()[-1])
    subprocess.run([sys.executable, "-m", "ruff", "check", "-q", "--fix", newest], check=True)
    subprocess.run([sys.executable, "-m", "ruff", "format", "-q", newest], check=True)


if __name__ == "__main__":
    if not sys.argv[1:]:
        sys.exit('say what changed: python -m bot.app.new_migration "shipments know their carrier"')
    main(sys.argv[1:])
