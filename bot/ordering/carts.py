"""The cart, an order not yet placed: its goods, its destination, and what keeps it from being placed."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import bindparam, delete, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload

from bot import people
from bot.catalog import Ware
from bot.destinations import Action, Verdict
from bot.ordering import quotes
from bot.ordering.quotes import Quote
from bot.ordering.shop import Shop
from bot.ordering.stock import OutOfStock
from bot.orders import MOST_PIECES, Order, OrderLine, OrderState, QuantityRefused
from bot.people import ChatPerson, friends
from bot.people.friends import FriendShare

# Joins the lines into one statement: people look at the cart more than at anything else.
_DRAFT = (
    select(Order)
    .where(Order.customer_id == bindparam("customer_id"), Order.state == OrderState.DRAFT)
    .options(joinedload(Order.lines))
)
_IN_CART = select(OrderLine.ordered).where(
    OrderLine.order_id == Order.id,
    OrderLine.product_id == bindparam("product_id"),
    Order.customer_id == bindparam("customer_id"),
    Order.state == OrderState.DRAFT,
)


class Trouble(StrEnum):
    """Why a line of a cart cannot be ordered."""

    GONE = "gone"
    """The product is no longer on offer."""
    SHORT = "short"
    """The stock is less than the wanted quantity."""
    REFUSED = "refused"
    """The destination refuses it."""


@dataclass(frozen=True, slots=True)
class CartLine:
    """One line of a cart by today's catalogue and rules; `for_whom` names who gets its pieces.

    `trouble` is empty, or why the line cannot be ordered.
    """

    line_id: int
    ware: Ware
    quantity: int
    verdict: Verdict
    trouble: str
    for_whom: tuple[FriendShare, ...] = ()

    @property
    def rupiah(self) -> int:
        """What the line comes to, in whole rupiah."""
        return self.quantity * self.ware.price_rupiah

    @property
    def grams(self) -> int:
        """What the line weighs with its packing."""
        return self.quantity * self.ware.gross_grams


@dataclass(frozen=True, slots=True)
class Cart:
    """A draft by today's catalogue, rules and rates; `quote` is None until a destination is chosen."""

    order: Order
    lines: Sequence[CartLine]
    quote: Quote | None = None

    @property
    def rupiah(self) -> int:
        """What the goods come to, in whole rupiah."""
        return sum(line.rupiah for line in self.lines)

    @property
    def grams(self) -> int:
        """What the goods weigh with their packing."""
        return sum(line.grams for line in self.lines)

    @property
    def troubled(self) -> list[CartLine]:
        """The lines that cannot be ordered."""
        return [line for line in self.lines if line.trouble]

    @property
    def risky(self) -> list[CartLine]:
        """The lines whose risk the customer has to accept."""
        return [line for line in self.lines if line.verdict.action is Action.WARN]

    @property
    def waiting(self) -> list[CartLine]:
        """The lines that need a paper before they can leave."""
        return [line for line in self.lines if line.verdict.action is Action.NEEDS_DOCUMENT]

    @property
    def seal(self) -> str:
        """A checksum of everything that affects the price; it changes whenever any of that changes.

        It covers the freight estimate too: the order keeps the one that was shown.
        """
        facts = [
            (line.ware.id, line.quantity, line.ware.price_rupiah, line.verdict.action.value, line.trouble)
            for line in self.lines
        ]
        freight = self.quote and (self.quote.chargeable_grams, self.quote.freight_rupiah)
        return f"{self.order.revision}-{zlib.crc32(repr((facts, freight)).encode()):08x}"


async def find(db: AsyncSession, customer_id: int) -> Order | None:
    """The customer's draft, if there is one."""
    found = await db.scalars(_DRAFT, {"customer_id": customer_id})
    return found.unique().one_or_none()


async def in_cart(db: AsyncSession, customer_id: int, product_id: int) -> int:
    """The pieces of a product in the customer's cart."""
    return await db.scalar(_IN_CART, {"customer_id": customer_id, "product_id": product_id}) or 0


async def draft_of(db: AsyncSession, person: ChatPerson, now: datetime) -> Order:
    """The customer's draft; creates one to the customer's destination when there is none."""
    draft = await find(db, person.id)
    if draft is None:
        draft = Order(
            customer_id=person.id,
            destination=person.destination,
            state=OrderState.DRAFT,
            made_at=now,
            lines=[],
        )
        db.add(draft)
        await db.flush()
    return draft


