"""Reads an UMKM's typed answer without guessing: "bisa semua", "gak sanggup", "karaknya cuma 4". Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

from bot.core.typed_signs import keyed
from bot.understanding import Vocabulary
from bot.understanding.text.tokens import Token, tokens_of

ANSWER = frozenset({"can", "cannot", "gone", "only"})
BETWEEN = frozenset({",", ";", "\n"})
LONGEST_TEXT = 200
Meaning = Literal[
    "can", "cannot", "gone", "only", "agree", "all", "beside", "thanks", "between", "number", "goods"
]


@dataclass(frozen=True, slots=True)
class Part:
    """One statement: so many `pieces` can be made; None means all of them.

    `goods` are the words that name the product; without them the statement is about the whole order.
    """

    pieces: int | None
    goods: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Word:
    """A word and its meaning in an answer."""

    says: Meaning
    plain: str


def is_answer(text: str, words: Vocabulary) -> bool:
    """Whether the text says anything about what can be made, clearly or not."""
    return any(one.says in ANSWER or one.says == "agree" for one in _words(text, words))


def only_agrees(text: str, words: Vocabulary) -> bool:
    """Whether the text says no more than yes, such as "ok siap": that answers only the latest notice."""
    return not any(one.says in ANSWER for one in _words(text, words))


def parts_of(text: str, words: Vocabulary) -> list[Part]:
    """The statements of the text; empty when any of them is not certain."""
    if "?" in text or len(text) > LONGEST_TEXT:
        return []
    clauses = [
        list(clause)
        for between, clause in groupby(_words(text, words), key=lambda one: one.says == "between")
        if not between
    ]
    statements = [one for one in clauses if {word.says for word in one} - {"beside", "thanks", "agree"}]
    agreements = [one for one in clauses if any(word.says == "agree" for word in one)]
    thanked = any(word.says == "thanks" for one in clauses for word in one)  # "makasih ya" is no yes
    parts_read = [_part(clause) for clause in statements or ([] if thanked else agreements[:1])]
    parts = list(dict.fromkeys(one for one in parts_read if one is not None))
    about_order = [one for one in parts if not one.goods]
    if len(parts_read) != sum(one is not None for one in parts_read) or (about_order and len(parts) > 1):
        return []
    return parts


def _part(clause: Sequence[Word]) -> Part | None:
    """The statement of one clause; None when it says two things, or nothing for certain."""
    says = [one.says for one in clause]
    goods = tuple(one.plain for one in clause if one.says == "goods")
    numbers = [one.plain for one in clause if one.says == "number"]
    refused = [one for one in says if one in ("cannot", "gone")]
    if refused:
        wholly = "all" not in says or "cannot" not in refused  # "ga bisa semua": none of it, or not all?
        sure = wholly and not numbers and "can" not in says and "only" not in says
        return Part(0, goods) if sure else None
    if numbers:
        sure = len(numbers) == 1 and numbers[0].isdigit() and ("can" in says or "only" in says)
        return Part(int(numbers[0]), goods) if sure and "all" not in says else None
    sure = "only" not in says and ("can" in says or ("agree" in says and not goods))
    return Part(None, goods) if sure else None


def _words(text: str, words: Vocabulary) -> Iterator[Word]:
    """The words of a text with their meanings; a phrase counts as one word."""
    phrases = words.maker_answers.phrases
    tokens = tokens_of(keyed(text), suffixes=words.affixes.hyphenated)
    at = 0
    while at < len(tokens):
        plain = tuple(token.plain for token in tokens[at : at + 3])
        length = next((many for many in (3, 2) if len(plain) >= many and plain[:many] in phrases), 1)
        says = phrases.get(plain[:length]) or _meaning_of(tokens[at], words)
        if says:
            yield Word(says, _usual_spelling(tokens[at], words))
        at += length


def _meaning_of(token: Token, words: Vocabulary) -> Meaning | None:
    """The meaning of a word outside any phrase; None for punctuation."""
    if token.kind == "break" or token.plain in BETWEEN:
        return "between"
    if token.kind == "number" or token.plain in words.value:
        return "number"
    if token.kind != "word":
        return None
    packs = token.plain in words.units.pack or token.plain in words.units.count.get(1, ())
    return "beside" if packs else "goods"


def _usual_spelling(token: Token, words: Vocabulary) -> str:
    if token.plain in words.value:
        return str(words.value[token.plain])
    bare = token.plain.removesuffix("nya") if len(token.plain) > 5 else token.plain
    return words.spelled.get(bare, bare)
