"""Proposals: what a customer's messages were understood as, stored until the customer says that it is right.

A proposal holds changes and not their result, so that it can be laid over the cart, or over a placed order,
as it is when somebody looks. What is still unclear stands in it as words, each with its own id.
"""

from __future__ import annotations

import secrets
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import JSON, ForeignKey, String, delete
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from bot.core.database import Base
from bot.ordering.proposal_parts import Change, OpenDoubt, ProposedShare, Word
from bot.orders import MOST_PIECES
from bot.understanding import DoubtKind

KEPT = timedelta(days=7)
"""How long an unanswered proposal is stored: it may contain names and addresses."""


class Proposal(Base):
    """What one customer's messages were understood as, not yet confirmed; at most one per customer.

    `code` names it in routes: a tap on an older proposal finds none of that code. `order_id` is the placed
    order that it would change, NULL for the cart. `back` is the route whose question was open. `contact` has
    the lines that name the recipient, telephone and address, without identity numbers. `before` is what stood
    in it before its last message, NULL for nothing: that message can be taken back.
    """

    __tablename__ = "readings"

    customer_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True)
    code: Mapped[str] = mapped_column(String(12), unique=True)
    order_id: Mapped[int | None] = mapped_column(ForeignKey("orders.id"))
    back: Mapped[str] = mapped_column(String(64), default="")
    stored_changes: Mapped[list[dict[str, Any]]] = mapped_column("changes", JSON, default=list)
    stored_words: Mapped[list[dict[str, Any]]] = mapped_column("words", JSON, default=list)
    stored_shares: Mapped[list[dict[str, Any]]] = mapped_column("shares", JSON, default=list)
    contact: Mapped[list[str]] = mapped_column(JSON, default=list)
    stored_doubts: Mapped[list[dict[str, Any]]] = mapped_column("doubts", JSON, server_default="[]")
    last_word: Mapped[int] = mapped_column(default=0)
    before: Mapped[dict[str, list[dict[str, Any]]] | None] = mapped_column(JSON)
    made_at: Mapped[datetime]

    @property
    def changes(self) -> list[Change]:
        """The changes, in the order of the messages."""
        return [Change(**stored) for stored in self.stored_changes]

    @property
    def words(self) -> list[Word]:
        """What is not clear yet, in the order of the messages."""
        return [Word.read(stored) for stored in self.stored_words]

    @property
    def shares(self) -> list[ProposedShare]:
        """Who gets what."""
        return [ProposedShare(**stored) for stored in self.stored_shares]

    @property
    def doubts(self) -> list[OpenDoubt]:
        """What may be meant otherwise, in the order of the messages."""
        return [OpenDoubt(**{**one, "product_ids": tuple(one["product_ids"])}) for one in self.stored_doubts]

    @property
    def open_word(self) -> Word | None:
        """The next word to ask about."""
        return next((word for word in self.words if not word.unknown), None)

    @property
    def unknown(self) -> list[Word]:
        """The words for things that no UMKM makes."""
        return [word for word in self.words if word.unknown]

    @property
    def product_ids(self) -> list[int]:
        """The products that it changes, each once."""
        return [*dict.fromkeys(change.product_id for change in self.changes)]

    def word(self, word_id: int) -> Word | None:
        """The unclear word of this id; None once it was answered."""
        return next((word for word in self.words if word.id == word_id), None)

    @property
    def standing(self) -> dict[str, list[dict[str, Any]]]:
        """All that stands in it, as it is stored."""
        return {
            "changes": self.stored_changes,
            "words": self.stored_words,
            "shares": self.stored_shares,
            "doubts": self.stored_doubts,
            "contact": [{"line": one} for one in self.contact],
        }

    @property
    def changed_last(self) -> Change | None:
        """The change of the only product that the last message gave another number; None for several."""
        earlier = [Change(**stored) for stored in (self.before or {}).get("changes", [])]
        before, now = would_be({}, earlier), would_be({}, self.changes)
        changed = [one for one in {*before, *now} if before.get(one, 0) != now.get(one, 0)]
        last = self.changes[-1] if self.changes else None
        return last if last and changed == [last.product_id] and last.op != "remove" else None

    def take_back(self) -> None:
        """Makes it as it was before its last message; once more, and it is as it was after it."""
        if self.before is None:
            return
        after, earlier = self.standing, self.before
        self.stored_changes, self.stored_words = earlier["changes"], earlier["words"]
        self.stored_shares, self.stored_doubts = earlier["shares"], earlier["doubts"]
        self.contact = [one["line"] for one in earlier.get("contact", ())]
        self.before = after

    def recount(self, pieces: int) -> None:
        """Gives the last change another number, added or taken off as it was; `take_back` takes that back."""
        self.before = self.standing
        *kept, last = self.changes
        self.set_changes([*kept, replace(last, pieces=pieces)])
        self.set_doubts(one for one in self.doubts if last.product_id not in one.product_ids)

    def set_changes(self, changes: Iterable[Change]) -> None:
        """Replaces the changes."""
        self.stored_changes = [asdict(change) for change in changes]

    def set_words(self, words: Iterable[Word]) -> None:
        """Replaces the unclear words."""
        self.stored_words = [asdict(word) for word in words]

    def set_doubts(self, doubts: Iterable[OpenDoubt]) -> None:
        """Replaces the doubts."""
        self.stored_doubts = [asdict(one) for one in doubts]

    def set_shares(self, shares: Iterable[ProposedShare]) -> None:
        """Replaces the shares of recipients."""
        self.stored_shares = [asdict(share) for share in shares]


