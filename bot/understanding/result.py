"""What was understood of a message: what its reader hands on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Intent = Literal["order", "edit", "question", "greeting", "other"]
Op = Literal["add", "reduce", "set", "remove"]
Topic = Literal[
    "price",
    "stock",
    "may_go",
    "freight",
    "cutoff",
    "order_status",
    "payment",
    "catalogue",
    "total",
    "content",
    "how_to",
    "time_to_arrive",
]
"""What a question is about."""


@dataclass(frozen=True, slots=True)
class Line:
    """So many units of one product."""

    sku: str
    quantity: int


@dataclass(frozen=True, slots=True)
class Unclear:
    """Something wanted that is no line: `text` stands in the message, `any_of` holds every product it may be.

    `quantity` is None while the number of units is not known; an empty `any_of` is a product nobody knows.
    `op` is what an edit wants of it, `for_whom` who gets how many of it.
    """

    text: str
    quantity: int | None
    any_of: tuple[str, ...]
    op: Op = "add"
    for_whom: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Edit:
    """A change of what was ordered: `quantity` is the amount added or taken off, or the new total."""

    sku: str
    op: Op
    quantity: int


@dataclass(frozen=True, slots=True)
class Share:
    """So many units of a line are for one person, named as it was typed."""

    name: str
    sku: str
    quantity: int


@dataclass(frozen=True, slots=True)
class Interpretation:
    """A message as it was read. `destination` is an ISO code of any country, served or not.

    `shares` tell who gets what of the lines, never more than a line has. `topics` are what a question asks,
    `about` the products it names, each with every SKU it may be. `contact` holds the lines or stretches with
    a recipient's name, phone or address, as typed. `only_names`: one product is mentioned and nothing else is
    said. `either` are the countries a message is torn between. `all_off`: the whole order is taken back.
    `strange` are the goods that a question names and the catalogue does not know.
    """

    intent: Intent
    lines: tuple[Line, ...] = ()
    destination: str | None = None
    unclear: tuple[Unclear, ...] = ()
    edits: tuple[Edit, ...] = ()
    shares: tuple[Share, ...] = ()
    topics: tuple[Topic, ...] = ()
    about: tuple[tuple[str, ...], ...] = ()
    contact: tuple[str, ...] = ()
    only_names: bool = False
    either: tuple[str, ...] = ()
    confirms: bool = False
    declines: bool = False
    all_off: bool = False
    strange: tuple[str, ...] = ()
