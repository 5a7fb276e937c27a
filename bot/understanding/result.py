"""The result of reading a message."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from bot.understanding.criteria import NOTHING, Criteria

Intent = Literal["order", "edit", "question", "greeting", "other"]
Op = Literal["add", "reduce", "set", "remove"]
DoubtKind = Literal["intent", "number", "goods", "many", "meant", "cue", "there", "size"]
# fmt: off
HouseTopic = Literal[
    "receipt", "gift_wrap", "no_price", "parcel_number", "final_price", "pay_there", "if_broken", "trust",
    "contact", "own_risk", "tax_basis", "certified", "faster", "size_chart", "pay_ways",
    "together", "in_parts", "hours", "expiry", "abroad_only",
]
# fmt: on
"""What every shop is asked about its papers, wrapping, payment and honesty; no goods are named by it."""
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
    "best_seller",
    "freight_why",
    "fits_step",
    "minimum",
    "tax",
    "pickup",
    "photo",
    "own_data",
    "why_not",
    "discount",
    "origin",
    "made_on",
    "several_addresses",
    HouseTopic,
    "guests",
    "compare",
    "instead",
    "find",
]
"""The topics of a question. `find` looks for goods by criteria."""
OpeningAsk = Literal["tell", "list", "why", "when", "leave"]
"""What is asked of a country that takes no orders yet: to be told, a waiting list, why not, when."""
Complaint = Literal["not_arrived", "missing", "wrong", "damaged", "refund", "other"]
"""What a complaint is about. Of several that are heard the first one counts."""
Wanted = Literal["refund", "replace", "tell"]
"""What is wanted of a complaint: money back, the goods anew, only to be heard."""

AskedOfOrder = Literal[
    "share",
    "supposed",
    "convert",
    "included",
    "why",
    "weight",
    "fits",
    "carrying",
    "placed",
    "shown",
    "where",
]
"""What is asked of the order at hand. Of several that are heard the first one counts.

`share`: what each of several people pays. `supposed`: what it would cost with other quantities. `convert`:
its sum in a currency. `included`: whether tax is. `why`: its freight or weight. `weight`: what it weighs.
`fits`: whether more fits into the same freight. `carrying`: what a weight costs. `placed`: whether it is
placed. `shown`: to see it again. `where`: what is in it, or why nothing is.
"""


@dataclass(frozen=True, slots=True)
class Line:
    """A product and its quantity in units. `counted`: a quantity was said."""

    sku: str
    quantity: int
    counted: bool = field(default=True, compare=False)


@dataclass(frozen=True, slots=True)
class Unclear:
    """A want that is no line yet: its `text` in the message, and in `any_of` all products that it may be.

    `quantity` is None while the number of units is unknown; an empty `any_of` is an unknown product. `op` is
    what an edit does to it, `for_whom` says who gets how many. `definite`: spoken of as known (`intipnya`).
    """

    text: str
    quantity: int | None
    any_of: tuple[str, ...]
    op: Op = "add"
    for_whom: tuple[tuple[str, int], ...] = ()
    definite: bool = field(default=False, compare=False)


@dataclass(frozen=True, slots=True)
class Edit:
    """A change of an order: `quantity` is the number added or taken off, or the new total.

    `counted`: a quantity was said. `more`: so was that there be more of the goods, or of others. `named`: the
    goods are named by words of their own, and not only meant.
    """

    sku: str
    op: Op
    quantity: int
    counted: bool = field(default=True, compare=False)
    more: bool = field(default=True, compare=False)
    named: bool = field(default=True, compare=False)


@dataclass(frozen=True, slots=True)
class Share:
    """The units of a line that are for one person, named as typed."""

    name: str
    sku: str
    quantity: int


@dataclass(frozen=True, slots=True)
class Doubt:
    """Something in a reading that may be meant otherwise, and is to be asked.

    `intent`: the message may be meant as `instead`. `number`: the number `text` may count, or may not.
    `goods`: the goods `text` may not be wanted so. `many`: the quantity `text` is more than is usual.
    `cue`: `text` corrects something, and nothing was changed by it.
    `meant`: a language model took `text` for these goods. `there`: goods of a proposal are named without a
    number, and stay as they are. `size`: these
    goods have no size or colour `text` to choose. It is about `skus`, or about the whole message if none.
    """

    kind: DoubtKind
    text: str = ""
    skus: tuple[str, ...] = ()
    instead: Intent | None = None


@dataclass(frozen=True, slots=True)
class OrderQuestion:
    """A question about the order at hand. `people` share it, 0 when it is not said how many.

    `supposed` are the changes with which it is to be reckoned; `currency` is a code, `DOLLAR` any dollar
    (`DOLLAR-BN` that of Brunei), "" none, and `beside` are further ones. `amount` is a sum that is named, in
    the currency `amount_in` ("" is rupiah).
    """

    asks: AskedOfOrder
    people: int = 0
    supposed: tuple[Edit, ...] = ()
    currency: str = ""
    beside: tuple[str, ...] = ()
    amount: int = 0
    amount_in: str = ""


@dataclass(frozen=True, slots=True)
class Interpretation:
    """The interpretation of a message. `destination` is an ISO code of any country, served or not.

    `shares` say who gets what of the lines, never more than a line has. `topics` are what a question asks,
    `about` the products that it or a complaint names, each with all SKUs that it may be. `contact` holds the
    lines or stretches with a recipient's name, phone or address, as typed. `only_names`: the message names
    one product and says nothing else. `either` are the countries that the message leaves open. `all_off`: it
    cancels the whole order. `unwanted` are held goods that it names only to refuse them; `more`: it
    wants more than before. `strange` are the goods that a question names and the catalogue does not know.
    `too_long`: the message was not read, for its length or for the work that it would be. `criteria` are what
    goods are looked for by, their amounts in `currency` ("" is rupiah).

    `asks_beside` are the questions of an order or a change that no topic knows, as typed.

    `complaint` is what it complains about, `wanted` what is to be done about it; `complains_beside`: it
    orders, and complains as well. `asks_of_complaint`: how far an earlier one is. `wants_person`: to talk
    with a person. These win over the intent, which is what the message would be for otherwise; so does
    `of_order`, what it asks of the order at hand.
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
    unwanted: tuple[str, ...] = ()
    more: bool = False
    strange: tuple[str, ...] = ()
    too_long: bool = False
    doubts: tuple[Doubt, ...] = ()
    complaint: Complaint | None = None
    complains_beside: bool = False
    wanted: Wanted | None = None
    wants_person: bool = False
    asks_of_complaint: bool = False
    criteria: Criteria = NOTHING
    currency: str = ""
    of_order: OrderQuestion | None = None
    asks_beside: tuple[str, ...] = ()

    @property
    def is_for_people(self) -> bool:
        """Whether it complains, asks of a complaint, or wants a person: no form and no search takes it."""
        return self.complaint is not None or self.asks_of_complaint or self.wants_person

    @property
    def fills_no_form(self) -> bool:
        """Whether it is for people, or asks of the order at hand: no form and no search takes it."""
        return self.is_for_people or self.of_order is not None
