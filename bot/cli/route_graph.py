"""`rantau routes --graph`: the map of all places and actions and the ways between them, as a DOT graph.

The ways are read from the source of the handlers: every route that a handler, or a function of the handlers
that it calls, puts on a button, asks with, or redirects to.
"""

from __future__ import annotations

import ast
import inspect
from collections.abc import Iterator, Mapping
from functools import cache
from textwrap import dedent
from types import FunctionType, ModuleType
from typing import Any

from bot.conversation.routing import Route, Routes

PACKAGE = "bot.handlers"
STYLES = {"Redirect": "bold", "Ask": "dashed"}
HOLE = "\0"
Way = tuple[str, str]
"""The shape of a route, with a HOLE for each value filled in, and the name of the call that contains it."""


def graph(routes: Routes, commands: Mapping[str, str], free_text: Mapping[Any, str]) -> str:
    """The map in DOT: places are boxes, actions ovals, redirects bold, questions dashed."""
    lines = ["digraph routes {", "  rankdir=LR; node [fontsize=10];"]
    for module in sorted({_module(line) for line in routes}):
        lines += [f'  subgraph "cluster_{module}" {{ label="{module}";']
        lines += [f"    {_node(line)}" for line in routes if _module(line) == module]
        lines += ["  }"]
    lines += [f'  "/{name}" [shape=plaintext]; "/{name}" -> "{to}";' for name, to in commands.items()]
    lines += [f'  "text ({role})" [shape=note]; "text ({role})" -> "{to}";' for role, to in free_text.items()]
    for line in routes:
        for target, call in sorted(ways_from(line, routes)):
            style = f" [style={STYLES[call]}]" if call in STYLES else ""
            lines.append(f'  "{line.pattern}" -> "{target}"{style};')
    return "\n".join([*lines, "}"])


def _module(line: Route) -> str:
    return line.name.rpartition(".")[0]


def _node(line: Route) -> str:
    return f'"{line.pattern}" [shape={"box" if line.kind == "place" else "oval"}];'


def ways_from(line: Route, routes: Routes) -> set[Way]:
    """The patterns that a handler leads to, each with the call that contains its route."""
    handler = inspect.unwrap(line.handler)
    assert isinstance(handler, FunctionType)
    return {(found, call) for shape, call in _ways(handler) if (found := _pattern(shape, routes))}


def _pattern(shape: str, routes: Routes) -> str:
    """The pattern of the table that a shape fits; "" when it is not a route."""
    parts = shape.split("/")
    for line in routes:
        wanted = line.pattern.split("/")
        if len(wanted) == len(parts) and all(map(_fits, parts, wanted)):
            return line.pattern
    return ""


def _fits(part: str, wanted: str) -> bool:
    return part == wanted or (wanted.startswith("{") and HOLE in part)


def _ways(handler: FunctionType) -> set[Way]:
    found: set[Way] = set()
    seen: set[FunctionType] = set()
    waiting = [handler]
    while waiting:
        function = waiting.pop()
        if function in seen:
            continue
        seen.add(function)
        names = inspect.getmodule(function)
        assert names is not None
        found |= set(_written_in(_tree(function), names))
        waiting += [other for other in _called(_tree(function), names) if "route" not in other.__dict__]
    return found


@cache
def _tree(function: FunctionType) -> ast.AST:
    return ast.parse(dedent(inspect.getsource(function)))


def _called(tree: ast.AST, module: ModuleType) -> Iterator[FunctionType]:
    """The functions of the handlers that this code names."""
    for node in ast.walk(tree):
        named = _resolved(node, module)
        if isinstance(named, FunctionType) and named.__module__.startswith(PACKAGE):
            yield named


def _resolved(node: ast.AST, module: ModuleType) -> Any:
    if isinstance(node, ast.Name):
        return getattr(module, node.id, None)
    if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
        return getattr(getattr(module, node.value.id, None), node.attr, None)
    return None


def _written_in(tree: ast.AST, module: ModuleType) -> Iterator[Way]:
    """Every string that may be a route: those with a slash, and the arguments of calls that take routes."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            call = ast.unparse(node.func).rpartition(".")[2]
            for argument in (*node.args, *(one.value for one in node.keywords)):
                shape = _shape(argument, module)
                if shape and ("/" in shape or call in ("Button", "Redirect", "Ask", "back")):
                    yield shape, call


def _shape(node: ast.expr, module: ModuleType) -> str:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value.replace("{page}", HOLE)
    if isinstance(node, ast.JoinedStr):
        return "".join(_shape(one, module) for one in node.values).replace("{page}", HOLE)
    if isinstance(node, ast.FormattedValue):
        known = _resolved(node.value, module)
        return known if isinstance(known, str) else HOLE
    if isinstance(node, ast.IfExp):
        return _shape(node.body, module)
    return ""
