"""No screen imports another's module, and every literal route exists."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import product

from bot.conversation.routing import Route
from bot.handlers import ROUTES
from tests.support.source_tree import trees

# The tables of routes, the only modules that know every screen.
INDEXES = {"bot/handlers/__init__.py", "bot/handlers/coordinator/routes.py", "bot/handlers/umkm/routes.py"}
SCREENS = "bot/handlers/"
# The position of the route in the arguments of these calls, and the names of keyword arguments with routes.
ROUTE_ARGUMENTS = {"Redirect": 0, "Ask": 0, "Button": 1, "page_buttons": 1, "leaf": 3, "text_page": 2}
MOST_SEGMENTS = 5


def test_no_handler_module_imports_screens_of_another():
    known = dict(trees())
    screens = {module_of(where): routed(tree) for where, tree in known.items()}
    found = [
        f"{where}: {borrowed}"
        for where, tree in known.items()
        if where.startswith(SCREENS) and where not in INDEXES
        for borrowed in borrowed_screens(tree, screens)
    ]
    assert found == []


def test_no_module_hides_an_import_of_ours_in_a_function():
    """Except in the command line, where a command loads only what it needs."""
    found = [
        f"{where}:{node.lineno}"
        for where, tree in trees()
        if not where.startswith("bot/cli/")
        for function in ast.walk(tree)
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef)
        for node in ast.walk(function)
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("bot")
    ]
    assert found == []


def module_of(where: str) -> str:
    return where.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def routed(tree: ast.Module) -> set[str]:
    """The handlers of a module."""
    return {
        node.name
        for node in tree.body
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        for decorator in node.decorator_list
        if isinstance(decorator, ast.Call) and called(decorator) in ("place", "action")
    }


def called(call: ast.Call) -> str:
    return ast.unparse(call.func).rpartition(".")[2]


def borrowed_screens(tree: ast.Module, screens: Mapping[str, set[str]]) -> Iterator[str]:
    """The screens of other modules that a module uses, imported or as attributes of an imported module."""
    modules = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            for alias in node.names:
                whole = f"{node.module}.{alias.name}"
                modules |= {alias.asname or alias.name: whole} if whole in screens else {}
                if alias.name in screens.get(node.module or "", ()):
                    yield whole
        elif isinstance(node, ast.Import):
            modules |= {alias.asname or alias.name: alias.name for alias in node.names}
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and (of := modules.get(ast.unparse(node.value))) in screens:
            yield from [f"{of}.{node.attr}"] if node.attr in screens[of or ""] else []


def test_every_redirect_leads_to_a_route():
    """The same holds for buttons and questions whose route is a literal."""
    written = list(written_routes())
    assert len(written) > 100
    assert [f"{where} {route}" for where, route in written if not leads_on(route)] == []


def written_routes() -> Iterator[tuple[str, str]]:
    """Each literal route and its place in the source, with {} for each part that is not literal."""
    for where, tree in trees():
        functions = [one for one in tree.body if isinstance(one, ast.FunctionDef | ast.AsyncFunctionDef)]
        for function in functions if where.startswith("bot/handlers/") else ():
            names = named_texts(function)
            for call in ast.walk(function):
                if isinstance(call, ast.Call) and (route := route_argument(call)) is not None:
                    for one in texts_of(route, names):
                        yield f"{where}:{call.lineno}", re.sub(r"{\w+}", "{}", one)


def route_argument(call: ast.Call) -> ast.expr | None:
    at = ROUTE_ARGUMENTS.get(called(call))
    if at is None:
        return None
    by_name = [one.value for one in call.keywords if one.arg == "route"]
    return by_name[0] if by_name else next(iter(call.args[at : at + 1]), None)


def named_texts(function: ast.AST) -> dict[str, ast.expr]:
    """The texts that a function assigns to a name exactly once."""
    given: dict[str, list[ast.expr]] = {}
    for node in ast.walk(function):
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            given.setdefault(node.targets[0].id, []).append(node.value)
    return {name: values[0] for name, values in given.items() if len(values) == 1}


def texts_of(node: ast.expr, names: Mapping[str, ast.expr]) -> Sequence[str]:
    """The texts that an expression can have, with {} for what is not literal."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return [node.value]
    if isinstance(node, ast.IfExp):
        return [*texts_of(node.body, names), *texts_of(node.orelse, names)]
    if isinstance(node, ast.FormattedValue):
        return texts_of(node.value, names)
    if isinstance(node, ast.JoinedStr):
        return ["".join(parts) for parts in product(*(texts_of(part, names) for part in node.values))]
    if isinstance(node, ast.Name) and isinstance(
        names.get(node.id), ast.JoinedStr | ast.Constant | ast.IfExp
    ):
        return texts_of(names[node.id], {})
    return ["{}"]


def leads_on(written: str) -> bool:
    """Whether exactly one route of the table fits best; a {} stands for one or more parts."""
    if written.startswith("{}"):
        return True
    best = fitting(written.split("/"))
    return len(best) == 1 if best else any(map(fitting, with_more_parts(written)))


def with_more_parts(written: str) -> Iterator[list[str]]:
    texts = written.split("{}")
    for counts in product(range(1, MOST_SEGMENTS + 1), repeat=len(texts) - 1):
        parts = ["/".join(["{}"] * count) for count in counts]
        yield "".join(text + part for text, part in zip(texts, [*parts, ""], strict=True)).split("/")


def fitting(parts: Sequence[str]) -> Sequence[str]:
    """Of the patterns that fit, those that share the most literal parts."""
    exact = {line.pattern: found for line in ROUTES if (found := same_parts(parts, line)) is not None}
    return [pattern for pattern, found in exact.items() if found == max(exact.values())]


def same_parts(parts: Sequence[str], line: Route) -> int | None:
    """How many parts the pattern and the route share literally; None when it does not fit."""
    wanted = line.pattern.split("/")
    if len(wanted) != len(parts):
        return None
    pairs = list(zip(parts, wanted, strict=True))
    return sum(part == one for part, one in pairs) if all(fits(*pair, line) for pair in pairs) else None


def fits(part: str, wanted: str, line: Route) -> bool:
    if not wanted.startswith("{"):
        return re.fullmatch(".+".join(map(re.escape, part.split("{}"))), wanted) is not None and part != "{}"
    return "{}" in part or line.convert[wanted[1:-1]] is str or part.lstrip("-").isdecimal()
