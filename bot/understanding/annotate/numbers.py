"""Numbers as people write them: digits, fractions, and words of four languages."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

from bot.understanding.annotate.message import Message
from bot.understanding.lexicon.vocabulary import Vocabulary

_FRACTION = re.compile(r"(\d{1,2})/(\d{1,2})")
_DECIMAL = re.compile(r"(\d{1,3})[.,](\d{1,2})")
_THOUSANDS = re.compile(r"\d{1,3}(?:[.,]\d{3})+")
MOST_DIGITS = 9


@dataclass(frozen=True, slots=True)
class Number:
    """A number of the tokens from `start` to `end`; `spelled` when it is written in words.

    `value` is None for what looks like a number but is none: a time, a phone, an article number.
    """

    start: int
    end: int
    value: Fraction | None
    spelled: bool = False


def number_at(message: Message, at: int) -> Number | None:
    """The number that begins with this token, else None."""
    if message.kind(at) == "number":
        return _digits(message, at)
    return _spelled(message, at)


def _digits(message: Message, at: int) -> Number:
    value = written(message.plain(at))
    follows = message.kind(at + 1) == "number" and value is not None and value.denominator == 1
    if follows and (part := written(message.plain(at + 1))) is not None and part < 1:
        return Number(at, at + 2, Fraction(value or 0) + part)  # "1 1/2"
    return Number(at, at + 1, value)


def written(digits: str) -> Fraction | None:
    """The value of digits; dots and commas separate thousands or decimals. None if they are no number."""
    if digits.isdigit():
        is_code = len(digits) > MOST_DIGITS or (len(digits) > 2 and digits.startswith("0"))
        return None if is_code else Fraction(int(digits))
    if match := _FRACTION.fullmatch(digits):
        return Fraction(int(match[1]), int(match[2])) if int(match[2]) else None
    if _THOUSANDS.fullmatch(digits):
        return Fraction(int(re.sub("[.,]", "", digits)))
    if match := _DECIMAL.fullmatch(digits):
        return Fraction(f"{match[1]}.{match[2]}")
    return None


def _spelled(message: Message, at: int) -> Number | None:
    words = message.vocabulary
    word = message.plain(at)
    if word in words.numbers.also_goods and _stands_for_goods(message, at):
        return None
    if word in words.part:
        return Number(at, at + 1, words.part[word], spelled=True)
    first = words.value.get(word)
    combining = words.numbers.combining.get(word)
    multiplied = _multiplied(message, at + 1, combining if combining is not None else first)
    if multiplied is not None:
        return _with_ones(message, at, multiplied)
    if first is not None:
        tens = 20 <= first < 100 and first % 10 == 0
        return _with_ones(message, at, (at + 1, first, tens))
    return _combined(message, at, combining)


def _stands_for_goods(message: Message, at: int) -> bool:
    """`the savoury one`: here `one` stands for goods and is no number."""
    before = message.kind(at - 1) == "word" and not message.says_at(
        at - 1, "order", "and", "for", "to", "add"
    )
    return before and message.kind(at + 1) != "word" and number_at(message, at - 1) is None


def _combined(message: Message, at: int, combining: int | None) -> Number | None:
    """`telung bungkus`: a form that is used only before the word it counts."""
    unit = message.plain(at + 1)
    units = message.vocabulary.units
    follows = unit in units.pieces or unit in units.weights or unit in units.unsure
    if combining is None or (combining == 1 and not follows):
        return None
    return Number(at, at + 1, Fraction(combining), spelled=True)


def _multiplied(message: Message, at: int, first: int | None) -> tuple[int, int, bool] | None:
    """`dua puluh`, `kalih welas`, `rong atus`: its end, its value, and whether ones may follow."""
    numbers, word = message.vocabulary.numbers, message.plain(at)
    if first is None or not 1 <= first <= 9:
        return None
    if word in numbers.teens:
        return at + 1, first + 10, False
    if word in numbers.tens:
        return at + 1, first * 10, True
    if word in numbers.hundreds:
        return at + 1, first * 100, True
    return None


def _with_ones(message: Message, start: int, multiplied: tuple[int, int, bool]) -> Number:
    end, value, ones_may_follow = multiplied
    ones = message.vocabulary.value.get(message.plain(end)) if ones_may_follow else None
    if ones is not None and ones < 10 and message.plain(end) not in message.vocabulary.numbers.also_and:
        return Number(start, end + 1, Fraction(value + ones), spelled=True)
    return Number(start, end, Fraction(value), spelled=True)


def is_number_word(vocabulary: Vocabulary, word: str) -> bool:
    """Whether the word is a number or a part of one."""
    numbers = vocabulary.numbers
    parts = numbers.teens | numbers.tens | numbers.hundreds | numbers.thousands
    return word in vocabulary.value or word in numbers.combining or word in vocabulary.part or word in parts
