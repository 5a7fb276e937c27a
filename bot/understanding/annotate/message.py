"""Annotates the tokens of a message with their meanings by the vocabulary."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from functools import cached_property
from itertools import pairwise

from bot.understanding.effort import Effort
from bot.understanding.layout.blocks import BlockKind, Layout
from bot.understanding.lexicon.vocabulary import Vocabulary
from bot.understanding.text.tokens import Token

# Of the letters in `bot/ordering/order_numbers.py`.
ORDER_NUMBER = re.compile(r"(?<!\w)[A-Z]{2}-[234679CDFGHJKMNPQRTVWXY]{4,8}(?!\w)", re.IGNORECASE)
STRONG_SIGNS = frozenset(";.!?•·")
SOFT_SIGNS = frozenset(",+&|/")


class Message:
    """The tokens of a message; `says` holds the meanings of each, `effort` what may still be spent on it.

    Raises TooMuchToRead when there are too many tokens.
    """

    def __init__(self, text: str, layout: Layout, vocabulary: Vocabulary) -> None:
        self.text = text
        self.layout = layout
        self.tokens = tokens = layout.tokens
        self.vocabulary = vocabulary
        self.grammar = vocabulary.grammar
        self.effort = Effort(len(tokens))
        self.says: list[frozenset[str]] = [self._meanings(token) for token in tokens]
        self._annotate_phrases()
        for _start, end in layout.spans(BlockKind.BEFORE):
            for at in self.tokens_in(end, len(text))[:1]:
                self.says[at] |= {"becomes"}  # the arrow of "2 → 5"
        for number in ORDER_NUMBER.finditer(text):
            for at in self.tokens_in(*number.span()):
                self.says[at] = frozenset()  # the RT of TW-RT47 is no street

    def __len__(self) -> int:
        return len(self.tokens)

    def _meanings(self, token: Token) -> frozenset[str]:
        if token.text.isupper() and token.plain in self.vocabulary.everyday_words and not self.text.isupper():
            return frozenset()  # "KL" is not "kl"
        if token.kind != "word":
            return self.vocabulary.single.get(token.plain, frozenset())
        says = self.vocabulary.word_says(token.plain) or self._together(token.plain)
        return says or self._without_owner(token.plain) or self._misspelt(token.plain)

    def _together(self, word: str) -> frozenset[str]:
        """`berempat`, `ber6`: so many people."""
        value, prefixes = self.vocabulary.value, self.vocabulary.numbers.together
        is_many = any(word.startswith(one) and word.removeprefix(one) in value for one in prefixes)
        return frozenset({"of_people_together", "talk"}) if is_many else frozenset()

    def _without_owner(self, word: str) -> frozenset[str]:
        """The meanings of a word without its possessive ending."""
        return self.vocabulary.word_says(self.vocabulary.forms.without_owner(word))

    def _misspelt(self, word: str) -> frozenset[str]:
        """The meanings of a word typed without some of its vowels: `psen` is `pesen`."""
        return self.vocabulary.word_says(self.vocabulary.shortened.get(word, ""))

    def _annotate_phrases(self) -> None:
        words = [token.plain for token in self.tokens]
        for at, word in enumerate(words):
            for phrase, says in self.vocabulary.longer.get(word, ()):
                if tuple(words[at : at + len(phrase)]) == phrase:
                    for inside in range(at, at + len(phrase)):
                        self.says[inside] |= {says, "talk"}

    @cached_property
    def parts(self) -> tuple[range, ...]:
        """The stretches between commas, full stops and line ends."""
        found, start = list[range](), 0
        for at in range(len(self) + 1):
            ends = self.kind(at) == "break" or self.plain(at) in {",", ";"}
            ends = ends or (self.plain(at) == "." and not self.abbreviates(at))
            if ends and at > start:
                found.append(range(start, at))
            start = at + 1 if ends else start
        return tuple(found)

    def abbreviates(self, at: int) -> bool:
        """Whether a dot at a place belongs to an abbreviation: `No. 5`, `Jl. Solo`."""
        return self.plain(at) == "." and self.says_at(at - 1, "street", "number_label")

    def plain(self, at: int) -> str:
        """The plain form of the token at a place; "" outside the message."""
        self.effort.spend()
        return self.tokens[at].plain if 0 <= at < len(self.tokens) else ""

    def kind(self, at: int) -> str:
        """The kind of the token at a place; `break` outside the message."""
        self.effort.spend()
        return self.tokens[at].kind if 0 <= at < len(self.tokens) else "break"

    def says_at(self, at: int, *says: str) -> bool:
        """Whether the token at a place has one of these meanings."""
        self.effort.spend()
        return 0 <= at < len(self.tokens) and not self.says[at].isdisjoint(says)

    def has(self, *says: str, start: int = 0, end: int | None = None) -> bool:
        """Whether a token in this stretch has one of these meanings."""
        self.effort.spend()
        last = len(self) if end is None else end
        for one in says:
            places = self._places.get(one, ())
            at = bisect_left(places, start)
            if at < len(places) and places[at] < last:
                return True
        return False

    @cached_property
    def _places(self) -> dict[str, list[int]]:
        found: dict[str, list[int]] = {}
        for at, meanings in enumerate(self.says):
            for meaning in meanings:
                found.setdefault(meaning, []).append(at)
        return found

    def mark(self, at: int, says: str) -> None:
        """Adds a meaning to a token."""
        self.says[at] |= {says}
        self.__dict__.pop("_places", None)

    def where(self, *says: str) -> list[int]:
        """The places of all tokens that have one of these meanings."""
        return sorted({at for one in says for at in self._places.get(one, ())})

    @cached_property
    def colons(self) -> list[int]:
        """The places of all colons."""
        return [at for at, token in enumerate(self.tokens) if token.plain == ":"]

    def slice(self, start: int, end: int) -> str:
        """The text that these tokens cover."""
        return self.text[self.tokens[start].start : self.tokens[end - 1].end]

    def tokens_in(self, start: int, end: int) -> range:
        """The tokens between these characters of the text."""
        first = bisect_left(self._starts, start)
        return range(first, max(bisect_right(self._ends, end), first))

    @cached_property
    def _starts(self) -> list[int]:
        return [one.start for one in self.tokens]

    @cached_property
    def _ends(self) -> list[int]:
        return [one.end for one in self.tokens]

    def strong_break(self, at: int) -> bool:
        """Whether a sentence or a line ends with this token."""
        token = self.tokens[at]
        if token.kind == "break":
            return True
        return token.kind == "sign" and token.text in STRONG_SIGNS and not self._is_leader_dot(at)

    def _is_leader_dot(self, at: int) -> bool:
        """Whether this is one of several dots in a row that lead to a number: `Teh oplosan ... 3`."""
        if self.tokens[at].text != ".":
            return False
        before, after = self.plain(at - 1), self.plain(at + 1)
        return (before == "." and self.tokens[at].glued) or (after == "." and self.tokens[at + 1].glued)

    def soft_break(self, at: int) -> bool:
        """Whether this token separates the items of a list."""
        token = self.tokens[at]
        if token.text == "." and self._is_leader_dot(at):
            return self.plain(at + 1) != "." and self.kind(at + 1) != "number"
        return (token.kind == "sign" and token.text in SOFT_SIGNS) or "and" in self.says[at]

    def breaks(self, start: int, end: int) -> tuple[int, int]:
        """How many strong and how many soft breaks stand in this stretch."""
        strong = sum(self.strong_break(at) for at in range(start, end))
        return strong, sum(self.soft_break(at) for at in range(start, end))

    @cached_property
    def sentences(self) -> list[range]:
        """The stretches between strong breaks, without the breaks."""
        edges = [-1, *(at for at in range(len(self)) if self.strong_break(at)), len(self)]
        return [range(a + 1, b) for a, b in pairwise(edges) if b > a + 1]

    def sentence_at(self, at: int) -> range:
        """The sentence that a token stands in."""
        return self._sentence_of.get(at, range(at, at + 1))

    @cached_property
    def _sentence_of(self) -> dict[int, range]:
        return {at: one for one in self.sentences for at in one}