def would_be(now: Mapping[int, int], changes: Sequence[Change]) -> dict[int, int]:
    """The pieces of each product after the changes, products that are there now first; 0 when removed."""
    wanted = dict(now)
    for change in changes:
        wanted[change.product_id] = change.laid_over(wanted.get(change.product_id, 0))
    return wanted


async def of(db: AsyncSession, customer_id: int, code: str = "") -> Proposal | None:
    """The customer's proposal; with a `code`, only if it has that code."""
    found = await db.get(Proposal, customer_id, populate_existing=True)
    return found if found is not None and code in ("", found.code) else None


async def begin(db: AsyncSession, customer_id: int, back: str, now: datetime) -> Proposal:
    """Starts a new proposal in place of the customer's last."""
    await forget(db, customer_id)
    proposal = Proposal(customer_id=customer_id, code=secrets.token_hex(4), back=back, made_at=now)
    proposal.stored_changes, proposal.stored_words, proposal.stored_shares = [], [], []
    proposal.contact, proposal.last_word, proposal.stored_doubts = [], 0, []
    db.add(proposal)
    await db.flush()
    return proposal


async def forget(db: AsyncSession, customer_id: int) -> None:
    """Deletes the customer's proposal, once it was confirmed or is not wanted."""
    proposal = await db.get(Proposal, customer_id)
    if proposal is not None:
        await db.delete(proposal)
        await db.flush()


async def forget_old(db: AsyncSession | AsyncConnection, now: datetime) -> None:
    """Deletes proposals that have long been unanswered."""
    await db.execute(delete(Proposal).where(Proposal.made_at < now - KEPT))


def choose(proposal: Proposal, word: Word, product_id: int) -> None:
    """Settles which product a word means; if the quantity is unknown, the word stays to ask for it."""
    if product_id not in word.any_of:
        return
    if word.pieces is None and word.op != "remove":
        narrowed = replace(word, any_of=(product_id,))
        proposal.set_words(narrowed if one.id == word.id else one for one in proposal.words)
        return
    _settle(proposal, word, Change(product_id, word.op, word.pieces or 0))


def count(proposal: Proposal, word: Word, pieces: int) -> None:
    """Settles how many pieces a word means; if the product is unknown, the word stays to ask for it."""
    if len(word.any_of) == 1:
        _settle(proposal, word, Change(word.any_of[0], word.op, pieces))
        return
    counted = replace(word, pieces=pieces)
    proposal.set_words(counted if one.id == word.id else one for one in proposal.words)


def settle(proposal: Proposal, word: Word, pieces: Mapping[int, int], left: int = 0) -> None:
    """Settles a word by several of its products, each with its pieces; `left` pieces are still asked about.

    The only person whom the word is for gets all of them; of several persons only those who fit the only
    product.
    """
    drop(proposal, word)
    if left:
        again = replace(word, pieces=left, for_whom=tuple((name, left) for name in word.only_for))
        proposal.set_words([again, *proposal.words])
    fresh = [Change(product_id, word.op, many) for product_id, many in pieces.items()]
    proposal.set_changes([*proposal.changes, *fresh])
    shares = [ProposedShare(name, one, many) for name in word.only_for for one, many in pieces.items()]
    if not shares and len(pieces) == 1 and sum(many for _name, many in word.for_whom) <= sum(pieces.values()):
        shares = [ProposedShare(name, one, many) for name, many in word.for_whom for one in pieces]
    proposal.set_shares([*proposal.shares, *shares])


def drop(proposal: Proposal, word: Word) -> None:
    """Removes a word: the customer does not want what it named."""
    proposal.set_words(one for one in proposal.words if one.id != word.id)


def doubt(proposal: Proposal, kind: DoubtKind, text: str, product_ids: Iterable[int]) -> None:
    """Adds a doubt about these products to those that are told with the proposal."""
    proposal.set_doubts([*proposal.doubts, OpenDoubt(kind, text, tuple(product_ids))])


def narrow_to(proposal: Proposal, word: Word, product_ids: tuple[int, ...]) -> None:
    """Leaves only these products for a word to mean; with none of them the word goes."""
    narrowed = replace(word, any_of=product_ids)
    words = (narrowed if one.id == word.id else one for one in proposal.words)
    proposal.set_words(one for one in words if one.id != word.id or product_ids)


def narrow(proposal: Proposal, there: Collection[int]) -> None:
    """Narrows the words that reduce, set or remove to products that are `there`: only those can be meant."""
    for word in proposal.words:
        possible = tuple(product_id for product_id in word.any_of if product_id in there)
        if word.op == "add" or not possible or possible == word.any_of:
            continue
        narrowed = replace(word, any_of=possible)
        proposal.set_words(narrowed if one.id == word.id else one for one in proposal.words)
        if len(possible) == 1 and (word.pieces is not None or word.op == "remove"):
            choose(proposal, narrowed, possible[0])


def put(proposal: Proposal, product_id: int, pieces: int) -> None:
    """Sets the pieces of a product, in place of all its earlier changes."""
    swap(proposal, product_id, product_id, pieces)


def swap(proposal: Proposal, product_id: int, other_id: int, pieces: int) -> None:
    """Replaces a product by another, of which the customer takes so many pieces."""
    others = [one for one in proposal.changes if one.product_id not in (product_id, other_id)]
    proposal.set_changes([*others, Change(other_id, "set", min(pieces, MOST_PIECES))])
    proposal.set_doubts(one for one in proposal.doubts if product_id not in one.product_ids)


def _settle(proposal: Proposal, word: Word, change: Change) -> None:
    drop(proposal, word)
    proposal.set_changes([*proposal.changes, change])
    shares = [ProposedShare(name, change.product_id, pieces) for name, pieces in word.for_whom]
    proposal.set_shares([*proposal.shares, *shares])
