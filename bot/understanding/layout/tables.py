"""Tables: pasted columns between tabs, `|`, `;` or many blanks, with or without a head."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise, takewhile

from bot.understanding.layout.blocks import Block, BlockKind, Layout
from bot.understanding.layout.columns import DASHES, Cell, Column, inferred, named
from bot.understanding.layout.rows import Row, put_in, valued, whole
from bot.understanding.lexicon.vocabulary import Vocabulary
from bot.understanding.text.tokens import Token

_RULE = re.compile(r"[\s|+:=_-]*")
_BETWEEN = {
    "\t": re.compile("\t"),
    "|": re.compile(r"\|"),
    ";": re.compile(";"),
    " ": re.compile(r"\t| {2,}"),
}
MOST_COLUMNS = 8


@dataclass(frozen=True, slots=True)
class _Line:
    """A row of a table with its cells; each cell has the tokens that stand in it."""

    row: Row
    cells: tuple[tuple[Token, ...], ...]


def take_tables(text: str, layout: Layout, rows: list[Row], vocabulary: Vocabulary) -> None:
    """Leaves of each table its goods and how many of them; heads, prices and sums go out of the rows."""
    taken: set[int] = set()
    for sign in _BETWEEN:
        left = [row for row in rows if row.start not in taken]
        for lines in [*_tables(text, left, sign)]:
            if _take(layout, lines, vocabulary):
                taken.update(line.row.start for line in lines)


def _tables(text: str, rows: Sequence[Row], sign: str) -> Iterator[list[_Line]]:
    """The runs of rows that this sign divides into at least two cells; ruled lines may stand between."""
    run: list[_Line] = []
    for row in rows:
        line = text[row.start : row.end]
        if not row.tokens or (run and _RULE.fullmatch(line)):
            continue
        cells = _cells(text, row, sign)
        if len(cells) > 1 and not (row.parted and run):
            run.append(_Line(row, cells))
            continue
        if len(run) > 1:
            yield run
        run = [_Line(row, cells)] if len(cells) > 1 else []
    if len(run) > 1:
        yield run


def _cells(text: str, row: Row, sign: str) -> tuple[tuple[Token, ...], ...]:
    """The cells of a row; of many blanks those before the first word divide nothing."""
    line = text[row.start : row.end]
    edges = [0]
    for match in _BETWEEN[sign].finditer(line):
        if sign == " " and not line[: match.start()].strip():
            continue
        edges.append(match.end())
    if sign == "|" and len(edges) > 1:
        edges = edges[1:] if not line[: edges[1] - 1].strip() else edges
        edges = edges[:-1] if not line[edges[-1] :].strip() else edges
    if len(edges) > MOST_COLUMNS:
        return ()
    bounds = [*edges, len(line) + 1]
    return tuple(
        tuple(one for one in row.tokens if begin <= one.start - row.start < end and one.text != sign)
        for begin, end in pairwise(bounds)
    )


def _take(layout: Layout, lines: list[_Line], vocabulary: Vocabulary) -> bool:
    """Whether the rows are a table; if so, takes it."""
    heads = _heads(lines[0], vocabulary)
    if heads is None and _take_people(layout, lines, vocabulary):
        return True
    body = lines[1:] if heads else lines
    width = len(heads) if heads else len(lines[0].cells)
    sums = [line for line in body if _is_sum(line, vocabulary)]
    body = [line for line in body if line not in sums]
    if not body or any(len(line.cells) > width for line in body):
        return False
    padded = [[*line.cells, *[()] * (width - len(line.cells))] for line in body]
    columns = inferred(padded, heads or [None] * width, vocabulary)
    if columns is None:
        return False
    start, end = lines[0].row.start, lines[-1].row.end
    layout.blocks.append(Block(BlockKind.TABLE, start, end, ", ".join(columns)))
    if heads:
        _drop(layout, BlockKind.TABLE_HEAD, lines[0])
    for line in sums:
        _drop(layout, BlockKind.TABLE_SUM, line)
    for line, cells in zip(body, padded, strict=True):
        _keep(layout, line, cells, columns, vocabulary)
    return True


def _heads(line: _Line, vocabulary: Vocabulary) -> list[Column | None] | None:
    """What the cells of a head say; None if the row is none."""
    said = [named(cell, vocabulary) for cell in line.cells]
    numbers = any(one.kind == "number" for cell in line.cells for one in cell)
    short = all(len(cell) <= 4 for cell in line.cells)
    return said if sum(one is not None for one in said) > 1 and short and not numbers else None


def _is_sum(line: _Line, vocabulary: Vocabulary) -> bool:
    """`Total | 6 |`, `  | Jumlah | 3`: no goods, only a word for a sum and numbers."""
    words = [one.plain for one in line.row.tokens if one.kind == "word"]
    heads = vocabulary.layout
    sums = heads.sum | heads.count | heads.price | vocabulary.before_money
    return bool(words) and sums.issuperset(words)


def _drop(layout: Layout, kind: BlockKind, line: _Line) -> None:
    layout.blocks.append(Block(kind, line.row.start, line.row.end))
    line.row.tokens = []


def _keep(
    layout: Layout, line: _Line, cells: Sequence[Cell], columns: Sequence[Column], vocabulary: Vocabulary
) -> None:
    """Goods, how many, and remarks behind it without their numbers. No number under "how many" is none."""
    kept: list[Token] = []
    for at, (cell, column) in enumerate(zip(cells, columns, strict=True)):
        if column is Column.COUNT:
            kept += cell
        elif column is Column.GOODS:
            kept += [one for place, one in enumerate(cell) if not _is_size(cell, place, vocabulary)]
        elif column is Column.OTHER or (column is Column.NOTE and Column.COUNT in columns[:at]):
            kept += [one for one in cell if one.kind == "word"]
        elif cell:
            layout.blocks.append(Block(BlockKind.COLUMN, cell[0].start, cell[-1].end, column))
        if column is Column.COUNT and not any(one.kind in ("number", "word") for one in cell):
            kept = [one for one in kept if one not in cell]
            kept.append(put_in(0, kept[-1].end if kept else line.row.start))
    line.row.tokens, line.row.marked = kept, True


def _is_size(cell: Cell, at: int, vocabulary: Vocabulary) -> bool:
    """A number beside the name of goods, `Blangkon uk 57`, no weight nor part of a code, and its label."""
    after = cell[at + 1] if at + 1 < len(cell) else None
    if "number_label" in vocabulary.word_says(cell[at].plain):
        return after is not None and after.kind == "number"
    weighed = after is not None and after.plain in vocabulary.units.weights
    return cell[at].kind == "number" and not cell[at].glued and not weighed


def _take_people(layout: Layout, lines: list[_Line], vocabulary: Vocabulary) -> bool:
    """A column for each person: the goods of a row are as many as all of them together."""
    names = [cell for cell in lines[0].cells if cell]
    body = lines[1:]
    if len(names) < 2 or any(len(name) > 2 or name[0].kind != "word" for name in names):
        return False
    split = [_goods_and_numbers(line.row.tokens, vocabulary) for line in body]
    if any(not goods or len(numbers) != len(names) for goods, numbers in split):
        return False
    if any(named(name, vocabulary) for name in names) or not body:
        return False
    _drop(layout, BlockKind.TABLE_HEAD, lines[0])
    layout.blocks.append(
        Block(BlockKind.TABLE, body[0].row.start, body[-1].row.end, "a column for each person")
    )
    for line, (goods, numbers) in zip(body, split, strict=True):
        many = sum(whole(one, vocabulary) or 0 for one in numbers)
        line.row.tokens, line.row.marked = [*goods, valued(numbers[0], many)], True
    return True


def _goods_and_numbers(tokens: Sequence[Token], vocabulary: Vocabulary) -> tuple[Cell, Cell]:
    """The words at the head of a row, and the numbers or dashes behind them; nothing if there is more."""
    goods = [*takewhile(lambda one: one.kind == "word" and whole(one, vocabulary) is None, tokens)]
    rest = [one for one in tokens[len(goods) :] if one.text != "|"]
    fine = all(whole(one, vocabulary) is not None or one.text in DASHES for one in rest)
    return (goods, rest) if fine else ((), ())
