"""The words of a search and of the texts it searches: ASCII, without numbers and fillers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from bot.core.plain_text import plain
from bot.core.typed_signs import keyed
from bot.understanding.lexicon.vocabulary import Vocabulary

LONGEST = 1000
"""The most characters of a text that are read."""
MOST_WORDS = 12
NEGATED = "-"
"""Marks a word behind "without": a search for `daging` does not mean `tanpa daging`. Alone: "without"."""
Shelves = Mapping[str, Sequence[str]]
"""The names of each category, in every language."""
_CLAUSE = re.compile(r"[^a-z ]*[.,;:()\n!?][^a-z ]*")
_WORD = re.compile(r"[a-z]{2,}")
_ASIDE = re.compile(r"\([^)]*\)")


def _ascii(text: str) -> str:
    """The ASCII characters of the plain text, of at most LONGEST characters."""
    return plain(keyed(text[:LONGEST])).encode("ascii", "ignore").decode()


@dataclass(frozen=True)
class Terms:
    """What a search knows of the languages, and the names of the `shelves`.

    `fillers` are words of talk that look for nothing, `without` negates the rest of its clause. `endings` are
    taken off a typed word of which three letters are left, `plural` where four are left.
    """

    shelves: Shelves = field(default_factory=dict)
    fillers: frozenset[str] = frozenset()
    without: frozenset[str] = frozenset()
    endings: frozenset[str] = frozenset()
    plural: frozenset[str] = frozenset()

    @classmethod
    def of(cls, vocabulary: Vocabulary, shelves: Shelves) -> Terms:
        """The terms by the words of all languages."""
        words, affixes = vocabulary.search, vocabulary.affixes
        return cls(shelves, words.fillers, words.without, affixes.definite, affixes.plural)

    def query_words(self, text: str) -> str:
        """The words that a search looks for: lower-case ASCII, without numbers and fillers, each once."""
        words = dict.fromkeys(word for word in _WORD.findall(_ascii(text)) if word not in self.fillers)
        return " ".join(list(words)[:MOST_WORDS])

    def words_of(self, text: str) -> list[str]:
        """The words of a text in order; those behind "without" carry the mark NEGATED."""
        return [word for clause in _CLAUSE.split(_ascii(text)) for word in self._signed(clause)]

    def shared_words(self, name: str) -> tuple[str, ...]:
        """The words of a name that many products share (UMKM, category), without text in brackets."""
        return _shared_words(name, self.fillers, self.without)

    def stems(self, typed: str) -> Iterator[str]:
        """A typed word without its ending (`abonnya`, `snacks`)."""
        for endings, least in ((self.endings, 3), (self.plural, 4)):
            for ending in sorted(endings):
                if typed.endswith(ending) and len(typed) - len(ending) >= least:
                    yield typed.removesuffix(ending)

    def _signed(self, clause: str) -> Iterator[str]:
        without = False
        for word in _WORD.findall(clause):
            if word in self.without:
                without = True
                yield NEGATED
            elif word not in self.fillers:
                yield f"{NEGATED}{word}" if without else word


@lru_cache(maxsize=2_000)
def _shared_words(name: str, fillers: frozenset[str], without: frozenset[str]) -> tuple[str, ...]:
    return tuple(Terms(fillers=fillers, without=without).words_of(_ASIDE.sub(" ", name)))
