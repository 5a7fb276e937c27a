"""The words of the language, from `config/vocabulary.yaml`."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from functools import cached_property
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field

from bot.core.config_files import Fault, read_yaml
from bot.core.plain_text import plain_word
from bot.core.spelling import VOWELS, squeezed
from bot.understanding.lexicon.references import References
from bot.understanding.lexicon.word_lists import Cues, Part, Phrase, Phrases, Words
from bot.understanding.result import Topic
from bot.understanding.text.tokens import tokens_of

FILE, LANGUAGES, TOWNS = "vocabulary.yaml", "languages", "towns.words"
MakerSays = Literal["can", "cannot", "gone", "only", "agree", "all", "beside", "thanks", "between"]
Iso2 = Annotated[str, Field(pattern="^[A-Z]{2}$")]


class Numbers(Part):
    """Words for numbers, and those that multiply them to tens, hundreds and thousands."""

    words: dict[str, int]
    combining: dict[str, int]
    also_and: Words
    teens: Words
    tens: Words
    hundreds: Words
    halves: Words
    quarters: Words
    and_half: Words
    plain_money: dict[str, int]
    thousands: Words


class Units(Part):
    """Units by which goods are counted, packed and weighed."""

    count: dict[int, Words]
    pack: Words
    unsure: Words
    pairs: Words
    grams: dict[int, Words]
    millilitres: dict[int, Words]
    one_prefix: Words
    no_prefix: Words

    @cached_property
    def pieces(self) -> dict[str, int]:
        """The pieces in one of each unit; a pack of any kind is one."""
        counted = {word: many for many, words in self.count.items() for word in words}
        return dict.fromkeys((*self.pack, *self.pairs), 1) | counted

    @cached_property
    def weights(self) -> dict[str, int]:
        """Grams by the word for them."""
        return {word: grams for grams, words in self.grams.items() for word in words}

    @cached_property
    def volumes(self) -> dict[str, int]:
        """Millilitres by the word for them."""
        return {word: many for many, words in self.millilitres.items() for word in words}


class Answers(Part):
    """Words of short answers: yes, no, words that may accompany them, and "that is enough"."""

    yes: Words
    no: Words
    beside: Words
    enough: Phrases


class MakerAnswers(Part):
    """An UMKM's answers to an order, in phrases of at most three words."""

    can: Phrases
    cannot: Phrases
    gone: Phrases
    only: Phrases
    agree: Phrases
    all: Phrases
    beside: Phrases
    thanks: Phrases
    between: Phrases

    @cached_property
    def phrases(self) -> dict[Phrase, MakerSays]:
        """The meaning of each word or phrase."""
        listed: dict[MakerSays, Phrases] = {
            "can": self.can,
            "cannot": self.cannot,
            "gone": self.gone,
            "only": self.only,
            "agree": self.agree,
            "all": self.all,
            "beside": self.beside,
            "thanks": self.thanks,
            "between": self.between,
        }
        return {
            tuple(token.plain for token in tokens_of(phrase)): says
            for says, phrases in listed.items()
            for phrase in phrases
        }


class People(Part):
    """The words in names of people, apart from kinship and titles."""

    my: Words
    owners: Words
    of_a_friend: Words
    rooms: Words
    oneself: Words


