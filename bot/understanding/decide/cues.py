"""Cues: words, phrases and combinations of distant words that show what a sentence asks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Generic, TypeVar

from bot.core.plain_text import plain_word
from bot.core.spelling import squeezed
from bot.understanding.annotate.message import Message
from bot.understanding.effort import Effort
from bot.understanding.text.stems import WordForms

GOODS, PLACE, NUMBER = "<goods>", "<place>", "<number>"
Forms = Sequence[frozenset[str]]
"""For each word of a sentence: all forms under which it is looked up, and its meanings as `<how_much>`."""
Step = frozenset[str]
Meant = TypeVar("Meant")


@dataclass(frozen=True, slots=True)
class Cue:
    """Runs of words that a sentence must contain; each step of a run is one of several words."""

    runs: tuple[tuple[Step, ...], ...]

    def in_sentence(self, forms: Forms, every: frozenset[str]) -> bool:
        """Whether the sentence contains all runs; `every` are its words in all their forms."""
        return all(not run[0].isdisjoint(every) and _stands(run, forms) for run in self.runs)


class CueIndex(Generic[Meant]):
    """Cues with what each means, found by the words with which they begin."""

    def __init__(self, listed: Iterable[tuple[Meant, str]]) -> None:
        self._by_word: dict[str, list[tuple[Meant, Cue]]] = {}
        for meant, written in listed:
            cue = cue_of(written)
            for word in cue.runs[0][0]:
                self._by_word.setdefault(word, []).append((meant, cue))

    def heard(self, forms: Forms, effort: Effort) -> set[Meant]:
        """What the cues mean that stand in a sentence. Raises TooMuchToRead."""
        every = frozenset[str]().union(*forms)
        found: set[Meant] = set()
        for word in every & self._by_word.keys():
            effort.spend(len(self._by_word[word]))  # each cue is looked for
            found |= {meant for meant, cue in self._by_word[word] if cue.in_sentence(forms, every)}
        return found


def _stands(run: tuple[Step, ...], forms: Forms) -> bool:
    last = len(forms) - len(run) + 1
    return any(
        all(not step.isdisjoint(forms[at + along]) for along, step in enumerate(run)) for at in range(last)
    )


@lru_cache(maxsize=4_000)
def cue_of(written: str) -> Cue:
    """Parses a cue such as `kapan|when + tutup|last order`."""
    runs = (run.split() for run in written.split("+"))
    return Cue(tuple(tuple(frozenset(map(plain_word, step.split("|"))) for step in run) for run in runs))


def forms_of(message: Message, at: int) -> frozenset[str]:
    """All forms under which a word is looked up."""
    meanings = {f"<{one}>" for one in message.says[at]}
    token = message.tokens[at]
    if token.kind != "word":
        return frozenset({token.plain, *meanings})
    shortened = message.vocabulary.shortened.get(token.plain, "")
    return _forms(message.vocabulary.forms, shortened, token.plain) | meanings


@lru_cache(maxsize=20_000)
def _forms(forms: WordForms, shortened: str, word: str) -> frozenset[str]:
    bare = squeezed(word)
    found = {word, bare, *forms.stems(word), *forms.stems(bare), *forms.roots(word), shortened}
    return frozenset(one for one in found if one)
