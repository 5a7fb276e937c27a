"""Splits a message into tokens: words, numbers, signs, flags and line ends, each with its place."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Literal

from bot.core.plain_text import WORD, plain_word

Kind = Literal["word", "number", "sign", "break", "flag"]
_PARTS = re.compile(
    r"(?P<flag>[\U0001F1E6-\U0001F1FF]{2})"
    r"|(?P<number>\d+(?:[.,:]\d+)*(?:/\d+)?)"
    rf"|(?P<word>{WORD})"
    r"|(?P<break>[\r\n]+)"
    r"|(?P<sign>\S)"
)
_FEELINGS = re.compile(
    "[\u2600-\u260f\u2613-\u26ff\u2728\u270a-\u270d\u2763\u2764\u2b50"
    "\U0001f300-\U0001f537\U0001f53a-\U0001f6aa\U0001f6ac-\U0001f6ff\U0001f900-\U0001faff]"
)
"""Faces, hands, hearts and pictures; no ticks, crosses, arrows, list signs and prohibitions."""
_SAY_NO = frozenset("👎🙅")


@dataclass(frozen=True, slots=True)
class Token:
    """A part of the message from `start` to `end`; `plain` is its normal form, for comparison.

    `glued`: it follows the token before without a gap.
    """

    text: str
    start: int
    end: int
    plain: str
    kind: Kind
    glued: bool


def tokens_of(text: str, doubled: Collection[str] = (), suffixes: Collection[str] = ()) -> list[Token]:
    """The tokens of a text.

    A `2` glued to one of the `doubled` words repeats the word (`masing2`). One of the `suffixes` behind a
    hyphen belongs to the word before it (`order-anku`).
    """
    found: list[Token] = []
    hyphen = -1
    for token in _parts(text):
        if token.kind == "sign" and token.text == "-" and _between_letters(text, token):
            hyphen = token.end
            continue
        if (
            token.kind == "word"
            and token.start == hyphen
            and found
            and _of_one_word(found[-1], token, suffixes)
        ):
            token = _joined(found.pop(), token)
        if token.kind == "number" and len(found) > 1 and _said_twice(found):
            twice, word = found.pop(), found.pop()
            found.append(Token(word.text + "2", word.start, twice.end, word.plain, "word", word.glued))
        if token.kind == "word" and token.glued and token.plain in suffixes and _repeated(found):
            twice, word = found.pop(), found.pop()
            both = f"{word.text}{twice.text}{token.text}"
            plain = f"{word.plain}2{token.plain}" if word.plain in doubled else word.plain
            token = Token(both, word.start, token.end, plain, "word", word.glued)
        if token.text == "2" and token.glued and found and found[-1].plain in doubled:
            last = found.pop()
            both = last.text + token.text
            token = Token(both, last.start, token.end, last.plain + "2", "word", last.glued)
        found.append(token)
    return _without_feelings(found)


def _without_feelings(tokens: list[Token]) -> list[Token]:
    """Without the faces and hearts that close a line: `yang ayam jangan 🙏` says the same without."""
    found: list[Token] = []
    for token in tokens:
        if token.kind == "break":
            _drop_feelings(found)
        found.append(token)
    _drop_feelings(found)
    return found


def _drop_feelings(found: list[Token]) -> None:
    """Takes them off the end; a line of nothing else stays: `👍` is an answer."""
    last = len(found)
    while last and _is_feeling(found[last - 1]):
        last -= 1
    if last and found[last - 1].kind != "break":
        del found[last:]


def _is_feeling(token: Token) -> bool:
    return token.kind == "sign" and token.text not in _SAY_NO and bool(_FEELINGS.match(token.text))


def _of_one_word(first: Token, second: Token, suffixes: Collection[str]) -> bool:
    """`order-anku` and `T-shirt` are one word."""
    return first.kind == "word" and (len(first.plain) == 1 or second.plain in suffixes)


def _joined(first: Token, second: Token) -> Token:
    both = first.plain + second.plain
    return Token(f"{first.text}{second.text}", first.start, second.end, both, "word", first.glued)


def _said_twice(found: list[Token]) -> bool:
    """`enting2 5`: the number behind it shows that the `2` repeats the word."""
    word, two = found[-2:]
    return two.text == "2" and two.glued and word.kind == "word" and len(word.plain) > 3


def _repeated(found: list[Token]) -> bool:
    """The `sambal2` of `sambal2an`."""
    last = found[-2:]
    return len(last) == 2 and last[1].text == "2" and last[1].glued and last[0].kind == "word"


def _parts(text: str) -> Iterator[Token]:
    end = -1
    for match in _PARTS.finditer(text):
        kind: Kind = match.lastgroup  # type: ignore[assignment]
        yield Token(match[0], match.start(), match.end(), plain_word(match[0]), kind, match.start() == end)
        end = match.end()


def _between_letters(text: str, token: Token) -> bool:
    around = text[max(token.start - 1, 0) : token.start] + text[token.end : token.end + 1]
    return len(around) == 2 and around.isalpha()
