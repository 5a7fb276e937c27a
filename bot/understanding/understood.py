"""What was understood of a message: what its reader hands on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Intent = Literal["order", "edit", "question", "greeting", "other"]
Op = Literal["add", "reduce", "set", "remove"]


@dataclass(frozen=True, slots=True)
class Line:
    """So many units of one product."""

    sku: str
    quantity: int


@dataclass(frozen=True, slots=True)
class Unclear:
    """Something wanted that is no line: `text` stands in the message, `any_of` holds every product it may be.

    `quantity` is None while the number of units is not known; an empty `any_of` is a product nobody knows.
    """

    text: str
    quantity: int | None
    any_of: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Edit:
    """A change of what was ordered: `quantity` is the amount added or taken off, or the new total."""

    sku: str
    op: Op
    quantity: int


@dataclass(frozen=True, slots=True)
class Understood:
    """A message as it was read. `destination` is an ISO code of any country, served or not."""

    intent: Intent
    lines: tuple[Line, ...] = ()
    destination: str | None = None
    unclear: tuple[Unclear, ...] = ()
    edits: tuple[Edit, ...] = ()
