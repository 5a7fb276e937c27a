"""The limits that keep the code readable, counted."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from tests.support.source_tree import ROOT, lines_of, modules, name, trees

LONGEST_FUNCTION, USUAL_FUNCTION, USUAL_SHARE = 40, 25, 0.95
LONGEST_FILE = 300
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


def test_every_first_level_name_stands_in_the_glossary():
    """What cannot be said there in a line has no place in the first `ls`."""
    names = {
        path.name.removesuffix(".py") for path in (ROOT / "bot").iterdir() if not path.name.startswith("_")
    }
    glossary = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
    assert [one for one in sorted(names) if f"\n| {one} |" not in glossary and one[0] != "_"] == []


def test_only_the_channels_have_a_base():
    assert [where for where in map(name, modules()) if where.endswith("/base.py")] == [THE_ONE_BASE]


def test_every_module_has_a_docstring():
    assert [where for where, tree in trees() if not ast.get_docstring(tree)] == []
