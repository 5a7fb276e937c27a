"""Checks the answer of a language model against the message, and lays what holds over the reading.

A line counts if its words stand in the message letter by letter, its product is one of those that were
offered, its number stands in those words and counts goods, and nothing that was read surely is touched. It is
marked as a doubt, so that it is shown before anything is done. Whatever else is answered is dropped.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import Literal

from pydantic import BaseModel, ConfigDict

from bot.understanding.combine.want import quantity_of
from bot.understanding.decide.doubts import DOES, MANY
from bot.understanding.effort import TooMuchToRead
from bot.understanding.explain import Read
from bot.understanding.language_model.abstention import telling_words
from bot.understanding.language_model.masking import labels_a_number
from bot.understanding.language_model.question import Question
from bot.understanding.result import Doubt, Edit, Interpretation, Line, Op, Share, Unclear
from bot.understanding.spot.other_numbers import MOST_PIECES
from bot.understanding.spot.products import Mention
from bot.understanding.spot.quantities import Amount

MOST_LINES = 30
"""The most lines of an answer that are looked at."""
ACTS = {"order": ("order",), "edit": ("change", "order")}
"""What an answer may call a message that was read so; anything else that was read it may call an order."""

Stock = Callable[[str], int | None]
"""Gives how many of a product are left; None for one without a stock figure."""


class _Line(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)

    words: str
    sku: str
    count: str = ""
    op: Op = "add"


class _Answer(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)

    act: Literal["order", "change", "question", "other"]
    lines: tuple[_Line, ...]


@dataclass(frozen=True, slots=True)
class _Given:
    """A line of which words, product and number hold; `tokens` are its words', `amount` is its number."""

    words: str
    sku: str
    op: Op
    tokens: range
    amount: Amount | None = None
    quantity: int | None = None
    for_whom: tuple[tuple[str, int], ...] = ()


def accounted(content: str, question: Question, read: Read, left: Stock) -> Interpretation:
    """The reading with what holds of an answer; as it was if nothing does."""
    found = read.interpretation
    try:
        answer = _Answer.model_validate_json(content)
    except ValueError:  # no such JSON, or no text at all: half a surrogate pair
        return found
    if answer.act not in ACTS.get(found.intent, ("order",)):
        return found
    account = _Account(read, question, left)
    try:
        for line in answer.lines[:MOST_LINES]:
            account.take(line)
    except TooMuchToRead:
        return found
    return account.reading()


def _total(given: _Given) -> int:
    return 0 if given.op == "remove" else given.quantity or 0


