"""Forms: goods and how many of them in fields of their own, and addresses that go on below their label."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from bot.understanding.layout.blocks import Block, BlockKind, Layout
from bot.understanding.layout.columns import Column, named
from bot.understanding.layout.rows import COLONS, Row, put_in
from bot.understanding.lexicon.vocabulary import Vocabulary
from bot.understanding.text.tokens import Token

MOST_OF_LABEL = 4
NONE = frozenset({"-", "n", "x", "--"})
LABELS = frozenset({"person_label", "phone_label", "address_label", "order_label", "other_label"})


def take_forms(layout: Layout, rows: Sequence[Row], vocabulary: Vocabulary) -> None:
    """Joins `Produk: karak` and `Jumlah: 4` into one row, and marks what belongs to an address."""
    _take_records(layout, rows, vocabulary)
    _fill_empty_fields(layout, rows, vocabulary)
    for first, last in _addresses(rows, vocabulary):
        layout.blocks.append(Block(BlockKind.ADDRESS, first.start, last.end, "below its label"))


def field_of(row: Row) -> tuple[Sequence[Token], Sequence[Token]] | None:
    """The label and the value of a field; None for another row."""
    for at, token in enumerate(row.tokens[: MOST_OF_LABEL + 1]):
        if token.plain in COLONS:
            return (row.tokens[:at], row.tokens[at + 1 :]) if at else None
    return None


def _take_records(layout: Layout, rows: Sequence[Row], vocabulary: Vocabulary) -> None:
    for record in _records(rows, vocabulary):
        goods, count = record[0], record[-1]
        fields = [field_of(row) for row in record]
        value, many = (one[1] if one else () for one in (fields[0], fields[-1]))
        layout.blocks.append(Block(BlockKind.FORM, goods.start, count.end))
        for row in record[1:-1]:
            row.tokens = []
        is_none = not many or many[0].plain in NONE
        goods.tokens, count.tokens = [*value], [put_in(0, count.end)] if is_none else [*many]
        if _is_nothing(value):
            count.tokens = []
        goods.ends_with = None if goods.tokens else goods.ends_with


def _fill_empty_fields(layout: Layout, rows: Sequence[Row], vocabulary: Vocabulary) -> None:
    """`Karak: 3 / Brem: / Tujuan: Kuwait`: what is left empty among quantities, and heads no list."""
    for (before, row), after in zip(pairwise(rows), [*rows[2:], None], strict=False):
        counted = field_of(before)
        last = row.tokens[-1] if row.tokens else None
        if last is None or last.plain not in COLONS or len(row.tokens) > MOST_OF_LABEL or row.parted:
            continue
        is_count = counted is not None and _is_count(counted[1])
        ends = after is None or after.parted or _names_no_goods(after, vocabulary)
        if is_count and ends and not label_of(row, vocabulary) and named(row.tokens, vocabulary) is None:
            layout.blocks.append(Block(BlockKind.FORM, row.start, row.end, "left empty"))
            row.tokens.append(put_in(0, row.end))


def _is_count(value: Sequence[Token]) -> bool:
    return len(value) == 1 and (value[0].kind == "number" or value[0].plain in NONE)


def _names_no_goods(row: Row, vocabulary: Vocabulary) -> bool:
    field = field_of(row)
    said = frozenset().union(*(vocabulary.word_says(one.plain) for one in field[0])) if field else frozenset()
    return bool(label_of(row, vocabulary) or "to" in said)


def _is_nothing(value: Sequence[Token]) -> bool:
    return not any(one.kind == "word" for one in value)


def _records(rows: Sequence[Row], vocabulary: Vocabulary) -> Iterator[list[Row]]:
    """The rows from a field with one product to the field with how many; only prices and the like between."""
    open_record: list[Row] = []
    for row in rows:
        field = field_of(row)
        said = named(field[0], vocabulary) if field else None
        if field and said is Column.GOODS and not any(one.kind == "number" for one in field[1]):
            open_record = [row]
        elif said is Column.COUNT and open_record:
            yield [*open_record, row]
            open_record = []
        elif said in (Column.PRICE, Column.SUM, Column.INDEX) and open_record:
            open_record.append(row)
        else:
            open_record = []


def _addresses(rows: Sequence[Row], vocabulary: Vocabulary) -> Iterator[tuple[Row, Row]]:
    """The rows below the label of an address up to the next field, where goods have a field of their own."""
    labels = [label_of(row, vocabulary) for row in rows]
    has_goods_field = any("order_label" in one for one in labels)
    for at, said in enumerate(labels):
        field = field_of(rows[at])
        if "address_label" not in said or field is None or (field[1] and not has_goods_field):
            continue
        below = []
        for row, label in zip(rows[at + 1 :], labels[at + 1 :], strict=True):
            if label or row.parted or row.bulleted():
                break
            below.append(row)
        if below:
            yield below[0], below[-1]


def label_of(row: Row, vocabulary: Vocabulary) -> frozenset[str]:
    """What the label of a row is for; empty for a row without one."""
    field = field_of(row)
    if field is None:
        return frozenset()
    return frozenset().union(*(vocabulary.word_says(one.plain) for one in field[0])) & LABELS
