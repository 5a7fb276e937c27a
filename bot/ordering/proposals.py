"""Readings: what a customer typed as it was understood, kept until the customer says that it is right.

A reading holds changes and not their result, so that it can be laid over the cart, or over a placed order, as
that stands when it is looked at. What is not clear yet stands in it as words, each with its own id.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import JSON, ForeignKey, String, delete
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from bot.core.database import Base
from bot.orders import MOST_PIECES
from bot.people.recipients import cleaned
from bot.understanding import Interpretation, Op

KEPT = timedelta(days=7)
"""A reading that nobody has answered is forgotten after this time: names and addresses may stand in it."""

Known = Callable[[str], int | None]
"""The id of the product that has this SKU; None when it is offered no more."""


@dataclass(frozen=True, slots=True)
class Change:
    """So many pieces of a product more, fewer, in all, or none any more."""

    product_id: int
    op: Op
    pieces: int

    def laid_over(self, pieces: int) -> int:
        """How many it makes of so many pieces; never fewer than none or more than can be ordered."""
        made = {"add": pieces + self.pieces, "reduce": pieces - self.pieces, "remove": 0}
        return min(max(made.get(self.op, self.pieces), 0), MOST_PIECES)


@dataclass(frozen=True, slots=True)
class Word:
    """Something wanted that is not clear yet: which of `any_of`, or how many `pieces`, and for whom.

    An empty `any_of` is something that nobody here makes.
    """

    id: int
    text: str
    pieces: int | None
    any_of: tuple[int, ...]
    op: Op
    for_whom: tuple[tuple[str, int], ...] = ()

    @classmethod
    def read(cls, kept: Mapping[str, Any]) -> Word:
        """The word of a row."""
        for_whom = tuple((name, pieces) for name, pieces in kept.get("for_whom", ()))
        return cls(**{**kept, "any_of": tuple(kept["any_of"]), "for_whom": for_whom})

    @property
    def unknown(self) -> bool:
        """Nobody here makes it; there is nothing to choose."""
        return not self.any_of


@dataclass(frozen=True, slots=True)
class Meant:
    """Who of several people gets how many pieces of a product."""

    name: str
    product_id: int
    pieces: int


class Proposal(Base):
    """What one customer's messages were read as, and has not been taken yet; at most one a customer.

    `code` names it in routes: who taps on an older one meets none of that code. `order_id` is the placed
    order that it would change, NULL for the cart. `back` is where a question was open. `contact` holds the
    lines that name the recipient, telephone and address, without identity numbers.
    """

    __tablename__ = "readings"

    customer_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True)
    code: Mapped[str] = mapped_column(String(12), unique=True)
    order_id: Mapped[int | None] = mapped_column(ForeignKey("orders.id"))
    back: Mapped[str] = mapped_column(String(64), default="")
    kept_changes: Mapped[list[dict[str, Any]]] = mapped_column("changes", JSON, default=list)
    kept_words: Mapped[list[dict[str, Any]]] = mapped_column("words", JSON, default=list)
    kept_shares: Mapped[list[dict[str, Any]]] = mapped_column("shares", JSON, default=list)
    contact: Mapped[list[str]] = mapped_column(JSON, default=list)
    last_word: Mapped[int] = mapped_column(default=0)
    made_at: Mapped[datetime]

    @property
    def changes(self) -> list[Change]:
        """What it does, in the order in which it was said."""
        return [Change(**one) for one in self.kept_changes]

    @property
    def words(self) -> list[Word]:
        """What is not clear yet, in the order in which it was said."""
        return [Word.read(one) for one in self.kept_words]

    @property
    def shares(self) -> list[Meant]:
        """Who gets what."""
        return [Meant(**one) for one in self.kept_shares]

    @property
    def open_word(self) -> Word | None:
        """The next thing to be asked about."""
        return next((one for one in self.words if not one.unknown), None)

    @property
    def unknown(self) -> list[Word]:
        """What nobody here makes."""
        return [one for one in self.words if one.unknown]

    @property
    def touched(self) -> list[int]:
        """The products that it says something about, each once."""
        return list(dict.fromkeys(one.product_id for one in self.changes))

    def word(self, word_id: int) -> Word | None:
        """What is still unclear under this id; None once it was answered."""
        return next((one for one in self.words if one.id == word_id), None)

    def set_changes(self, changes: Iterable[Change]) -> None:
        """It does this now."""
        self.kept_changes = [asdict(one) for one in changes]

    def set_words(self, words: Iterable[Word]) -> None:
        """This is not clear now."""
        self.kept_words = [asdict(one) for one in words]

    def set_shares(self, shares: Iterable[Meant]) -> None:
        """These people get something now."""
        self.kept_shares = [asdict(one) for one in shares]


def would_be(now: Mapping[int, int], changes: Sequence[Change]) -> dict[int, int]:
    """The pieces of each product after the changes, those that are in it now first; 0 for what goes out."""
    wanted = dict(now)
    for one in changes:
        wanted[one.product_id] = one.laid_over(wanted.get(one.product_id, 0))
    return wanted


async def of(db: AsyncSession, customer_id: int, code: str = "") -> Proposal | None:
    """The customer's reading; with a `code` only that one."""
    found = await db.get(Proposal, customer_id, populate_existing=True)
    return found if found is not None and code in ("", found.code) else None