@dataclass
class _Account:
    """The lines of an answer that hold, and what of the reading they settle."""

    read: Read
    question: Question
    left: Stock
    given: list[_Given] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.found, self.scene = self.read.interpretation, self.read.scene
        self.acts, self.telling = self.found.intent in DOES, telling_words(self.scene)
        self.unclear = list(self.found.unclear) if self.acts else []
        self.doubted = {sku for one in self.found.doubts if one.kind != "many" for sku in one.skus}
        self.known = {one.sku: Edit(one.sku, "add", one.quantity) for one in self.found.lines}
        self.known |= {one.sku: one for one in self.found.edits}

    def take(self, line: _Line) -> None:
        """Takes a line if it holds and the reading has left open what it settles."""
        if line.sku not in self.question.candidates or line.op not in self.question.ops:
            return
        if any(one.sku == line.sku for one in self.given) or line.sku in self.known.keys() - self.doubted:
            return
        for given in filter(None, self._readings(line)):
            settled = self._settled(given)
            counted = next((one.quantity for one in settled if one.quantity is not None), None)
            taken = replace(given, quantity=given.quantity or counted)
            if self._is_possible(taken) and (settled or not self.acts or self._adds(given)):
                for_whom = tuple(share for one in settled for share in one.for_whom)
                self.given.append(replace(taken, for_whom=for_whom))
                self.unclear = [one for one in self.unclear if not any(one is other for other in settled)]
                return

    def _readings(self, line: _Line) -> Iterator[_Given | None]:
        """The line at each place of the message where its words stand; None where it does not hold."""
        masked = self.question.masked
        for place in masked.places(line.words.strip()):
            start, end = masked.own(place)
            tokens = self.scene.message.tokens_in(start, end)
            amount = self._amount(line.count.strip(), place)
            if not self._names(tokens, start, end, amount, line.sku) or self._is_others(amount, tokens):
                yield None
            elif amount is None:
                yield None if line.count.strip() else _Given(line.words.strip(), line.sku, line.op, tokens)
            elif quantity := quantity_of(self.scene.lexicon, [line.sku], amount):
                yield _Given(line.words.strip(), line.sku, line.op, tokens, amount, quantity)

    def _names(self, tokens: range, start: int, end: int, amount: Amount | None, sku: str) -> bool:
        """Whether whole words stand there that are no number and belong to nothing else."""
        message = self.scene.message
        if not tokens or message.tokens[tokens[0]].start != start or message.tokens[tokens[-1]].end != end:
            return False
        counted = range(amount.start, amount.end) if amount else range(0)
        others = (one for one in self.scene.known if one.sure and one.skus != (sku,))
        taken = [*(range(one.start, one.end) for one in others), *(one.tokens for one in self.given)]
        is_taken = any(one.start < tokens.stop and tokens.start < one.stop for one in taken)
        return not is_taken and any(message.kind(at) == "word" and at not in counted for at in tokens)

    def _amount(self, count: str, within: range) -> Amount | None:
        """The only quantity that this stretch stands for; what the reader set aside counts nothing."""
        message = self.scene.message
        for place in self.question.masked.places(count, within):
            inside = message.tokens_in(*self.question.masked.own(place))
            found = [one for one in self.scene.amounts if one.start < inside.stop and inside.start < one.end]
            of_address = labels_a_number(message, inside.start - 1)
            if len(found) == 1 and not found[0].unsure and found[0].start in inside and not of_address:
                return found[0]
        return None

    def _is_others(self, amount: Amount | None, tokens: range) -> bool:
        """Whether the reading has given the number to goods outside these words."""
        owner = self._owner(amount)
        return owner is not None and owner.start not in tokens

    def _settled(self, given: _Given) -> list[Unclear]:
        """What is unclear and the line settles, of equal words one; a choice only by words that decide it.

        Nothing, if the words are of several goods with a comma or an "and" between them.
        """
        inside = [one for one in self.read.wants if one.mention.start in given.tokens]
        if inside and any(self.scene.message.breaks(inside[0].mention.end, inside[-1].mention.start)):
            return []
        counted = {self._text(one.mention): bool(one.amounts) for one in inside}
        found: dict[str, Unclear] = {}
        for one in self.unclear:
            fits = one.text in counted and one.op == given.op and given.sku in (one.any_of or (given.sku,))
            otherwise = given.quantity is not None and one.quantity not in (None, given.quantity)
            decides = len(one.any_of) < 2 or not self.telling.isdisjoint(given.tokens)
            if fits and decides and not (otherwise and counted[one.text]):
                found.setdefault(one.text, one)
        return list(found.values())

    def _adds(self, given: _Given) -> bool:
        """Whether it says otherwise of goods in doubt, has a number that had no goods, or is all there is."""
        owner = self._owner(given.amount)
        if given.sku not in self.doubted:
            return owner is None if given.amount else not (self.known or self.unclear)
        read = self.known.get(given.sku)
        agrees = read is not None and (read.op, read.quantity) == (given.op, given.quantity)
        return given.quantity is not None and not agrees and (owner is None or given.sku in owner.skus)

    def _owner(self, amount: Amount | None) -> Mention | None:
        """The goods that the reading has given a quantity to."""
        owners = (one for one in self.read.wants if amount in one.amounts + one.settled)
        return next((one.mention for one in owners), None) if self.acts else None

    def _is_possible(self, given: _Given) -> bool:
        """Whether so many can be sold."""
        left = self.left(given.sku)
        most = MOST_PIECES if left is None else min(left, MOST_PIECES)
        return given.op == "remove" or given.quantity is None or 1 <= given.quantity <= most

    def reading(self) -> Interpretation:
        """The reading with the lines that were taken, each of them in doubt."""
        if not self.given:
            return self.found
        base = (
            self.found if self.acts else replace(self.found, intent="order", topics=(), about=(), strange=())
        )
        changes, again = dict(self.known if self.acts else {}), {one.sku for one in self.given}
        counted = [one for one in self.given if one.quantity is not None or one.op == "remove"]
        changes |= {one.sku: Edit(one.sku, one.op, _total(one)) for one in counted}
        open_still = [
            Unclear(one.words, None, (one.sku,), one.op) for one in self.given if one not in counted
        ]
        shares = [Share(name, one.sku, pieces) for one in self.given for name, pieces in one.for_whom]
        return replace(
            base,
            lines=tuple(Line(one.sku, one.quantity) for one in changes.values()),
            edits=tuple(changes.values()) if base.intent == "edit" else (),
            unclear=(*self.unclear, *open_still),
            shares=(*(one for one in base.shares if one.sku not in again), *shares),
            doubts=tuple(self._doubts(again)),
            only_names=False,
        )

    def _doubts(self, again: set[str]) -> Iterator[Doubt]:
        """What was in doubt and still is, then each line that was given."""
        placed = {self._text(one.amount) for one in self.given if one.amount}
        if not self.acts:
            yield Doubt("intent")
        for one in self.found.doubts if self.acts else ():
            is_placed = one.kind == "number" and one.text in placed
            if not is_placed and not (one.skus and again.issuperset(one.skus)):
                yield one
        for given in self.given:
            yield Doubt("meant", given.words, (given.sku,))
            if (given.quantity or 0) > MANY:
                yield Doubt("many", str(given.quantity), (given.sku,))

    def _text(self, stretch: Amount | Mention) -> str:
        return self.scene.message.slice(stretch.start, stretch.end)
