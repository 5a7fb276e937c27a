"""The forms of words: their endings and prefixes, their plural, letters that sound the same."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, eq=False)
class WordForms:
    """The affixes of all languages, and what words are without them. Of several endings the longest counts.

    `endings` are taken off names of goods, `verb_endings` and `prefixes` too where only the root tells
    whether a word is known, `owners` are possessive. `plural` is none behind `no_plural` (`gas`, `class`).
    """

    endings: tuple[str, ...] = ()
    verb_endings: tuple[str, ...] = ()
    prefixes: tuple[str, ...] = ()
    owners: tuple[str, ...] = ()
    plural: tuple[str, ...] = ()
    no_plural: tuple[str, ...] = ()
    sounds: Mapping[str, str] = field(default_factory=dict)

    def stems(self, word: str) -> Iterable[str]:
        """The word, then the word without each ending that it may have."""
        yield word
        for ending in self.endings:
            if word.endswith(ending) and len(word) - len(ending) >= 3:
                yield word.removesuffix(ending)

    def roots(self, word: str) -> Iterable[str]:
        """The word, and the roots it may have without its prefix and its ending."""
        bare = [word, *(word.removeprefix(one) for one in self.prefixes if word.startswith(one))]
        for one in bare:
            if len(one) >= 4:
                yield one
            yield from (
                one.removesuffix(ending)
                for ending in (*self.endings, *self.verb_endings)
                if one.endswith(ending) and len(one) - len(ending) >= 4
            )

    def without_owner(self, word: str) -> str:
        """The word without its possessive ending (`adikku`: `adik`, `konco2`: `konco`); "" without one."""
        for ending in (*self.owners, "2"):
            if word.endswith(ending) and len(word) - len(ending) > 3:
                return word.removesuffix(ending)
        return ""

    def singular(self, word: str) -> str:
        """The singular: `crackers` is `cracker`. Every word of a name gets the same treatment."""
        if len(word) <= 4 or not word.endswith(self.plural) or word.endswith(self.no_plural):
            return word
        return next(word.removesuffix(one) for one in self.plural if word.endswith(one))

    def as_it_sounds(self, word: str) -> str:
        """Javanese `gedhang` and `bathik` as written in Indonesian."""
        for letters, sound in self.sounds.items():
            word = word.replace(letters, sound)
        return word
