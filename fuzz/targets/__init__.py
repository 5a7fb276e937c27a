"""What can be fuzzed: per target what makes inputs, and what takes one and raises when something is wrong."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Mapping
from dataclasses import dataclass
from typing import Any

from fuzz.inputs import Inputs
from fuzz.targets import bodies, imports, talk, updates


@dataclass(frozen=True)
class Target:
    """`check` takes an input and raises when the program does wrong; `inputs` makes inputs up."""

    check: Callable[[bytes], Coroutine[Any, Any, None]]
    inputs: Callable[[], Inputs]


TARGETS: Mapping[str, Target] = {
    "updates": Target(updates.check, updates.inputs),
    "routes": Target(talk.check, talk.routes),
    "texts": Target(talk.check, talk.texts),
    "imports": Target(imports.check, imports.inputs),
    "bodies": Target(bodies.check, bodies.inputs),
}
