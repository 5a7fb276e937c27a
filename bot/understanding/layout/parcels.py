"""`Parsel A × 2 isi: …`: what is in a parcel of which several are wanted, so many times."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.understanding.layout.blocks import Block, BlockKind, Layout
from bot.understanding.layout.nesting import below
from bot.understanding.layout.rows import COLONS, Row, put_in, valued, whole
from bot.understanding.lexicon.vocabulary import Vocabulary
from bot.understanding.text.tokens import Token

TIMES = frozenset({"x", "×", "*"})
MOST_OF_HEAD = 14
MOST = 99
COMMAS = frozenset(",;+&")


@dataclass(frozen=True, slots=True)
class _Parcel:
    """The head of a parcel: its row, behind which token its contents begin, and how many are wanted."""

    at: int
    end: int
    times: int


def take_parcels(layout: Layout, rows: Sequence[Row], vocabulary: Vocabulary) -> None:
    """Multiplies the contents of each parcel, and takes its head out of the rows."""
    for row in rows:
        _take_own_number(layout, row, vocabulary)
    for parcel in [*_parcels(rows, vocabulary)]:
        row = rows[parcel.at]
        head, behind = row.tokens[: parcel.end], row.tokens[parcel.end :]
        if behind:
            row.tokens = _multiplied(behind, parcel.times, vocabulary)
        else:
            said = head[-1].plain in COLONS or any(one.plain in vocabulary.layout.contents for one in head)
            items = _contents(rows, parcel.at, vocabulary) if said else below(rows, parcel.at)
            if not items:
                continue
            row.tokens = []
            for item in items:
                item.tokens = _multiplied(item.tokens, parcel.times, vocabulary)
        layout.blocks.append(Block(BlockKind.PARCEL, head[0].start, head[-1].end, f"× {parcel.times}"))


def _take_own_number(layout: Layout, row: Row, vocabulary: Vocabulary) -> None:
    """`Paket 2: …`: the number of the parcel."""
    words = [one.plain for one in row.tokens[:3]]
    named = len(words) == 3 and words[0] in vocabulary.layout.parcels
    if named and words[1].isdigit() and words[2] in COLONS:
        layout.blocks.append(Block(BlockKind.LIST_NUMBER, row.tokens[0].start, row.tokens[2].end))
        row.tokens = row.tokens[3:]


def _parcels(rows: Sequence[Row], vocabulary: Vocabulary) -> Iterator[_Parcel]:
    for at, row in enumerate(rows):
        end = _end_of_head(row, vocabulary)
        head = row.tokens[:end]
        if not _is_head(head, vocabulary):
            continue
        times = _times(head, vocabulary)
        if times is not None and 0 < times <= MOST:
            yield _Parcel(at, end, times)


def _is_head(head: Sequence[Token], vocabulary: Vocabulary) -> bool:
    """Whether a row begins with a parcel: `saya mau 3 parsel isi:`, not `rempah kering 1 paket`."""
    for token in head:
        if token.plain in vocabulary.layout.parcels:
            return True
        says = vocabulary.word_says(token.plain)
        if token.kind == "word" and whole(token, vocabulary) is None and (not says or "goods" in says):
            return False
    return False


def _end_of_head(row: Row, vocabulary: Vocabulary) -> int:
    """Behind the colon of a head, or the last word for what is in it; all of a short row without either."""
    said = 0
    for at, token in enumerate(row.tokens[: MOST_OF_HEAD + 1]):
        if token.plain in COLONS:
            return at + 1
        if token.plain in vocabulary.layout.contents:
            said = at + 1
    return said or (len(row.tokens) if len(row.tokens) <= MOST_OF_HEAD else 0)


def _times(head: Sequence[Token], vocabulary: Vocabulary) -> int | None:
    """How many parcels: the only number of the head, if it counts them and is not the parcel's own number.

    `Paket 2: …` has that number; `Paket 2 isi: …`, `Paket B × 2`, `3 parsel`, `Parsel A (2 buah)` count.
    """
    numbers = [at for at, one in enumerate(head) if whole(one, vocabulary) is not None]
    if len(numbers) != 1:
        return None
    at = numbers[0]
    before = head[at - 1].plain if at else ""
    after = head[at + 1].plain if at + 1 < len(head) else ""
    counts = before in TIMES or after in TIMES or after in vocabulary.units.pieces
    counts = counts or after in vocabulary.layout.parcels | vocabulary.layout.contents or "(" in before
    in_brackets = any(one.text == "(" for one in head[:at])
    return whole(head[at], vocabulary) if counts or in_brackets else None


def _contents(rows: Sequence[Row], at: int, vocabulary: Vocabulary) -> list[Row]:
    """The rows below a head: those that hang on it, else all with a number up to a blank line."""
    if hanging := below(rows, at):
        return hanging
    found: list[Row] = []
    for row in rows[at + 1 :]:
        if row.parted or not any(whole(one, vocabulary) is not None for one in row.tokens):
            break
        if any(one.plain in vocabulary.layout.parcels for one in row.tokens):
            break
        found.append(row)
    return found


def _multiplied(tokens: Sequence[Token], times: int, vocabulary: Vocabulary) -> list[Token]:
    """The tokens with each quantity so many times; goods without one get it."""
    found: list[Token] = []
    for part in _parts(tokens):
        counts = [at for at, one in enumerate(part) if _is_count(part, at, vocabulary)]
        for at in counts:
            part[at] = valued(part[at], (whole(part[at], vocabulary) or 0) * times)
        if not counts and any(one.kind == "word" for one in part):
            last = max(at for at, one in enumerate(part) if one.kind == "word")
            part.insert(last + 1, put_in(times, part[last].end))
        found += part
    return found


def _parts(tokens: Sequence[Token]) -> Iterator[list[Token]]:
    """The items between commas, each with the comma behind it."""
    part: list[Token] = []
    for token in tokens:
        part.append(token)
        if token.text in COMMAS:
            yield part
            part = []
    yield part


def _is_count(part: Sequence[Token], at: int, vocabulary: Vocabulary) -> bool:
    after = part[at + 1].plain if at + 1 < len(part) else ""
    weighed = after in vocabulary.units.weights or after in vocabulary.units.volumes
    return whole(part[at], vocabulary) is not None and not weighed