async def begin(db: AsyncSession, customer_id: int, back: str, now: datetime) -> Proposal:
    """A new reading in place of the customer's last."""
    await forget(db, customer_id)
    made = Proposal(customer_id=customer_id, code=secrets.token_hex(4), back=back, made_at=now)
    made.kept_changes, made.kept_words, made.kept_shares, made.contact = [], [], [], []
    made.last_word = 0
    db.add(made)
    await db.flush()
    return made


async def forget(db: AsyncSession, customer_id: int) -> None:
    """The customer's reading was taken, or is not wanted."""
    known = await db.get(Proposal, customer_id)
    if known is not None:
        await db.delete(known)
        await db.flush()


async def forget_old(db: AsyncSession | AsyncConnection, now: datetime) -> None:
    """Forgets what nobody has answered for long."""
    await db.execute(delete(Proposal).where(Proposal.made_at < now - KEPT))


def take_in(reading: Proposal, said: Interpretation, known: Known) -> None:
    """Takes a message into a reading: goods said again replace what was read of them, the rest is added."""
    before = {one.product_id for one in reading.changes if one.op == "add"}
    fresh = list(_changes(said, known))
    again = before & {one.product_id for one in fresh} if said.intent == "order" else set()
    reading.set_changes([*(one for one in reading.changes if one.product_id not in again), *fresh])
    words = [*reading.words, *_words(said, known, reading.last_word)]
    reading.last_word = max((one.id for one in words), default=reading.last_word)
    reading.set_words(words)
    meant = [one for one in reading.shares if one.product_id not in again]
    for share in said.shares:
        if (product_id := known(share.sku)) is not None:
            meant.append(Meant(cleaned(share.name), product_id, share.quantity))
    reading.set_shares(meant)


def _changes(said: Interpretation, known: Known) -> Iterable[Change]:
    if said.intent == "edit":
        told = [(one.sku, one.op, one.quantity) for one in said.edits]
    else:
        told = [(one.sku, "add", one.quantity) for one in said.lines]
    for sku, op, pieces in told:
        product_id = known(sku)
        if product_id is not None:
            yield Change(product_id, op, min(pieces, MOST_PIECES))


def _words(said: Interpretation, known: Known, last: int) -> Iterable[Word]:
    """What is unclear of a message."""
    for number, one in enumerate(said.unclear, start=last + 1):
        any_of = tuple(found for sku in one.any_of if (found := known(sku)) is not None)
        for_whom = tuple((cleaned(name), pieces) for name, pieces in one.for_whom)
        yield Word(number, one.text, one.quantity, any_of, one.op, for_whom)


def choose(reading: Proposal, word: Word, product_id: int) -> None:
    """The customer meant this product by a word; how many is asked next where it is not known."""
    if product_id not in word.any_of:
        return
    if word.pieces is None and word.op != "remove":
        narrowed = replace(word, any_of=(product_id,))
        reading.set_words(narrowed if one.id == word.id else one for one in reading.words)
        return
    _settle(reading, word, Change(product_id, word.op, word.pieces or 0))


def count(reading: Proposal, word: Word, pieces: int) -> None:
    """So many pieces are meant; which product is known, or asked next."""
    if len(word.any_of) == 1:
        _settle(reading, word, Change(word.any_of[0], word.op, pieces))
        return
    counted = replace(word, pieces=pieces)
    reading.set_words(counted if one.id == word.id else one for one in reading.words)


def drop(reading: Proposal, word: Word) -> None:
    """The customer does not want what the word named."""
    reading.set_words(one for one in reading.words if one.id != word.id)


def narrow(reading: Proposal, there: Collection[int]) -> None:
    """Fewer of something, or none of it: only what is there can be meant by its word."""
    for word in reading.words:
        meant = tuple(one for one in word.any_of if one in there)
        if word.op == "add" or not meant or meant == word.any_of:
            continue
        narrowed = replace(word, any_of=meant)
        reading.set_words(narrowed if one.id == word.id else one for one in reading.words)
        if len(meant) == 1 and (word.pieces is not None or word.op == "remove"):
            choose(reading, narrowed, meant[0])


def put(reading: Proposal, product_id: int, pieces: int) -> None:
    """The customer wants so many of a product in all, whatever was read of it before."""
    others = [one for one in reading.changes if one.product_id != product_id]
    reading.set_changes([*others, Change(product_id, "set", min(pieces, MOST_PIECES))])


def swap(reading: Proposal, product_id: int, other_id: int, pieces: int) -> None:
    """The customer takes this product in place of that one."""
    others = [one for one in reading.changes if one.product_id not in (product_id, other_id)]
    reading.set_changes([*others, Change(other_id, "set", min(pieces, MOST_PIECES))])


def _settle(reading: Proposal, word: Word, change: Change) -> None:
    drop(reading, word)
    reading.set_changes([*reading.changes, change])
    meant = [Meant(name, change.product_id, pieces) for name, pieces in word.for_whom]
    reading.set_shares([*reading.shares, *meant])
