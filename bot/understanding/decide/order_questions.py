"""Decides what a message asks of the order at hand: why its freight is so, what it would be, who pays what.

Cues are looked for sentence by sentence and taken together: `karaknya 1 aja? ongkirnya jd brp`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import get_args

from bot.understanding.annotate.message import Message
from bot.understanding.annotate.numbers import number_at
from bot.understanding.combine.want import Want
from bot.understanding.decide.criteria import money_in
from bot.understanding.decide.cues import GOODS, NUMBER, PLACE, CueIndex
from bot.understanding.decide.topics import forms_in
from bot.understanding.lexicon.language import OrderCue
from bot.understanding.lexicon.vocabulary import Vocabulary
from bot.understanding.result import AskedOfOrder, Edit, Intent, Interpretation, OrderQuestion
from bot.understanding.spot.products import Mention
from bot.understanding.spot.scene import Scene

ASKED: tuple[AskedOfOrder, ...] = get_args(AskedOfOrder)
WEIGHT, CURRENCY, HOW_MUCH, MONEY = "<weight>", "<currency>", "<how_much>", "<money>"
LEAST_GRAMS = 500
"""The least unit of a parcel's weight; what is weighed in grams is goods."""
MOST_PEOPLE = 50
OF_MANY = frozenset({"DOLLAR", "SAR"})
"""Currencies of which several countries have one of that name."""
BY_ITSELF: Mapping[OrderCue, OrderCue] = {"empty": "where", "weighed": "carrying"}
"""What a cue asks in a sentence that names no goods."""
DENIES: Mapping[OrderCue, frozenset[OrderCue]] = {
    "not_convert": frozenset({"convert"}),
    "not_share": frozenset({"share"}),
    "not_carrying": frozenset({"carrying"}),
    "not_supposed": frozenset({"freight", "sum"}),
    "not_where": frozenset({"where"}),
    "not_weight": frozenset({"weight"}),
    "not_fits": frozenset({"fits"}),
    "not_why": frozenset({"why"}),
}
"""What is not asked in a sentence with such a cue."""
NEAR = 3
"""How many words may stand between a word that divides and the number of people."""


@dataclass(frozen=True, slots=True)
class HeardOfOrder:
    """The cues of a message, how many people it names, the currencies, and a sum with its currency."""

    cues: frozenset[OrderCue]
    people: int
    currencies: tuple[str, ...] = ()
    money: tuple[str, int] = ("", 0)

    def question(self, intent: Intent, supposed: tuple[Edit, ...], orders: bool) -> OrderQuestion | None:
        """What is asked, with the changes that are supposed; None when nothing is, or goods are ordered."""
        if supposed and self._supposes(intent):
            return OrderQuestion("supposed", supposed=supposed)
        asks = next((one for one in ASKED if one in self.cues and one != "supposed"), None)
        if asks is None or orders or (asks == "where" and intent == "edit"):  # "kosongin keranjangnya"
            return None
        code, amount = self.money
        into = [one for one in self.currencies if one != code or not amount]
        first = next(iter(into), "")
        return OrderQuestion(
            asks, self.people, currency=first, beside=tuple(into[1:]), amount=amount, amount_in=code
        )

    @property
    def may_suppose(self) -> bool:
        """Whether a sum is asked for, so that changes may be only supposed."""
        return not self.cues.isdisjoint({"freight", "sum"}) and "share" not in self.cues

    def _supposes(self, intent: Intent) -> bool:
        return intent != "order" and ("freight" in self.cues or {"suppose", "sum"} <= self.cues)


NOTHING_HEARD = HeardOfOrder(frozenset(), 0)


def _points(message: Message, one: Mention) -> bool:
    """Whether goods are only pointed at: `semuanya`, `itu`; a code has no words either, but digits."""
    if one.every or one.held or one.words:
        return one.every or one.held
    return not any(map(str.isdigit, message.slice(one.start, one.end)))


