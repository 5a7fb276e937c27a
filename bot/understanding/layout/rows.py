"""The lines of a message with their tokens."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from bot.understanding.lexicon.vocabulary import Vocabulary
from bot.understanding.text.tokens import Token

BULLETS = frozenset("-*•·◦‣▪▫●○■□+~>✓✔☑☐✅❌🔸🔹➡→")
MOST_DIGITS = 9
_TAB = 4
_GROUPED = re.compile(r"\d{1,3}(?:[.,]\d{3}){1,3}")

COLONS = frozenset({":", "="})
"""Signs between a label and its value."""


@dataclass(slots=True)
class Row:
    """A line of a message: what is left of its tokens, and how deep it is indented.

    `parted`: a blank line stands before it. `ends_with`: the token of its line end; None joins it with the
    next row.
    """

    start: int
    end: int
    indent: int
    parted: bool
    tokens: list[Token]
    ends_with: Token | None = None
    marked: bool = False
    """Whether it had a list number, or is a row of a table or a receipt."""

    def bulleted(self) -> bool:
        """Whether it begins with a sign for an item, or had a list number."""
        return self.marked or bool(self.tokens and self.tokens[0].text in BULLETS)

    def words(self) -> list[Token]:
        """Its words."""
        return [one for one in self.tokens if one.kind == "word"]

    def numbers(self) -> list[Token]:
        """Its numbers in digits."""
        return [one for one in self.tokens if one.kind == "number"]


def rows_of(text: str, tokens: Sequence[Token]) -> list[Row]:
    """The lines that are not empty."""
    found: list[Row] = []
    line: list[Token] = []
    parted = False
    for token in tokens:
        if token.kind != "break":
            line.append(token)
            continue
        if line:
            found.append(_row(text, line, parted, token))
        parted, line = token.text.replace("\r\n", "\n").count("\n") > 1, []
    return [*found, _row(text, line, parted, None)] if line else found


def _row(text: str, tokens: list[Token], parted: bool, ends_with: Token | None) -> Row:
    start = text.rfind("\n", 0, tokens[0].start) + 1
    indent = sum(_TAB if sign == "\t" else 1 for sign in text[start : tokens[0].start])
    return Row(start, tokens[-1].end, indent, parted, tokens, ends_with)


def tokens_of_rows(rows: Iterable[Row]) -> list[Token]:
    """The tokens of all rows with their line ends."""
    found: list[Token] = []
    for row in rows:
        if row.tokens:
            found += row.tokens
            found += [row.ends_with] if row.ends_with is not None else []
    return found


def put_in(number: int, at: int) -> Token:
    """A number that nobody typed, at a place of the text."""
    return Token(str(number), at, at, str(number), "number", glued=False)


def valued(token: Token, number: int) -> Token:
    """The token with another number."""
    return replace(token, plain=str(number), kind="number")


def whole(token: Token, vocabulary: Vocabulary) -> int | None:
    """The whole number that a token is, in digits or words."""
    if token.kind == "number" and token.plain.isdigit() and len(token.plain) <= MOST_DIGITS:
        return int(token.plain)
    return vocabulary.value.get(token.plain) if token.kind == "word" else None


def grouped(token: Token) -> bool:
    """Whether digits stand in groups: `15.000`, `1,250,000`."""
    return token.kind == "number" and _GROUPED.fullmatch(token.plain) is not None


def money(token: Token) -> bool:
    """Whether digits look like a sum: `15.000`, `24000`."""
    return grouped(token) or (token.kind == "number" and token.plain.isdigit() and len(token.plain) > 3)


def figure(token: Token) -> int | None:
    """The value of digits with or without signs between thousands; None for other tokens."""
    digits = token.plain.replace(".", "").replace(",", "") if grouped(token) else token.plain
    return int(digits) if token.kind == "number" and digits.isdigit() and len(digits) <= MOST_DIGITS else None
