"""What only certain modules may do: catch all exceptions, read environment or clock, import `telegram`."""

from __future__ import annotations

import ast
import re
from pathlib import Path

from bot.documents import OF_A_MANIFEST
from bot.handlers.coordinator.people.undelivered import KINDS
from bot.handlers.coordinator.shipments import documents
from bot.handlers.notices import WORDINGS
from bot.people.notice_kinds import NoticeKind
from tests.support.source_tree import name, parsed, tracked, trees

# The edges of the loops, where no exception may end the loop.
LOOP_EDGES = {
    "bot/channels/browser/websocket.py",
    "bot/channels/http_server.py",
    "bot/channels/telegram/inline_mode.py",
    "bot/channels/telegram/polling.py",
    "bot/channels/telegram/webhook.py",
    "bot/conversation/engine.py",
    "bot/app/delivery.py",
    "bot/app/scheduled_jobs.py",
    "bot/app/downloads.py",
    "bot/app/file_sender.py",
    "bot/app/long_readings.py",
    "bot/core/database/write_batch.py",
    "bot/app/dispatcher.py",
    "bot/app/worker.py",
}
TEXT_ENDINGS = {
    ".py",
    ".md",
    ".toml",
    ".txt",
    ".yaml",
    ".yml",
    ".csv",
    ".js",
    ".css",
    ".html",
    ".po",
    ".mako",
    "",
}
MACHINE = r"(?<![\w/.\-])/(?:root|home/\w+|work)/"
NOT_OF_THE_PROJECT = re.compile(rf"index-url|find-links|{MACHINE}")
# These depend on the machine's time and time zone: `bot.core.clock` is used instead.
OF_THE_MACHINE = {
    ("datetime", "now"),
    ("datetime", "utcnow"),
    ("datetime", "today"),
    ("date", "today"),
    ("time", "time"),
    ("time", "time_ns"),
    ("time", "localtime"),
    ("time", "gmtime"),
    ("time", "ctime"),
    ("time", "strftime"),
}


def test_all_exceptions_are_caught_only_at_the_edge_of_a_loop():
    caught = {
        where
        for where, tree in trees()
        for node in ast.walk(tree)
        if isinstance(node, ast.ExceptHandler) and catches_everything(node.type)
    }
    assert caught - LOOP_EDGES == set()


def catches_everything(kind: ast.expr | None) -> bool:
    kinds = kind.elts if isinstance(kind, ast.Tuple) else [kind]
    # `except BaseException` that raises again is a `finally` for failures; a bare `except` hides what it is.
    return any(one is None or (isinstance(one, ast.Name) and one.id == "Exception") for one in kinds)


def test_only_the_settings_read_the_environment():
    readers = [
        where
        for where, tree in trees()
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and node.attr in ("environ", "getenv", "environb")
    ]
    assert set(readers) == {"bot/core/settings.py"}


def test_only_the_telegram_channel_imports_its_library():
    importers = {where for where, tree in trees() if "telegram" in imported(tree)}
    assert importers
    assert all(where.startswith("bot/channels/telegram/") for where in importers)


def imported(tree: ast.Module) -> set[str]:
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        if isinstance(node, ast.ImportFrom) and node.level == 0:
            found.add((node.module or "").split(".")[0])
    return found


def test_no_message_is_composed_inside_a_translation_call():
    found = [
        f"{where}:{node.lineno}"
        for where, tree in trees()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in ("_", "ngettext")
        for sentence in node.args[: 2 if node.func.id == "ngettext" else 1]
        if not (isinstance(sentence, ast.Constant) or where.startswith("bot/conversation/translation"))
        and not isinstance(sentence, ast.Name | ast.Attribute | ast.Subscript)
    ]
    assert found == []


def test_no_file_names_paths_of_the_machine_it_was_written_on():
    found = [
        f"{name(path)}:{number}"
        for path in tracked()
        if path.suffix in TEXT_ENDINGS and path != Path(__file__)
        for number, line in enumerate(
            path.read_text(encoding="utf-8", errors="replace").splitlines(), start=1
        )
        if NOT_OF_THE_PROJECT.search(line)
    ]
    assert found == []


def test_only_the_clock_reads_the_machines_time():
    found = [
        f"{name(path)}:{node.lineno}"
        for path in tracked()
        if path.suffix == ".py" and name(path) != "bot/core/clock.py"
        for node in ast.walk(parsed(path))
        if of_the_machine(node)
    ]
    assert found == []


def of_the_machine(node: ast.AST) -> bool:
    if isinstance(node, ast.ImportFrom):
        return node.module == "time" and any(("time", one.name) in OF_THE_MACHINE for one in node.names)
    if not isinstance(node, ast.Attribute):
        return False
    owner = node.value.attr if isinstance(node.value, ast.Attribute) else getattr(node.value, "id", "")
    return (owner, node.attr) in OF_THE_MACHINE


def test_every_kind_of_notice_has_a_wording():
    assert set(WORDINGS) == set(KINDS) == set(NoticeKind)


def test_every_paper_of_a_manifest_is_offered_by_name():
    assert set(documents.KINDS) == set(OF_A_MANIFEST)
