"""Headings with their items: below them, in brackets, or behind a colon or an arrow."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.understanding.layout.blocks import Block, BlockKind, Group, Layout
from bot.understanding.layout.rows import BULLETS, Row
from bot.understanding.text.tokens import Token

MOST_WORDS = 3
COMMAS = frozenset(",;/&+")
Span = tuple[int, int]


def find_groups(layout: Layout, rows: Sequence[Row]) -> None:
    """Notes each heading with its items. Whether both together name goods is for the catalogue to say."""
    for group in [*_below(rows), *(group for row in rows for group in _inline(row))]:
        layout.groups.append(group)
        layout.blocks.append(Block(BlockKind.LIST, group.head[0], group.items[-1][1]))


def below(rows: Sequence[Row], at: int) -> list[Row]:
    """The rows that hang on a heading: all bulleted or indented like the first one, without a blank line."""
    head = rows[at]
    found: list[Row] = []
    for row in rows[at + 1 :]:
        deeper = row.indent > head.indent
        listed = row.bulleted() and not head.bulleted()
        same = not found or (row.bulleted() == found[0].bulleted() or row.indent > head.indent)
        if (row.parted and found) or not (deeper or listed) or not same:
            break
        found.append(row)
    return found


def _below(rows: Sequence[Row]) -> Iterator[Group]:
    for at, row in enumerate(rows):
        head = _head(row)
        if head is None:
            continue
        items = below(rows, at) or (_behind_colon(rows, at) if row.tokens[-1].plain == ":" else [])
        if items:
            yield Group(_span(head), tuple(_span(one.tokens) for one in items if one.tokens))


def _behind_colon(rows: Sequence[Row], at: int) -> list[Row]:
    """The rows behind `Keripik:` up to a blank line, another heading, or a row without a number."""
    found: list[Row] = []
    for row in rows[at + 1 :]:
        if row.parted or not row.numbers() or row.indent < rows[at].indent:
            break
        found.append(row)
    return found


def _head(row: Row) -> Sequence[Token] | None:
    """The words of a row that has no number and few words."""
    words = row.words()
    others = [one.text for one in row.tokens if one.kind != "word"]
    fine = all(one in BULLETS or one == ":" or ord(one[0]) > 0x20FF for one in others)  # or an emoji
    return words if fine and 0 < len(words) <= MOST_WORDS else None


def _inline(row: Row) -> Iterator[Group]:
    """`abon (sapi 2, ayam 1)`, `bumbu: rawon 2, pecel 1`, `intip -> manis 2, gurih 3`."""
    at = 0
    while at < len(row.tokens):
        token, after = row.tokens[at], row.tokens[at + 1] if at + 1 < len(row.tokens) else None
        arrow = token.text in "-=" and after is not None and after.text == ">" and after.glued
        if token.plain not in {"(", ":"} and not arrow and token.text not in "→➡":
            at += 1
            continue
        head = _words_before(row.tokens, at)
        begin = at + 1 + arrow
        if begin < len(row.tokens) and row.tokens[begin].text == "(":
            begin += 1
        end = next(
            (to for to in range(begin, len(row.tokens)) if row.tokens[to].text == ")"), len(row.tokens)
        )
        items = [*_items(row.tokens[begin:end])]
        if head and len(items) > 1:
            yield Group(_span(head), tuple(_span(one) for one in items))
        at = end if items else begin


def _words_before(tokens: Sequence[Token], at: int) -> Sequence[Token]:
    start = at
    while start and tokens[start - 1].kind == "word" and at - start < MOST_WORDS:
        start -= 1
    return tokens[start:at]


def _items(tokens: Sequence[Token]) -> Iterator[Sequence[Token]]:
    """The stretches between commas that have a word."""
    start = 0
    for at in range(len(tokens) + 1):
        if at == len(tokens) or tokens[at].text in COMMAS:
            part = tokens[start:at]
            if any(one.kind == "word" for one in part):
                yield part
            start = at + 1


def _span(tokens: Sequence[Token]) -> Span:
    return tokens[0].start, tokens[-1].end
