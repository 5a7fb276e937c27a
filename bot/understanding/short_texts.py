"""What short texts say that order nothing: a yes, a no, a choice, a place in a list or of the shop."""

from __future__ import annotations

from abc import ABC, abstractmethod

from bot.core.typed_signs import keyed
from bot.understanding.annotate.message import Message
from bot.understanding.decide.choosing import (
    Choosing,
    Going,
    agrees,
    choosing_in,
    denies_complaint,
    mentions_no_complaint,
    place_in,
    way_in,
)
from bot.understanding.decide.openings import opening_in, points_there
from bot.understanding.decide.short_answers import Aside, aside_in
from bot.understanding.decide.written_in import asked_to_speak, is_of_others, is_plainly
from bot.understanding.lexicon.vocabulary import Vocabulary
from bot.understanding.resolve.edits import not_taken_back
from bot.understanding.result import OpeningAsk

LONGEST_AMOUNT = 200
"""The most characters of a short answer."""
LONGEST_READ = 1_000
"""The most characters of a text whose language is looked for."""
LONGEST_ASKING = 400
"""The most characters of a text that may ask about a country's opening among other things."""


class ShortTexts(ABC):
    """The readings of short texts; the interpreter makes the messages."""

    _vocabulary: Vocabulary

    @abstractmethod
    def _message(self, text: str) -> Message: ...

    def aside(self, text: str) -> Aside | None:
        """What a text says that can be no answer to a question for a name, an address or a note."""
        return aside_in(self._message(text)) if len(text) <= LONGEST_AMOUNT else None

    def choosing(self, text: str, asked: str) -> Choosing | None:
        """How a text answers "which `asked`?" without the name of a product; None for any other text."""
        if len(text) > LONGEST_AMOUNT:
            return None
        named = frozenset(token.plain for token in self._vocabulary.tokens(keyed(asked)))
        return choosing_in(self._message(text), named)

    def place(self, text: str) -> int | None:
        """The place in a list that a text names and nothing else (`yang kedua`), -1 for the last."""
        return place_in(self._message(text)) if len(text) <= LONGEST_AMOUNT else None

    def agrees(self, text: str) -> bool:
        """Whether a text says yes, or to go on, and nothing else."""
        return len(text) <= LONGEST_AMOUNT and agrees(self._message(text))

    def going(self, text: str) -> Going | None:
        """The place of the shop that a text asks for and nothing else; None for any other text."""
        return way_in(self._message(text)) if len(text) <= LONGEST_AMOUNT else None

    def opening(self, text: str, near: bool) -> OpeningAsk | None:
        """What a text asks about the opening of a country; `near`: it names the country, or looks at it."""
        return opening_in(self._message(text), near) if len(text) <= LONGEST_ASKING else None

    def points_there(self, text: str) -> bool:
        """Whether a text speaks of the country that was named before: `ke sana`."""
        return len(text) <= LONGEST_ASKING and points_there(self._message(text))

    def denies_complaint(self, text: str) -> bool:
        """Whether a text says that it is no complaint."""
        return len(text) <= LONGEST_AMOUNT and denies_complaint(self._message(text))

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
