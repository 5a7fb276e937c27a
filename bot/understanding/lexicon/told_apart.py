"""The words that tell one language from the others: those that only its own file knows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from bot.core.plain_text import plain_word
from bot.understanding.lexicon.language import Language, Says

BUILDS_SENTENCES: tuple[Says, ...] = ("question", "self", "conditional")
ADDRESSES: tuple[Says, ...] = ("address",)
NAMES_GOODS: frozenset[Says] = frozenset({"goods", "describe", "weak", "kind_words", "hello", "thanks"})
"""Words for goods, greetings and thanks are borrowed from one language to the other."""


@dataclass(frozen=True, slots=True)
class Told:
    """The words of one language. `own` no other file has; `building` are those of them that build sentences.

    `others` only other files have; `addressing` are those of them by which people are called.
    """

    own: frozenset[str]
    building: frozenset[str]
    others: frozenset[str]
    addressing: frozenset[str]


def told_apart(languages: Mapping[str, Language]) -> dict[str, Told]:
    """The words that tell each of these languages from the others."""
    every = {code: frozenset(_words(language)) for code, language in languages.items()}
    return {code: _told(code, languages, every) for code in languages}


def _told(code: str, languages: Mapping[str, Language], every: Mapping[str, frozenset[str]]) -> Told:
    rest = {other: words for other, words in every.items() if other != code}
    others = frozenset[str]().union(*rest.values())
    own = every[code] - others
    addressing = frozenset(word for other in rest for word in _words(languages[other], ADDRESSES))
    grammar = languages[code].grammar
    building = {*_words(languages[code], BUILDS_SENTENCES), *grammar.articles, *grammar.determiners}
    return Told(own, own & building, others - every[code], addressing - every[code])


def _words(language: Language, says: tuple[Says, ...] = ()) -> Iterator[str]:
    """The single words with these meanings, or with any that is not borrowed."""
    for meaning, phrases in language.says.items():
        if meaning in says or (not says and meaning not in NAMES_GOODS):
            yield from (plain_word(phrase) for phrase in phrases if " " not in phrase)
