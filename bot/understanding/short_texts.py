"""What short texts say that order nothing: a yes, a no, a choice, a place in a list or of the shop."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable

from bot.core.typed_signs import keyed
from bot.understanding.annotate.message import Message
from bot.understanding.combine.want import Want
from bot.understanding.decide.aspects import aspects_of, feasts_in, hears, seeks
from bot.understanding.decide.avoided import Avoided, avoided_in
from bot.understanding.decide.choosing import (
    Choosing,
    Going,
    Superlative,
    agrees,
    begins_with_denial,
    choosing_in,
    denies_complaint,
    doubts_nothing,
    is_astonished,
    lone_numbers,
    mentions_no_complaint,
    place_in,
    superlative_in,
    undoes,
    way_in,
)
from bot.understanding.decide.clauses import (
    PassingOn,
    agrees_beside,
    agrees_in_clauses,
    begins_with_yes,
    clauses_beside_sighs,
    goes_on,
    left_of,
    of_an_order,
    orders_now,
    passing_on,
    wavers,
)
from bot.understanding.decide.given_instead import GivenInstead, given_instead
from bot.understanding.decide.is_question import asks, ends_with_no
from bot.understanding.decide.openings import opening_in, points_there
from bot.understanding.decide.short_answers import Aside, aside_in
from bot.understanding.decide.written_in import asked_to_speak, is_of_others, is_plainly
from bot.understanding.effort import TooMuchToRead
from bot.understanding.known import NOTHING, Known
from bot.understanding.lexicon.language import Aspect
from bot.understanding.lexicon.vocabulary import Vocabulary
from bot.understanding.resolve.edits import not_taken_back
from bot.understanding.result import OpeningAsk, Topic
from bot.understanding.spot.scene import Scene

LONGEST_AMOUNT = 200
"""The most characters of a short answer."""
LONGEST_CLAUSES = 500
"""The most characters of a text that is read clause by clause."""
LONGEST_READ = 1_000
"""The most characters of a text whose language is looked for."""
LONGEST_ASKING = 400
"""The most characters of a text that may ask about a country's opening among other things."""


