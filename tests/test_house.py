"""The limits of the house: what keeps the code readable, counted."""

from __future__ import annotations

import ast
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
LONGEST_FUNCTION, USUAL_FUNCTION, USUAL_SHARE = 40, 25, 0.95
LONGEST_FILE = 300
FORBIDDEN_NAMES = {
    "utils",
    "util",
    "helpers",
    "helper",
    "manager",
    "managers",
    "service",
    "services",
    "common",
}
THE_ONE_BASE = "bot/channels/base.py"

# The edges of the loops, where whatever fails must not end the loop.
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


def modules() -> list[Path]:
    every = sorted((ROOT / "bot").rglob("*.py"))
    return [path for path in every if "versions" not in path.relative_to(ROOT).parts]


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def trees() -> Iterator[tuple[str, ast.Module]]:
    for path in modules():
        yield name(path), ast.parse(path.read_text(encoding="utf-8"))


def functions() -> Iterator[tuple[str, int]]:
    for where, tree in trees():
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield f"{where}:{node.lineno} {node.name}", lines_of(node)


def lines_of(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """From `def` to its end, without the docstring."""
    length = (function.end_lineno or 0) - function.lineno + 1
    first = function.body[0]
    if ast.get_docstring(function) is not None:
        length -= (first.end_lineno or 0) - first.lineno + 1
    return length


def tracked() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True)
    return [ROOT / one for one in listed.stdout.split("\0") if one and (ROOT / one).is_file()]


def test_no_function_is_longer_than_a_screen():
    assert [where for where, length in functions() if length > LONGEST_FUNCTION] == []


def test_nearly_all_functions_are_short():
    lengths = [length for _where, length in functions()]
    short = sum(length <= USUAL_FUNCTION for length in lengths)
    assert short >= USUAL_SHARE * len(lengths), f"only {short} of {len(lengths)}"


def test_no_file_is_longer_than_three_hundred_lines():
    lengths = {name(path): len(path.read_text(encoding="utf-8").splitlines()) for path in modules()}
    assert {path: length for path, length in lengths.items() if length > LONGEST_FILE} == {}


def test_every_file_is_named_after_a_thing_of_the_trade():
    named = [where for where in map(name, modules()) if set(where[:-3].split("/")) & FORBIDDEN_NAMES]
    bases = [where for where in map(name, modules()) if where.endswith("/base.py")]
    assert (named, bases) == ([], [THE_ONE_BASE])


def test_every_module_says_what_it_is_for():
    assert [where for where, tree in trees() if not ast.get_docstring(tree)] == []


def test_whatever_fails_is_caught_only_at_the_edge_of_a_loop():
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


def test_the_environment_is_read_in_the_settings_only():
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


def test_no_sentence_is_put_together_before_it_is_translated():
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


def test_no_file_speaks_of_the_machine_it_was_made_on():
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


# What these say depends on the day and the place of the machine: `bot.clock` is asked instead.
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


def test_only_the_clock_knows_what_day_it_is():
    found = [
        f"{name(path)}:{node.lineno}"
        for path in tracked()
        if path.suffix == ".py" and name(path) != "bot/core/clock.py"
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
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
