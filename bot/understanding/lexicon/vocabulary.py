"""The words of all languages together, from `config/languages/`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from functools import cached_property, partial
from pathlib import Path

from bot.core.config_files import Fault, read_yaml
from bot.core.errors import ConfigRefused
from bot.core.plain_text import plain_word
from bot.core.spelling import VOWELS, squeezed
from bot.understanding.lexicon.language import Language, together
from bot.understanding.lexicon.told_apart import Told, told_apart
from bot.understanding.lexicon.word_lists import Phrase
from bot.understanding.text.quotes import Quotes
from bot.understanding.text.stems import WordForms
from bot.understanding.text.tokens import Token, tokens_of

LANGUAGES, PLACES, OWN, TOWNS = "languages", "places.yaml", "vocabulary.yaml", "towns.words"


class Vocabulary(Language):
    """All words that the reader knows, apart from those of the catalogue and the countries.

    `ordinary` are frequent words of which nothing more is known than that they are no misspelt goods. `told`
    are the words that tell each language from the others, by the name of its file.
    """

    ordinary: frozenset[str] = frozenset()
    towns: frozenset[str] = frozenset()
    told: Mapping[str, Told] = {}

    @classmethod
    def read(cls, config_dir: Path) -> Vocabulary:
        """Reads the names of places, all languages, and the shop's own words, if it has a file of them.

        Each file adds to those before it and contradicts none. Raises ConfigRefused with file and line of
        each fault.
        """
        found = sorted((config_dir / LANGUAGES).glob("*.yaml"))
        if not found:
            raise ConfigRefused([f"{config_dir / LANGUAGES}: no language (*.yaml) there"])
        own = config_dir / OWN
        known, each = Language(), {}
        for path in [config_dir / PLACES, *found, *([own] if own.exists() else [])]:
            each[path.stem] = read_yaml(path, Language, partial(_faults, known))
            known = together(known, each[path.stem])
        held = {name: getattr(known, name) for name in Language.model_fields}
        towns = _towns(config_dir)
        held["places"] = {
            iso2: (*known.places.get(iso2, ()), *towns.get(iso2, ())) for iso2 in known.places | towns
        }
        told = told_apart({path.stem: each[path.stem] for path in found})
        named = {plain_word(name) for names in known.places.values() for name in names}
        little = frozenset(name for names in towns.values() for name in names) - named
        return cls.model_construct(**held, ordinary=_ordinary(config_dir), towns=little, told=told)

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

    def tokens(self, text: str) -> list[Token]:
        """The tokens of a text, with doubled words and hyphenated endings as one."""
        return tokens_of(text, self.doubles, self.affixes.hyphenated)

    def parts(self, phrase: str) -> Phrase:
        """The tokens of a phrase as they stand in a message."""
        return tuple(token.plain for token in self.tokens(phrase))

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

    @cached_property
    def choices(self) -> dict[str, frozenset[Phrase]]:
        """The phrases of each way to answer "which one?" without a product's name."""
        kinds = self.choosing.model_dump(exclude={"beside", "sure", "pointing", "wonders", "correcting"})
        return {kind: frozenset(map(self.parts, phrases)) for kind, phrases in kinds.items()}

    @cached_property
    def ways(self) -> dict[str, frozenset[Phrase]]:
        """The phrases that ask for each place of the shop."""
        kinds = self.going.model_dump()
        return {kind: frozenset(map(self.parts, phrases)) for kind, phrases in kinds.items()}

    @cached_property
    def clause_phrases(self) -> dict[str, dict[str, list[Phrase]]]:
        """What whole clauses say, each kind by the first words of its phrases; drawn out letters are one."""
        kinds = self.passing_on.model_dump(include={"verbs", "agree", "refuse"})
        kinds |= self.clauses.model_dump(exclude={"beside", "of_order"})
        phrases = {kind: {*map(self.parts, listed)} for kind, listed in kinds.items()}
        phrases["checkout"] = {*self.ways["checkout"]}
        phrases["yes"] = {
            *self.choices["agree"],
            *self.ways["checkout"],
            *((one,) for one in self.answers.yes),
        }
        return {kind: _by_first_word(listed) for kind, listed in phrases.items()}

    @cached_property
    def passing_beside(self) -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
        """What may stand beside an answer to an offer, also beside a no, and also beside a verb."""
        small = self.passing_on.beside | self.passing_on.whom | self.choosing.sure | self.clauses.beside
        verbs = {word for phrase in map(self.parts, self.passing_on.verbs) for word in phrase}
        single = {one for one in self.passing_on.agree if " " not in one}
        return small, small | verbs, small | single

    @cached_property
    def asks_to_speak(self) -> dict[str, frozenset[Phrase]]:
        """The phrases that ask for each language of the shop, also within a longer sentence."""
        return {code: frozenset(map(self.parts, phrases)) for code, phrases in self.speak.items()}

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

    @cached_property
    def before_money(self) -> frozenset[str]:
        """The words and signs of currencies that stand before a sum."""
        return self.words("money_before")

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

    @cached_property
    def forms(self) -> WordForms:
        """The forms of words by the affixes of all languages."""
        affixes = self.affixes
        return WordForms(
            endings=_longest_first(affixes.endings),
            verb_endings=_longest_first(affixes.verb_endings),
            prefixes=_longest_first(affixes.prefixes),
            owners=_longest_first(affixes.owners),
            plural=_longest_first(affixes.plural),
            no_plural=_longest_first(affixes.no_plural),
            sounds=self.sounds,
        )

    @cached_property
    def quotes(self) -> Quotes:
        """Finds what others wrote."""
        return Quotes(self.quoting.forwarded, self.quoting.headers, self.quoting.wrote)


def _by_first_word(phrases: Iterable[Phrase]) -> dict[str, list[Phrase]]:
    found: dict[str, list[Phrase]] = {}
    for phrase in {tuple(map(squeezed, one)) for one in phrases}:
        found.setdefault(phrase[0], []).append(phrase)
    return found


def _longest_first(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(words, key=lambda word: (-len(word), word)))


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


def _faults(known: Language, read: Language) -> Iterator[Fault]:
    """What contradicts itself in a file, or what the files before it say."""
    yield from _faults_of_spellings(known, read)
    for name in ("words", "combining"):
        before: Mapping[str, int] = getattr(known.numbers, name)
        for word, value in getattr(read.numbers, name).items():
            if before.get(word, value) != value:
                yield ("numbers", name, word), f"{word} is {before[word]} in another file"
    owners = {plain_word(name): iso2 for iso2, names in known.places.items() for name in names}
    for iso2, names in read.places.items():
        for at, name in enumerate(names):
            if owners.setdefault(plain_word(name), iso2) != iso2:
                yield ("places", iso2, at), f"{name} lies in {owners[plain_word(name)]} too"


def _faults_of_spellings(known: Language, read: Language) -> Iterator[Fault]:
    usual = {other: word for word, others in known.spellings.items() for other in others}
    for word, others in read.spellings.items():
        if word in usual:
            yield ("spellings", word), f"{word} is a spelling of {usual[word]}"
        for other in sorted(others):
            if usual.setdefault(other, word) != word:
                yield ("spellings", word), f"{other} is a spelling of {usual[other]} too"
            if other in read.spellings or other in known.spellings:
                yield ("spellings", word), f"{other} has spellings of its own"