class OrderQuestions:
    """The cues of questions about the order at hand."""

    def __init__(self, words: Vocabulary) -> None:
        listed = ((kind, cue) for kind, cues in words.of_order.items() for cue in cues)
        self._cues = CueIndex(listed)
        self._currency_of = {word: code for code, each in words.criteria.currencies.items() for word in each}
        self._people = frozenset(words.of_order.get("people", ()))
        self._divides = frozenset(words.of_order.get("divides", ()))

    def heard(self, scene: Scene) -> HeardOfOrder:
        """What is heard of such a question. Raises TooMuchToRead."""
        effort, cues = scene.message.effort, set[OrderCue]()
        speaks = scene.message.has("shipping") or any(self._told_in(scene.message))
        money = {at: (code, amount) for at, code, amount in money_in(scene)} if speaks else {}
        for sentence in scene.message.sentences:
            forms = [*self._forms(scene, sentence, money.keys())]
            cues |= self._told(self._cues.heard(forms, effort), frozenset[str]().union(*forms))
        if not cues:
            return NOTHING_HEARD
        codes = (self._of_a_place(scene, at) for at in range(len(scene.message)))
        code, amount = next(iter(money.values()), ("", 0))
        return HeardOfOrder(
            frozenset(cues),
            self._sharers(scene.message),
            tuple(dict.fromkeys(one for one in codes if one)),
            (code, amount),
        )

    @staticmethod
    def _told(heard: set[OrderCue], every: frozenset[str]) -> set[OrderCue]:
        """The cues of a sentence that hold.

        Goods may be sold out (`kok karaknya kosong`) or have weights; what gets into a country (`pesanannya
        udah masuk Taiwan?`) is placed long since.
        """
        if GOODS not in every:
            also: set[OrderCue] = {BY_ITSELF[one] for one in heard if one in BY_ITSELF}
            heard |= also
        else:
            heard -= {"weight"} | ({"convert"} if HOW_MUCH in every else {"convert", "share"})
        if PLACE in every:
            heard -= {"placed"}
        return heard.difference(*(DENIES[one] for one in heard & DENIES.keys()))

    def _forms(self, scene: Scene, sentence: range, money: Collection[int]) -> Iterator[frozenset[str]]:
        """The words of a sentence in all their forms; those of addresses and names say nothing.

        A word that asks (`kok`) is no goods of that name, and neither is one that only points (`semuanya`).
        """
        message, marked = scene.message, forms_in(scene, sentence)
        here = (one for one in scene.known if one.start in sentence)
        pointing = {at for one in here if _points(message, one) for at in range(one.start, one.end)}
        for at, forms in enumerate(marked[: len(sentence)], start=sentence.start):
            if at in scene.away:
                yield frozenset()
                continue
            named = at not in pointing and not message.says_at(at, "question")
            marks = {*self._marks(message, at), *([MONEY] if at in money else [])}
            yield (forms if named else forms - {GOODS}) | marks
        yield from marked[len(sentence) :]

    def _marks(self, message: Message, at: int) -> Iterator[str]:
        word, vocabulary = message.plain(at), message.vocabulary
        if message.kind(at) == "number" or word in vocabulary.value:
            yield NUMBER
            if vocabulary.units.weights.get(message.plain(at + 1), 0) >= LEAST_GRAMS:
                yield WEIGHT
        if self._code(message, at):
            yield CURRENCY

    def _told_in(self, message: Message) -> Iterator[bool]:
        """For each token whether it names a currency or a weight: only there sums of money say anything."""
        weights = message.vocabulary.units.weights
        for token in message.tokens:
            yield token.plain in self._currency_of or token.plain in weights

    def _of_a_place(self, scene: Scene, at: int) -> str:
        """The code of a currency with the country beside it: `dolar brunei` is `DOLLAR-BN`."""
        if not (code := self._code(scene.message, at)):
            return ""
        beside = (one.iso2 for one in scene.places if one.end == at or one.start == at + 1)
        return "-".join([code, *list(beside)[:1]]) if code in OF_MANY else code

    def _code(self, message: Message, at: int) -> str:
        """The code of the currency that a word names: `dollarnya`; "" for any other word."""
        word = message.plain(at)
        bare = message.vocabulary.forms.without_owner(word)
        return self._currency_of.get(word) or self._currency_of.get(bare, "")

    def _sharers(self, message: Message) -> int:
        """How many people a sum is divided among: `dibagi 4`, `5 orang`, `bertiga`; 0 when it is not said."""
        for at in range(len(message)):
            end, many = _together(message, at) or _number(message, at)
            if not 2 <= many <= MOST_PEOPLE:
                continue
            before = {message.plain(near) for near in range(max(at - NEAR, 0), at)}
            if message.plain(end) in self._people or before & self._divides or not end:
                return many
        return 0


def _together(message: Message, at: int) -> tuple[int, int] | None:
    """The people of `bertiga`, with no end, as it says by itself that they are people."""
    vocabulary = message.vocabulary
    for prefix in vocabulary.numbers.together if message.says_at(at, "of_people_together") else ():
        many = message.plain(at).removeprefix(prefix)
        if many in vocabulary.value or many.isdigit():
            return 0, vocabulary.value.get(many) or int(many)
    return None


def _number(message: Message, at: int) -> tuple[int, int]:
    """The end and the value of the whole number at a place; (at, 0) for anything else."""
    number = number_at(message, at)
    if number is None or number.value is None or number.value.denominator != 1:
        return at, 0
    return number.end, int(number.value)


def supposed_of(scene: Scene, wants: Sequence[Want], edited: Interpretation) -> tuple[Edit, ...]:
    """The changes of a message that would be `edited` so if it did not ask; none while one is unclear.

    Of what is held so many are meant in all, unless more of it is said; `kalo gak pake karak` leaves it out.
    """
    if any(one.any_of for one in edited.unclear):
        return ()
    message, held = scene.message, scene.conversation.held
    says_more = message.has("add", "also") or any(one.plain in message.grammar.more for one in message.tokens)
    counted = {sku for want in wants if want.amounts for sku in want.mention.skus}
    edits = {
        one.sku: one for one in edited.edits if one.sku in counted or (one.op == "remove" and one.sku in held)
    }
    for sku, pieces in _left_out(scene, wants) if message.has("exclude", "leave_out") else ():
        if sku in held and sku not in edits:
            edits[sku] = Edit(sku, "set" if pieces else "remove", pieces)
    return tuple(
        replace(one, op="set") if one.op == "add" and one.sku in held and not says_more else one
        for one in edits.values()
    )


def _left_out(scene: Scene, wants: Sequence[Want]) -> Iterator[tuple[str, int]]:
    """The goods that a message names without ordering them, and how many are left."""
    for want in wants:
        many = want.quantities(scene.lexicon) if scene.amounts else dict.fromkeys(want.meant, 0)
        yield from many.items()
