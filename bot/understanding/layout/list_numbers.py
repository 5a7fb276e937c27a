"""List numbers in any style: `1.` `#1` `(1)` `a.` `(i)` `II.` `no 1`; bare ones in rows that count on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from bot.understanding.layout.blocks import Block, BlockKind, Layout
from bot.understanding.layout.rows import Row, whole
from bot.understanding.lexicon.vocabulary import Vocabulary
from bot.understanding.text.tokens import Token

OPENING = frozenset("([#")
CLOSING = frozenset(".)]:/-")
ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6, "vii": 7, "viii": 8, "ix": 9, "x": 10}
MOST = 99


@dataclass(frozen=True, slots=True)
class _Mark:
    """What may be the list number of a row: its number, how it is written, and its tokens.

    `bare`: nothing but the number tells that it is one; `boxed`: `[2]` may be a quantity too.
    """

    row: Row
    number: int
    style: tuple[str, str, str]
    length: int

    @property
    def bare(self) -> bool:
        return self.style[1:] == ("", "")

    @property
    def boxed(self) -> bool:
        return self.style[1] == "["


def take_list_numbers(layout: Layout, rows: Sequence[Row], vocabulary: Vocabulary) -> None:
    """Takes the list numbers out of the rows. What does not count on from row to row is none."""
    for run in _counting(rows, vocabulary):
        if not _are_list_numbers(run, vocabulary):
            continue
        for mark in run:
            tokens = mark.row.tokens[: mark.length]
            layout.blocks.append(Block(BlockKind.LIST_NUMBER, tokens[0].start, tokens[-1].end))
            mark.row.tokens = mark.row.tokens[mark.length :]
            mark.row.marked = True


def _are_list_numbers(run: Sequence[_Mark], vocabulary: Vocabulary) -> bool:
    """Whether marks that count on are list numbers, and no quantities.

    Bare ones and those in boxes are only where every row has its own quantity behind them; the others where
    there are several, or a number behind the only one.
    """
    own = [_has_number(mark, vocabulary) for mark in run]
    if len(run) == 1:
        return all(own) and run[0].style[1] == "" and run[0].style[2][:1] in {".", ")"}
    return all(own) or (run[0].number == 1 and not run[0].bare and not run[0].boxed)


def _has_number(mark: _Mark, vocabulary: Vocabulary) -> bool:
    return any(whole(one, vocabulary) is not None for one in mark.row.tokens[mark.length :])


def _counting(rows: Sequence[Row], vocabulary: Vocabulary) -> Iterator[list[_Mark]]:
    """The marks that count on by one, in the same style and depth; other rows may stand between."""
    open_runs: dict[tuple[tuple[str, str, str], int], list[_Mark]] = {}
    for row in rows:
        mark = _next(open_runs, _marks(row, vocabulary))
        if mark is None:
            continue
        key = (mark.style, row.indent)
        run = open_runs.get(key)
        if run and run[-1].number + 1 == mark.number:
            run.append(mark)
            continue
        if run:
            yield run
        open_runs[key] = [mark]
    yield from open_runs.values()


def _next(
    open_runs: Mapping[tuple[tuple[str, str, str], int], list[_Mark]], marks: Sequence[_Mark]
) -> _Mark | None:
    """Of several readings (`i.` is a letter or a Roman one) the one that counts on, else the lowest."""
    for one in marks:
        run = open_runs.get((one.style, one.row.indent))
        if run and run[-1].number + 1 == one.number:
            return one
    return min(marks, key=lambda one: one.number, default=None)


def _marks(row: Row, vocabulary: Vocabulary) -> list[_Mark]:
    """The readings of a row's first tokens as a list number."""
    tokens = row.tokens
    labels = vocabulary.layout.index
    named = tokens[0].plain in labels if tokens else False
    at = 1 if named or (tokens and tokens[0].text in OPENING) else 0
    if at and len(tokens) > 1 and tokens[1].plain in OPENING | {"."} and named:
        at = 2
    if len(tokens) <= at + 1:
        return []
    end = at + 1
    while end < len(tokens) and tokens[end].glued and tokens[end].text in CLOSING and end - at < 3:
        end += 1
    if end >= len(tokens) or (end > at + 1 and tokens[end].glued and tokens[end].kind == "number"):
        return []
    opening = "no" if named else tokens[0].text if at else ""
    closing = "".join(one.text for one in tokens[at + 1 : end])
    marks = [(number, kind) for number, kind in _numbers(tokens[at]) if _closed(kind, opening, closing)]
    return [_Mark(row, number, (kind, opening, closing), end) for number, kind in marks]


def _closed(kind: str, opening: str, closing: str) -> bool:
    """Whether the signs around a number or letter make it a mark."""
    if kind != "digits":
        return bool(closing) and closing[0] in ".)" and opening in ("", "(")
    if opening == "[" or opening == "(":
        return bool(closing)
    return True


def _numbers(token: Token) -> Iterator[tuple[int, str]]:
    """The numbers that a token may be in a list, each with its kind."""
    if token.kind == "number" and token.plain.isdigit() and 0 < int(token.plain[:9]) <= MOST:
        yield int(token.plain), "digits"
    if token.kind == "word" and token.plain in ROMAN:
        yield ROMAN[token.plain], "roman"
    if token.kind == "word" and len(token.plain) == 1 and "a" <= token.plain <= "z":
        yield ord(token.plain) - ord("a") + 1, "letter"