def read(order: Order, shop: Shop, day: date) -> Cart:
    """The draft by the day's catalogue and by the rules and rates of its destination."""
    wanted = [(shop.catalogue.by_id[line.product_id], line.ordered) for line in order.lines]
    destination = shop.destinations.get(order.destination or "")
    quote = quotes.quote(shop, destination, wanted, day, order.commercial) if destination else None
    verdicts = (
        [line.verdict for line in quote.lines]
        if quote
        else [shop.restrictions.verdict_of("", ware, day) for ware, _pieces in wanted]
    )
    rows = zip(order.lines, wanted, verdicts, strict=True)
    return Cart(order, [_line(line, *pair, verdict) for line, pair, verdict in rows], quote)


def _line(line: OrderLine, ware: Ware, quantity: int, verdict: Verdict) -> CartLine:
    trouble = ""
    if not ware.sellable or ware.sold_out:
        trouble = Trouble.GONE
    elif verdict.blocks:
        trouble = Trouble.REFUSED
    elif ware.stock is not None and ware.stock < quantity:
        trouble = Trouble.SHORT
    return CartLine(line.id, ware, quantity, verdict, trouble, line.for_whom)


def check(ware: Ware, quantity: int) -> None:
    """Checks a quantity for a cart. Raises QuantityRefused, and OutOfStock with what is left."""
    if not 0 <= quantity <= MOST_PIECES:
        raise QuantityRefused
    left = 0 if not ware.sellable else ware.stock
    if quantity and left is not None and quantity > left:
        raise OutOfStock(ware.id, left)


async def set_line(db: AsyncSession, draft: Order, ware: Ware, quantity: int) -> None:
    """Sets the pieces of a product in the cart; 0 removes the line. Raises what `check` raises."""
    check(ware, quantity)
    line = next((one for one in draft.lines if one.product_id == ware.id), None)
    if (line.ordered if line else 0) == quantity:
        return
    _put_line(draft, line, ware, quantity)
    draft.revision += 1
    await db.flush()


def _put_line(draft: Order, line: OrderLine | None, ware: Ware, quantity: int) -> None:
    if line is None:
        draft.lines.append(OrderLine(product_id=ware.id, ordered=quantity))
    elif quantity:
        line.ordered = quantity
    else:
        draft.lines.remove(line)


async def share(db: AsyncSession, order: Order, product_id: int, shares: Sequence[FriendShare]) -> None:
    """Records for whom the pieces of a product are, in a cart or a placed order; no shares clear the record.

    The order's quantities, revision and history stay as they are. Ignores a product that is not in the order.
    """
    line = next((one for one in order.lines if one.product_id == product_id), None)
    if line is not None:
        line.shares = friends.to_rows(friends.merged(shares))
        await db.flush()


async def drop_troubled(db: AsyncSession, cart: Cart) -> None:
    """Removes every line that cannot be ordered."""
    troubled = {line.line_id for line in cart.troubled}
    cart.order.lines = [line for line in cart.order.lines if line.id not in troubled]
    cart.order.revision += 1
    await db.flush()


async def go_to(db: AsyncSession, person: ChatPerson, destination: str) -> None:
    """Changes the destination of the customer's orders; the draft keeps its lines and loses its address."""
    if person.destination == destination:
        return
    await people.set_destination(db, person, destination)
    draft = await find(db, person.id)
    if draft is not None:
        draft.destination = destination
        draft.mobile, draft.address_typed, draft.address, draft.unlisted = "", {}, {}, {}
        draft.revision += 1
    await db.flush()


async def last_consignee(db: AsyncSession, customer_id: int, destination: str) -> Order | None:
    """The customer's last order to a destination whose consignee is known: the checkout offers it again."""
    newest = (
        select(Order)
        .where(
            Order.customer_id == customer_id,
            Order.destination == destination,
            Order.state != OrderState.DRAFT,
            Order.erased_at.is_(None),
        )
        .order_by(Order.id.desc())
        .limit(1)
    )
    return await db.scalar(newest)


async def take_consignee(db: AsyncSession, draft: Order, of: Order) -> None:
    """Copies the consignee of an earlier order of this customer into the draft."""
    draft.consignee_name, draft.mobile = of.consignee_name, of.mobile
    draft.address_typed, draft.address = dict(of.address_typed), dict(of.address)
    draft.unlisted = dict(of.unlisted)
    draft.revision += 1
    await db.flush()


async def clear(db: AsyncSession, draft: Order) -> None:
    """Empties the cart; the consignee stays."""
    await db.execute(delete(OrderLine).where(OrderLine.order_id == draft.id))
    await db.refresh(draft)
    draft.revision += 1
    await db.flush()
