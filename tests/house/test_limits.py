"""The limits that keep the code readable, counted."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from tests.support.source_tree import lines_of, modules, name, trees

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


def functions() -> Iterator[tuple[str, int]]:
    for where, tree in trees():
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield f"{where}:{node.lineno} {node.name}", lines_of(node)


def test_no_function_is_longer_than_a_screen():
    assert [where for where, length in functions() if length > LONGEST_FUNCTION] == []


def test_nearly_all_functions_are_short():
    lengths = [length for _where, length in functions()]
    short = sum(length <= USUAL_FUNCTION for length in lengths)
    assert short >= USUAL_SHARE * len(lengths), f"only {short} of {len(lengths)}"


def test_no_file_is_longer_than_three_hundred_lines():
    lengths = {name(path): len(path.read_text(encoding="utf-8").splitlines()) for path in modules()}
    assert {path: length for path, length in lengths.items() if length > LONGEST_FILE} == {}


def test_no_file_has_a_vague_name():
    named = [where for where in map(name, modules()) if set(where[:-3].split("/")) & FORBIDDEN_NAMES]
    bases = [where for where in map(name, modules()) if where.endswith("/base.py")]
    assert (named, bases) == ([], [THE_ONE_BASE])


def test_every_module_has_a_docstring():
    assert [where for where, tree in trees() if not ast.get_docstring(tree)] == []
