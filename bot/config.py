"""Reads the files of `config/` into checked models; each fault is named with its file and line."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from bot.errors import ConfigRefused

Model = TypeVar("Model", bound=BaseModel)


def read_yaml(path: Path, model: type[Model]) -> Model:
    """The YAML file as `model`. Raises ConfigRefused with every fault of the file."""
    try:
        text = path.read_text(encoding="utf-8")
        tree = yaml.compose(text, Loader=yaml.SafeLoader)
        return model.model_validate(yaml.safe_load(text) or {})
    except OSError as missing:
        raise ConfigRefused([f"{path}: {missing.strerror}"]) from missing
    except UnicodeDecodeError as garbled:
        raise ConfigRefused([f"{path}: not UTF-8: {garbled.reason}"]) from garbled
    except yaml.YAMLError as broken:
        raise ConfigRefused([_broken(path, broken)]) from broken
    except ValidationError as wrong:
        faults = wrong.errors(include_url=False)
        raise ConfigRefused(
            [_complaint(path, tree, fault["loc"], fault["msg"]) for fault in faults]
        ) from wrong


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
