"""Flows tables and blocks over A4 pages, with breaks between rows and page numbers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate, zip_longest

from bot.documents.pdf.canvas import BLACK, GREY, INK, LEADING, LEFT, MM, PALE, WHITE, Paper

MARGIN = 14 * MM
_FOOT = 12 * MM
_SIZE, _HEAD_SIZE = 8.5, 7.5
_NOTE_SIZE = 7
_PADDING = 2.6
_TICK = 8.5


@dataclass(frozen=True, slots=True)
class Block:
    """Content of a known height that no page break cuts; a page that begins with it repeats `head`."""

    height: float
    draw: Callable[[float], None]
    head: Block | None = None


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a printed table: its head, its width in millimetres, and the alignment of its text.

    `tick` draws an empty box in each row; `noted` is the column with the rows' notes below its text.
    """

    head: str
    millimetres: float
    at: float = LEFT
    tick: bool = False
    noted: bool = False


class Table:
    """The columns of a table on one paper; its rows become blocks."""

    def __init__(self, paper: Paper, columns: Sequence[Column], size: float = _SIZE) -> None:
        self.paper, self.columns, self.size, self.x = paper, columns, size, MARGIN
        widths = [column.millimetres * MM for column in columns]
        starts = accumulate(widths[:-1], initial=MARGIN)
        self._places = list(zip(columns, starts, widths, strict=True))
        self.width = sum(widths)

    @cached_property
    def head(self) -> Block:
        """The names of the columns."""
        lines = self._lines([column.head for column in self.columns], _HEAD_SIZE, True)
        height = max(map(len, lines)) * _HEAD_SIZE * LEADING + 2 * _PADDING

        def draw(y: float) -> None:
            self.paper.box(self.x, y, self.width, height, INK)
            self._cells(y, lines, _HEAD_SIZE, True, WHITE)

        return Block(height, draw)

    def rows(self, rows: Iterable[Sequence[str]], notes: Iterable[str] = ()) -> list[Block]:
        """The rows as blocks; the head stays with the first row and is repeated on each page."""
        head = self.head
        pairs = zip_longest(rows, notes, fillvalue="")
        first, *others = [self.row(cells, head, note=note) for cells, note in pairs] or [space(0)]
        return [together(head, first), *others]

    def row(
        self, cells: Sequence[str], head: Block | None = None, *, bold: bool = False, note: str = ""
    ) -> Block:
        """One row, as high as its highest cell; a bold row has the sums."""
        lines = self._lines(cells, self.size, bold)
        below = self._note(note) if note else []
        high = [len(one) * self.size * LEADING for one in lines]
        if below:
            high[self._noted] += len(below) * _NOTE_SIZE * LEADING
        height = max(self.size * LEADING, *high) + 2 * _PADDING

        def draw(y: float) -> None:
            if bold:
                self.paper.box(self.x, y, self.width, height, PALE)
            self._cells(y, lines, self.size, bold, BLACK)
            self._ticks(y, bold)
            if below:
                x, at = self._places[self._noted][1] + _PADDING, len(lines[self._noted])
                top = y + _PADDING + at * self.size * LEADING
                self.paper.lines(x, top, below, _NOTE_SIZE, colour=GREY)
            self.paper.rule(self.x, y + height, self.width, 0.4)

        return Block(height, draw, head)

    @property
    def _noted(self) -> int:
        return next(at for at, (column, _, _) in enumerate(self._places) if column.noted)

    def _note(self, note: str) -> list[str]:
        return self.paper.broken(note, _NOTE_SIZE, self._places[self._noted][2] - 2 * _PADDING)

    def _ticks(self, y: float, sums: bool) -> None:
        for column, x, width in self._places:
            if column.tick and not sums:
                self.paper.frame(x + (width - _TICK) / 2, y + _PADDING + 1, _TICK, _TICK)

    def _lines(self, cells: Sequence[str], size: float, bold: bool) -> list[list[str]]:
        return [
            self.paper.broken(cell, size, width - 2 * _PADDING, bold)
            for cell, (_, _, width) in zip(cells, self._places, strict=True)
        ]

    def _cells(self, y: float, lines: Sequence[list[str]], size: float, bold: bool, colour: str) -> None:
        for cell, (column, x, width) in zip(lines, self._places, strict=True):
            start = x + _PADDING + column.at * (width - 2 * _PADDING)
            self.paper.lines(start, y + _PADDING, cell, size, bold=bold, at=column.at, colour=colour)


def space(points: float) -> Block:
    """An empty block of this height."""
    return Block(points, lambda _y: None)


def together(*blocks: Block, head: Block | None = None) -> Block:
    """Joins blocks so that they stay on one page; a page that begins with them repeats `head`."""

    def draw(y: float) -> None:
        for block in blocks:
            block.draw(y)
            y += block.height

    return Block(sum(one.height for one in blocks), draw, head)


def words(paper: Paper, text: str, size: float = _SIZE, *, bold: bool = False, colour: str = BLACK) -> Block:
    """A paragraph as wide as the page."""
    lines = paper.broken(text, size, paper.width - 2 * MARGIN, bold)
    height = len(lines) * size * LEADING

    def draw(y: float) -> None:
        paper.lines(MARGIN, y, lines, size, bold=bold, colour=colour)

    return Block(height, draw)


def print_pages(
    paper: Paper,
    blocks: Sequence[Block],
    tops: tuple[float, float],
    heading: Callable[[int], None],
    foot: str,
) -> None:
    """Prints the blocks on as many pages as they need, each with its number in the foot.

    `tops` are where blocks begin on the first page and on the others; `heading` draws the head of a page.
    """
    pages = _paged(blocks, tops, paper.height - MARGIN - _FOOT)
    for number, page in enumerate(pages, start=1):
        heading(number)
        y = tops[0] if number == 1 else tops[1]
        for block in page:
            block.draw(y)
            y += block.height
        foot_at = paper.height - MARGIN
        paper.rule(MARGIN, foot_at - 10, paper.width - 2 * MARGIN, 0.4)
        paper.text(MARGIN, foot_at, foot, 7.5, colour=GREY)
        paper.text(paper.width - MARGIN, foot_at, f"{number} / {len(pages)}", 7.5, at=1, colour=GREY)
        paper.next_page()


def _paged(blocks: Sequence[Block], tops: tuple[float, float], bottom: float) -> list[list[Block]]:
    pages: list[list[Block]] = [[]]
    left = bottom - tops[0]
    for block in blocks:
        if block.height > left and pages[-1]:
            pages.append([block.head] if block.head else [])
            left = bottom - tops[1] - (block.head.height if block.head else 0)
        pages[-1].append(block)
        left -= block.height
    return pages
