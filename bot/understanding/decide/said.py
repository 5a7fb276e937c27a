"""A message's words in all their forms, for rules that look for phrases."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache

from bot.core.plain_text import plain_word
from bot.core.spelling import squeezed
from bot.understanding.annotate.message import Message
from bot.understanding.lexicon.criteria_words import CriteriaWords
from bot.understanding.lexicon.word_lists import Phrases
from bot.understanding.spot.scene import Scene

NEGATED_WITHIN = 3
"""How many words behind a "not" it still negates: `ga terlalu pedas`."""
CHEAP = 20
"""How many looks at a word are one step of `effort`."""


@dataclass(frozen=True)
class Said:
    """A message's words in their forms, and where the words of the criteria stand."""

    scene: Scene

    @property
    def message(self) -> Message:
        """The message itself."""
        return self.scene.message

    @property
    def words(self) -> CriteriaWords:
        """The vocabulary's words for criteria."""
        return self.message.vocabulary.criteria

    @cached_property
    def forms(self) -> list[frozenset[str]]:
        """The forms of each word, without its endings; who is `ditahan` keeps nothing."""
        stems = self.message.vocabulary.forms.stems
        of_word = {one.plain: _forms(stems, one.plain) for one in self.message.tokens}
        return [of_word[one.plain] for one in self.message.tokens]

    @cached_property
    def every(self) -> frozenset[str]:
        """All words of the message in all their forms."""
        return frozenset[str]().union(*set(self.forms))

    def places(self, phrases: Phrases) -> list[range]:
        """Where one of these phrases stands."""
        told = [one for one in map(_steps, phrases) if one[0] in self.every]
        self.message.effort.spend(1 + len(told) * len(self.forms) // CHEAP)
        return [
            range(at, at + len(steps))
            for steps in told
            for at in range(len(self.forms) - len(steps) + 1)
            if all(step in self.forms[at + along] for along, step in enumerate(steps))
        ]

    def has(self, phrases: Phrases) -> bool:
        """Whether one of these phrases stands there and nothing takes it back."""
        return any(not self.is_negated(place.start) for place in self.places(phrases))

    @cached_property
    def negations(self) -> list[int]:
        """The places of words that take back what follows."""
        return [place.stop for place in self.places(self.words.negates)]

    def is_negated(self, at: int) -> bool:
        """Whether a word is taken back by one close before it in its sentence."""
        sentence = self.message.sentence_at(at)
        return any(
            sentence.start < end <= at <= end + NEGATED_WITHIN and not self._comma(end, at)
            for end in self.negations
        )

    def _comma(self, start: int, end: int) -> bool:
        return any(self.message.plain(at) == "," for at in range(start, end))


@lru_cache(maxsize=4_000)
def _steps(phrase: str) -> tuple[str, ...]:
    return tuple(plain_word(word) for word in phrase.split())


def _forms(stems: Callable[[str], Iterable[str]], word: str) -> frozenset[str]:
    bare = squeezed(word)
    return frozenset({word, bare, *stems(word), *stems(bare)})