class ShortTexts(ABC):
    """The readings of short texts; the interpreter makes the messages."""

    _vocabulary: Vocabulary

    @abstractmethod
    def _message(self, text: str) -> Message: ...

    @abstractmethod
    def scene(self, text: str, known: Known = NOTHING) -> Scene:
        """What stands where in a message. Raises TooMuchToRead."""

    @abstractmethod
    def wants(self, scene: Scene) -> list[Want]:
        """The goods that a message names, with their quantities, after its own corrections."""

    @abstractmethod
    def quantity(self, want: Want) -> int | None:
        """The units of a want; None while they are unclear."""

    def aside(self, text: str) -> Aside | None:
        """What a text says that can be no answer to a question for a name, an address or a note."""
        return aside_in(self._message(text)) if len(text) <= LONGEST_AMOUNT else None

    def choosing(self, text: str, asked: str) -> Choosing | None:
        """How a text answers "which `asked`?" without the name of a product; None for any other text."""
        if len(text) > LONGEST_AMOUNT:
            return None
        named = frozenset(token.plain for token in self._vocabulary.tokens(keyed(asked)))
        return choosing_in(self._message(text), named)

    def superlative(self, text: str) -> Superlative | None:
        """Whether a text asks for the cheapest or the lightest of all goods, among small words only."""
        return superlative_in(self._message(text)) if len(text) <= LONGEST_AMOUNT else None

    def place(self, text: str) -> int | None:
        """The place in a list that a text names and nothing else (`yang kedua`), -1 for the last."""
        return place_in(self._message(text)) if len(text) <= LONGEST_AMOUNT else None

    def agrees(self, text: str, known: Known = NOTHING) -> bool:
        """Whether a text says yes, or to go on, and no more than sighs and held goods as they are."""
        if len(text) > LONGEST_AMOUNT:
            return False
        message = self._message(text)
        if agrees(message) or (doubts_nothing(message) and agrees_in_clauses(message)):
            return True
        return bool(known.held) and agrees(message, self._restated(text, known))

    def _restated(self, text: str, known: Known) -> frozenset[int]:
        """The tokens that name held goods, with no other number of them; none if others are named."""
        try:
            wants = self.wants(self.scene(text, known))
        except TooMuchToRead:
            return frozenset()
        found: set[int] = set()
        for want in wants:
            there = [known.held[sku] for sku in want.mention.skus if sku in known.held]
            if not there or (want.is_counted and self.quantity(want) not in there) or want.dropped:
                return frozenset()
            found.update(range(want.mention.start, want.mention.end))
            found.update(at for one in want.amounts for at in range(one.start, one.end))
        return frozenset(found)

    def refuses(self, text: str) -> bool:
        """Whether a text has words that say what is not wanted."""
        kinds = ("exclude", "refused", "not_this", "remove")
        return len(text) <= LONGEST_AMOUNT and self._message(text).has(*kinds)

    def removes(self, text: str) -> bool:
        """Whether a text has words that take something off."""
        return len(text) <= LONGEST_AMOUNT and self._message(text).has("remove")

    def forbids(self, text: str) -> bool:
        """Whether a text says that something is not to be done: `jangan dihapus`, `nggak usah hapus`."""
        message = self._message(text[:LONGEST_AMOUNT])
        plain = {token.plain for token in message.tokens}
        grammar = message.grammar
        deletes = message.where("remove", "doubled")
        not_needed = any(message.plain(at - 1) in grammar.unneeded for at in deletes)
        return not_needed or message.has("refused", "denial") or not plain.isdisjoint(grammar.prohibits)

    def doubles(self, text: str) -> bool:
        """Whether a text wants twice as much of something."""
        return len(text) <= LONGEST_AMOUNT and self._message(text).has("doubled")

    def given_instead(self, text: str, names: Iterable[str]) -> GivenInstead | None:
        """Who gets goods in place of one of these people; None for a text that says nothing of the kind."""
        try:
            return given_instead(self.scene(text), names) if len(text) <= LONGEST_AMOUNT else None
        except TooMuchToRead:
            return None

    def undoes(self, text: str) -> bool:
        """Whether a text wants the message before it to be taken back."""
        return len(text) <= LONGEST_AMOUNT and undoes(self._message(text))

    def lone_number(self, text: str) -> int | None:
        """The number that a text without goods comes to, where it may correct another one; None without."""
        return (self.lone_numbers(text) or (None,))[-1]

    def lone_numbers(self, text: str) -> tuple[int, ...]:
        """The wrong number and the right one of such a text; or the right one alone."""
        return lone_numbers(self._message(text)) if len(text) <= LONGEST_AMOUNT else ()

    def is_astonished(self, text: str) -> bool:
        """Whether a text wonders at what the message before it did."""
        return len(text) <= LONGEST_AMOUNT and is_astonished(self._message(text))

    def goes_on(self, text: str) -> bool:
        """Whether a clause of a text agrees or goes on, and none asks or takes anything back."""
        return len(text) <= LONGEST_AMOUNT and goes_on(self._message(text))

    def orders_now(self, text: str) -> bool:
        """Whether a text wants what is in hand to be ordered: `kami pesan`, `lanjutkan pesanan tadi`."""
        return len(text) <= LONGEST_AMOUNT and orders_now(self._message(text))

    def agrees_beside(self, text: str) -> bool:
        """Whether a text says plainly yes in one clause, and something else in others."""
        return len(text) <= LONGEST_CLAUSES and agrees_beside(self._message(text))

    def begins_with_yes(self, text: str) -> bool:
        """Whether a text begins with a yes, and takes nothing of it back."""
        return len(text) <= LONGEST_AMOUNT and begins_with_yes(self._message(text))

    def wavers(self, text: str) -> bool:
        """Whether a text agrees and takes it back again."""
        if len(text) > LONGEST_AMOUNT:
            return False
        message = self._message(text)
        return wavers(message) and not asks(message)

    def supposes(self, text: str) -> bool:
        """Whether a text asks what would be: `kalau ga nyampe, uangku balik ga?`."""
        return self.asks(text) and self._message(text[:LONGEST_CLAUSES]).has("conditional")

    def asks(self, text: str) -> bool:
        """Whether a text asks: by a sign, by a word, or by a "not" at its end."""
        if len(text) > LONGEST_CLAUSES:
            return "?" in text
        message = self._message(text)
        return asks(message) or ends_with_no(message)

    def hears(self, text: str, topic: Topic) -> bool:
        """Whether a text has a cue of this topic, whatever else it asks."""
        return len(text) <= LONGEST_CLAUSES and hears(self._message(text), topic)

    def of_an_order(self, text: str) -> bool:
        """Whether a text asks where something of an order is."""
        return len(text) <= LONGEST_CLAUSES and of_an_order(self._message(text))

    def without_small_clauses(self, text: str) -> str:
        """What a text asks beside clauses that only agree or sigh; "" where nothing is asked."""
        return left_of(self._message(text)) if len(text) <= LONGEST_CLAUSES else text

    def aspects(self, text: str) -> tuple[Aspect, ...]:
        """What a text asks, or tells, of a product beyond the topics of questions."""
        return aspects_of(self._message(text)) if len(text) <= LONGEST_CLAUSES else ()

    def avoided(self, text: str) -> Avoided | None:
        """What a text says of things that somebody must not eat; None for others."""
        if len(text) > LONGEST_CLAUSES:
            return None
        try:
            return avoided_in(self.scene(text))
        except TooMuchToRead:
            return None

    def seeks(self, text: str) -> bool:
        """Whether a text looks for goods without naming them."""
        return len(text) <= LONGEST_CLAUSES and seeks(self._message(text))

    def feasts(self, text: str) -> tuple[str, ...]:
        """The feasts that a text names, each as month and day."""
        return feasts_in(self._message(text)) if len(text) <= LONGEST_CLAUSES else ()

    def passing_on(self, text: str) -> PassingOn | None:
        """The answer that a text gives to "shall I pass it on?"; None for a text about something else."""
        return passing_on(self._message(text)) if len(text) <= LONGEST_CLAUSES else None

    def going(self, text: str) -> Going | None:
        """The place of the shop that a text asks for and nothing else; None for any other text."""
        if len(text) > LONGEST_AMOUNT:
            return None
        message = self._message(text)
        return way_in(message) or self._going_in_a_clause(message)

    def _going_in_a_clause(self, message: Message) -> Going | None:
        """The place that one clause asks for while the others only agree or sigh."""
        texts = clauses_beside_sighs(message)
        return way_in(self._message(texts[0])) if len(texts) == 1 else None

    def opening(self, text: str, near: bool) -> OpeningAsk | None:
        """What a text asks about the opening of a country; `near`: it names the country, or looks at it."""
        return opening_in(self._message(text), near) if len(text) <= LONGEST_ASKING else None

    def points_there(self, text: str) -> bool:
        """Whether a text speaks of the country that was named before: `ke sana`."""
        return len(text) <= LONGEST_ASKING and points_there(self._message(text))

    def denies_complaint(self, text: str) -> bool:
        """Whether a text says that it is no complaint."""
        return len(text) <= LONGEST_AMOUNT and denies_complaint(self._message(text))

    def begins_with_denial(self, text: str) -> bool:
        """Whether a text says first that something is not meant, and may go on with what is."""
        return len(text) <= LONGEST_CLAUSES and begins_with_denial(self._message(text))

    def mentions_no_complaint(self, text: str) -> bool:
        """Whether a text says among other things that it is no complaint."""
        return len(text) <= LONGEST_AMOUNT and mentions_no_complaint(self._message(text))

    def plainly(self, text: str, language: str) -> bool:
        """Whether a text is plainly written in a language (`en`), by the words that only its file has."""
        return len(text) <= LONGEST_READ and is_plainly(self._message(text), language)

    def of_others(self, text: str, language: str) -> bool:
        """Whether a text holds words that only other languages have."""
        return is_of_others(self._message(text[:LONGEST_READ]), language)

    def asked_to_speak(self, text: str, language: str) -> str | None:
        """What else a text says that asks for a language; "" for nothing, None if it asks for no language."""
        message = self._message(text[:LONGEST_READ])
        if (found := asked_to_speak(message, language)) is None:
            return None
        first, last = message.tokens[found[0]], message.tokens[found[1] - 1]
        return f"{message.text[: first.start]}{message.text[last.end :]}".strip(" .,!?;")

    def thanks(self, text: str) -> bool:
        """Whether a text has a word of thanks that belongs to no greeting."""
        message = self._message(text[:LONGEST_ASKING])
        return any(not message.says_at(at, "hello") for at in message.where("thanks"))

    def keeps(self, text: str) -> bool:
        """Whether a text says that nothing is to be cancelled: `gak jadi batal`, `jangan dibatalin ya`."""
        return len(text) <= LONGEST_AMOUNT and not_taken_back(self._message(text))
