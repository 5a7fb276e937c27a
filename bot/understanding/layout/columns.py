"""What the columns of a table hold: goods, how many, a price, a sum, a number of the row, a remark."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from itertools import permutations

from bot.understanding.layout.rows import figure, money, whole
from bot.understanding.lexicon.vocabulary import Vocabulary
from bot.understanding.text.tokens import Token

Cell = Sequence[Token]
DASHES = frozenset({"-", "--", "x"})


class Column(StrEnum):
    """What a column or a field holds."""

    GOODS = "goods"
    COUNT = "count"
    PRICE = "price"
    SUM = "sum"
    INDEX = "index"
    NOTE = "note"
    OTHER = "other"


def named(cell: Cell, vocabulary: Vocabulary) -> Column | None:
    """What the words of a head or a label say: `Harga satuan`, `Qty`; None for other words.

    `Jumlah harga` is a sum: how many and price together.
    """
    words = {one.plain for one in cell if one.kind == "word"}
    known = vocabulary.layout
    if words & known.count and words & known.price:
        return Column.SUM
    for column, said in (
        (Column.PRICE, known.price),
        (Column.COUNT, known.count),
        (Column.GOODS, known.goods),
        (Column.SUM, known.sum),
        (Column.INDEX, known.index),
        (Column.NOTE, known.note),
    ):
        if words & said:
            return column
    return None


def is_number(cell: Cell, vocabulary: Vocabulary) -> bool:
    """Whether a cell holds one number, perhaps with a unit or a currency, or a dash, or nothing."""
    words = [one for one in cell if one.kind == "word" and whole(one, vocabulary) is None]
    if not cell or "".join(one.text for one in cell) in DASHES:
        return True
    numbers = [one for one in cell if one.kind == "number" or whole(one, vocabulary) is not None]
    units = vocabulary.units.pieces.keys() | vocabulary.units.unsure | vocabulary.before_money | {"x"}
    return len(numbers) == 1 and all(one.plain in units for one in words)


def inferred(
    table: Sequence[Sequence[Cell]], heads: Sequence[Column | None], vocabulary: Vocabulary
) -> list[Column] | None:
    """The columns of a table by their heads and their numbers; None if how many there are is unclear."""
    width = len(heads)
    numeric = [at for at in range(width) if all(is_number(row[at], vocabulary) for row in table)]
    columns = [one or Column.OTHER for one in heads]
    texts = [at for at in range(width) if at not in numeric]
    if Column.GOODS not in columns and texts:
        unnamed = [at for at in texts if heads[at] is None]
        columns[unnamed[0] if unnamed else texts[0]] = Column.GOODS
    if Column.GOODS not in columns or columns.index(Column.GOODS) in numeric:
        return None
    goods = columns.index(Column.GOODS)
    _index(table, columns, numeric, goods)
    counts = _counts(table, columns, heads, numeric)
    if len(counts) != 1:
        return None
    for at in range(width):
        if columns[at] is Column.COUNT or (at in numeric and columns[at] is Column.OTHER):
            columns[at] = Column.PRICE
    columns[counts[0]] = Column.COUNT
    return columns


def _index(
    table: Sequence[Sequence[Cell]], columns: list[Column], numeric: Sequence[int], goods: int
) -> None:
    """A first column that counts 1, 2, 3 is the number of the row, if another one can be how many."""
    if columns[0] is not Column.OTHER or 0 not in numeric or goods == 0:
        return
    values = [_value(row[0]) for row in table]
    others = [at for at in numeric if at and columns[at] in (Column.OTHER, Column.COUNT)]
    if others and values == [*range(1, len(values) + 1)]:
        columns[0] = Column.INDEX


def _counts(
    table: Sequence[Sequence[Cell]],
    columns: Sequence[Column],
    heads: Sequence[Column | None],
    numeric: Sequence[int],
) -> list[int]:
    """The columns that may say how many: by reckoning, by their heads, or as the only small numbers."""
    open_ones = [at for at in numeric if columns[at] in (Column.OTHER, Column.COUNT, Column.SUM)]
    reckoned = _reckoned(table, [at for at in numeric if columns[at] is not Column.INDEX])
    if reckoned is not None and reckoned in open_ones:
        return [reckoned]
    said = [at for at in range(len(columns)) if heads[at] is Column.COUNT]
    if len(said) == 1:
        return said
    small = [at for at in said or open_ones if not any(money(one) for row in table for one in row[at])]
    if len(small) < 2 or said:
        return small[:1]
    values = {at: [_value(row[at]) for row in table] for at in small}
    ordered = sorted(small, key=lambda at: max(values[at]))
    least, next_least = values[ordered[0]], values[ordered[1]]
    return ordered[:1] if max(least) < min(next_least) else ordered


def _reckoned(table: Sequence[Sequence[Cell]], numeric: Sequence[int]) -> int | None:
    """The column that, times another one, gives a third in every row: of both the one of smaller numbers."""
    filled = [[_value(row[at]) for at in numeric] for row in table if all(row[at] for at in numeric)]
    if len(filled) < 2:
        return None
    columns = [*zip(*filled, strict=True)]
    for one, other, total in permutations(range(len(numeric)), 3):
        smaller = max(columns[one]) < min(columns[other])
        if smaller and all(row[one] * row[other] == row[total] for row in filled):
            return numeric[one]
    return None


def _value(cell: Cell) -> int:
    return next((value for one in cell if (value := figure(one)) is not None), 0)