class Vocabulary(Part):
    """All words that the reader knows, apart from those of the catalogue and the countries.

    `ordinary` are frequent words of which nothing more is known than that they are no misspelt goods.
    """

    meta: dict[str, Any]
    spellings: dict[str, Words]
    numbers: Numbers
    units: Units
    says: dict[str, Phrases]
    topics: dict[Topic, Cues]
    topics_else: dict[Topic, Cues]
    answers: Answers
    people: People
    references: References
    maker_answers: MakerAnswers
    ordinary: frozenset[str] = frozenset()
    codes_any_case: Words
    everyday_words: Words
    places: dict[Iso2, tuple[str, ...]]

    @classmethod
    def read(cls, config_dir: Path) -> Vocabulary:
        """Reads the file of `config_dir`. Raises ConfigRefused with file and line of each fault."""
        read = read_yaml(config_dir / FILE, cls, _faults)
        towns = _towns(config_dir)
        places = {iso2: (*read.places.get(iso2, ()), *towns.get(iso2, ())) for iso2 in read.places | towns}
        return read.model_copy(update={"ordinary": _ordinary(config_dir), "places": places})

    @cached_property
    def spelled(self) -> dict[str, str]:
        """The usual spelling of each variant of a word."""
        return {plain_word(other): word for word, others in self.spellings.items() for other in others}

    @cached_property
    def doubles(self) -> frozenset[str]:
        """Words in which `2` repeats the word and is no number: `konco2`."""
        return frozenset(map(plain_word, self.says.get("usual_doubles", ())))

    @cached_property
    def single(self) -> dict[str, frozenset[str]]:
        """The meanings of each single word."""
        found: dict[str, set[str]] = {}
        for says, phrases in self.says.items():
            for phrase in phrases:
                if len(parts := self.parts(phrase)) == 1:
                    found.setdefault(parts[0], set()).add(says)
        return {word: frozenset(says) for word, says in found.items()}

    @cached_property
    def longer(self) -> dict[str, list[tuple[Phrase, str]]]:
        """The phrases of several words by their first one, with their meaning."""
        found: dict[str, list[tuple[Phrase, str]]] = {}
        for says, phrases in self.says.items():
            for phrase in phrases:
                if len(parts := self.parts(phrase)) > 1:
                    found.setdefault(parts[0], []).append((parts, says))
        return found

    @cached_property
    def shortened(self) -> dict[str, str]:
        """The words of the language by their form without one inner vowel."""
        found: dict[str, str] = {}
        for word in sorted(self.single, key=lambda one: (-len(one), one)):
            inner = [at for at in range(1, len(word)) if word[at] in VOWELS] if 4 < len(word) < 12 else []
            for at in inner:
                if word[:at] + word[at + 1 :] not in self.single:
                    found[word[:at] + word[at + 1 :]] = word
        return found

    def parts(self, phrase: str) -> Phrase:
        """The tokens of a phrase as they stand in a message."""
        return tuple(token.plain for token in tokens_of(phrase, self.doubles if phrase != "" else ()))

    @cached_property
    def place_of(self) -> dict[Phrase, int]:
        """The place in a list that a phrase names."""
        listed = self.references.places.items()
        return {self.parts(phrase): place for place, phrases in listed for phrase in phrases}

    @cached_property
    def refers(self) -> dict[str, frozenset[Phrase]]:
        """The phrases of each kind of reference."""
        kinds = self.references.model_dump(exclude={"places"})
        return {kind: frozenset(map(self.parts, phrases)) for kind, phrases in kinds.items()}

    def word_says(self, word: str) -> frozenset[str]:
        """The meanings of a word by itself, even with repeated letters; empty if it is unknown."""
        bare = word.replace("'", "")
        once = squeezed(bare)
        is_drawn_out = len(once) > 2 or bare[:1] != bare[1:2]  # "yaaa" is drawn out, "lle" is not
        return (
            self.single.get(word)
            or self.single.get(bare)
            or (is_drawn_out and self.single.get(once))
            or frozenset()
        )

    def words(self, says: str) -> frozenset[str]:
        """All single words with this meaning."""
        return frozenset(word for word, meanings in self.single.items() if says in meanings)

    @cached_property
    def value(self) -> dict[str, int]:
        """Numbers by their single words."""
        return {plain_word(word): value for word, value in self.numbers.words.items()}

    @cached_property
    def part(self) -> dict[str, Fraction]:
        """Halves and quarters by their words."""
        halves = dict.fromkeys(self.numbers.halves, Fraction(1, 2))
        return halves | dict.fromkeys(self.numbers.quarters, Fraction(1, 4))


def _ordinary(config_dir: Path) -> frozenset[str]:
    """The words of the lists in `languages/`."""
    paths = sorted((config_dir / LANGUAGES).glob("*.words"))
    return frozenset(plain_word(line) for path in paths for line in _lines(path))


def _towns(config_dir: Path) -> dict[str, list[str]]:
    """The towns by their country; a line is its code and the name."""
    found: dict[str, list[str]] = {}
    for line in _lines(config_dir / TOWNS):
        iso2, _blank, name = line.partition(" ")
        found.setdefault(iso2, []).append(name)
    return found


def _lines(path: Path) -> Iterator[str]:
    """The lines of a list without the remarks behind a #; none if there is no such file."""
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    return (line for line in lines if line and not line.startswith("#"))


def _faults(read: Vocabulary) -> Iterator[Fault]:
    usual: dict[str, str] = {}
    for word, others in read.spellings.items():
        for other in sorted(others):
            if usual.setdefault(other, word) != word:
                yield ("spellings", word), f"{other} is a spelling of {usual[other]} too"
            if other in read.spellings:
                yield ("spellings", word), f"{other} has spellings of its own"
    owners: dict[str, str] = {}
    for iso2, names in read.places.items():
        for at, name in enumerate(names):
            if owners.setdefault(plain_word(name), iso2) != iso2:
                yield ("places", iso2, at), f"{name} lies in {owners[plain_word(name)]} too"
