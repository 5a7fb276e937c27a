"""Reads the files of `config/` into checked models; each fault is named with its file and line."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from bot.core.errors import ConfigRefused

Model = TypeVar("Model", bound=BaseModel)
Fault = tuple[Sequence[str | int], str]
"""The keys that lead to the place in the file, and what is wrong there."""

# The C loader is about ten times as fast; it is missing only where PyYAML was built without libyaml.
_FASTEST: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class Loader(_FASTEST):  # type: ignore[misc]
    """Reads a malformed date or number (`2026-13-45`) as text, so that the model names its line."""


def _fall_back_to_text(tag: str) -> None:
    construct = _FASTEST.yaml_constructors[tag]

    def constructed(loader: Any, node: yaml.ScalarNode) -> Any:
        try:
            return construct(loader, node)
        except ValueError:
            return loader.construct_scalar(node)

    Loader.add_constructor(tag, constructed)


for _kind in ("timestamp", "int", "float"):
    _fall_back_to_text(f"tag:yaml.org,2002:{_kind}")


def read_yaml(
    path: Path, model: type[Model], check: Callable[[Model], Iterable[Fault]] | None = None
) -> Model:
    """The YAML file as `model`; `check` names the faults that show only in the whole file.

    Raises ConfigRefused with every fault of the file.
    """
    text = _text(path)
    try:
        read = model.model_validate(yaml.load(text, Loader=Loader) or {})
    except yaml.YAMLError as broken:
        raise ConfigRefused([_broken(path, broken)]) from broken
    except ValidationError as wrong:
        faults = [(fault["loc"], fault["msg"]) for fault in wrong.errors(include_url=False)]
        raise ConfigRefused(_complaints(path, text, faults)) from wrong
    if check is not None and (found := list(check(read))):
        raise ConfigRefused(_complaints(path, text, found))
    return read


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except OSError as missing:
        raise ConfigRefused([f"{path}: {missing.strerror}"]) from missing
    except UnicodeDecodeError as garbled:
        raise ConfigRefused([f"{path}: not UTF-8: {garbled.reason}"]) from garbled


def _complaints(path: Path, text: str, faults: Sequence[Fault]) -> list[str]:
    tree = yaml.compose(text, Loader=Loader)
    return [_complaint(path, tree, where, what) for where, what in faults]


def _broken(path: Path, broken: yaml.YAMLError) -> str:
    mark = getattr(broken, "problem_mark", None)
    problem = getattr(broken, "problem", None) or str(broken)
    return f"{path}:{mark.line + 1}: {problem}" if mark else f"{path}: {problem}"


def _complaint(path: Path, tree: yaml.Node | None, where: Sequence[str | int], what: str) -> str:
    dotted = ".".join(str(step) for step in where)
    return f"{path}:{line_of(tree, where)}: {dotted}: {what}"


def line_of(tree: yaml.Node | None, where: Sequence[str | int]) -> int:
    """The line (from 1) of the deepest part of `where` that the file really has."""
    line = 1
    for step in where:
        found = _child(tree, step)
        if found is None:
            break
        line, tree = found
    return line


def _child(node: yaml.Node | None, step: str | int) -> tuple[int, Any] | None:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if key.value == str(step):
                return key.start_mark.line + 1, value
    if isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
        child = node.value[step]
        return child.start_mark.line + 1, child
    return None


def gather(*reads: Callable[[], Any]) -> list[Any]:
    """The results of all reads. Raises ConfigRefused with the complaints of all that failed, each once."""
    complaints: list[str] = []
    results: list[Any] = []
    for read in reads:
        try:
            results.append(read())
        except ConfigRefused as refused:
            complaints += refused.complaints
    if complaints:
        raise ConfigRefused(list(dict.fromkeys(complaints)))
    return results
