"""The final pick list of one UMKM as a PDF: its own goods, without customers' names."""

from __future__ import annotations

from collections.abc import Sequence

from bot.documents.facts import Goods, Heading, Line, PickFacts, load_of
from bot.documents.formatting import grouped
from bot.documents.pdf.canvas import BLACK, CENTRE, GREY, INK, MM, RIGHT, Paper
from bot.documents.pdf.page_flow import MARGIN, Block, Column, Table, print_pages, space, together, words
from bot.documents.xlsx import in_solo

_PREPARED = (
    Column("SKU", 24),
    Column("Barang", 82),
    Column("Satuan", 20),
    Column("Jumlah (buah)", 19, RIGHT),
    Column("Berat kotor (g)", 19, RIGHT),
    Column("Pesanan", 18, RIGHT),
)
_PICKED = (
    Column("Siap", 12, CENTRE, tick=True),
    Column("No. pesanan", 27),
    Column("Barang", 75),
    Column("SKU", 24),
    Column("Jumlah (buah)", 19, RIGHT),
    Column("Paket", 25, RIGHT),
)
_CHANGED = (
    Column("No. pesanan", 27),
    Column("Barang", 74),
    Column("SKU", 24),
    Column("Sebelum", 19, RIGHT),
    Column("Sesudah", 19, RIGHT),
    Column("Selisih", 19, RIGHT),
)
_TOPS = (MARGIN + 33 * MM, MARGIN + 14 * MM)


def pick_list_pdf(facts: PickFacts) -> bytes:
    """What to hand in, by product, then by order with boxes to tick, and what changed."""
    heading = facts.heading
    paper = Paper(f"Daftar ambil {heading.number}", heading.frozen_at, heading.destination)
    blocks = [*_prepared(paper, facts.parcels), *_picked(paper, facts.parcels)]
    if heading.version > 1:
        blocks += _changes(paper, facts)
    blocks.append(_handed_over(paper))
    foot = f"Daftar ambil {heading.number} · {facts.umkm_name}"
    print_pages(paper, blocks, _TOPS, lambda page: _head(paper, facts, page), foot)
    return paper.close()


def _head(paper: Paper, facts: PickFacts, page: int) -> None:
    heading, end = facts.heading, paper.width - MARGIN
    paper.text(MARGIN, MARGIN + 15, "Daftar ambil", 17, bold=True, colour=INK)
    paper.text(end, MARGIN + 8, f"{heading.country_id} · {heading.number}", 11, bold=True, at=RIGHT)
    paper.text(end, MARGIN + 20, f"versi {heading.version}", 9, at=RIGHT, colour=GREY)
    paper.rule(MARGIN, MARGIN + 10 * MM, end - MARGIN, 1.2, INK)
    if page == 1:
        name = paper.broken(facts.umkm_name, 14, end - MARGIN, True)[:1]
        y = paper.lines(MARGIN, MARGIN + 11 * MM, name, 14, bold=True)
        y = paper.lines(MARGIN, y, [f"Serahkan paling lambat {in_solo(heading.hand_in_at)}."], 10, bold=True)
        paper.lines(MARGIN, y, [_frozen(heading)], 8.5, colour=GREY)


def _frozen(heading: Heading) -> str:
    return f"Daftar ini sudah final per {in_solo(heading.frozen_at)}. Ada kendala? Kabari koordinator."


def _prepared(paper: Paper, parcels: Sequence[Goods]) -> list[Block]:
    """The pieces to prepare of each product, the number of its orders, and the sums."""
    by_sku: dict[str, list[tuple[str, Line]]] = {}
    for one in parcels:
        for line in one.lines:
            by_sku.setdefault(line.sku, []).append((line.order_number or one.order_number, line))
    table = Table(paper, _PREPARED, size=9.5)
    rows = table.rows([_prepared_row(lines) for _, lines in sorted(by_sku.items())])
    load = load_of(line for one in parcels for line in one.lines)
    # An order with several products is in several rows, so the counts of orders have no sum.
    sums = ["", "Jumlah", "", grouped(load.pieces, "id"), grouped(load.gross_grams, "id"), ""]
    return [*_section(paper, "Yang disiapkan", rows), table.row(sums, table.head, bold=True), space(6 * MM)]


def _prepared_row(lines: Sequence[tuple[str, Line]]) -> list[str]:
    first, load = lines[0][1], load_of(line for _, line in lines)
    orders = len({number for number, _ in lines})
    figures = (load.pieces, load.gross_grams, orders)
    return [first.sku, first.name_id, first.unit, *(grouped(one, "id") for one in figures)]


def _picked(paper: Paper, parcels: Sequence[Goods]) -> list[Block]:
    """Every order with goods in it, each line with a box to tick."""
    table = Table(paper, _PICKED)
    rows = table.rows([_picked_row(one, line) for one in parcels for line in one.lines])
    return [*_section(paper, "Per pesanan", rows), space(6 * MM)]


def _picked_row(one: Goods, line: Line) -> list[str]:
    number = line.order_number or one.order_number
    return ["", number, line.name_id, line.sku, grouped(line.quantity, "id"), str(one.parcel_no)]


def _changes(paper: Paper, facts: PickFacts) -> list[Block]:
    title = f"Perubahan dari versi {facts.heading.version - 1}"
    if not facts.differences:
        return [*_section(paper, title, [words(paper, "Tidak ada jumlah yang berubah.")]), space(6 * MM)]
    rows = [
        [
            one.order_number,
            one.name_id,
            one.sku,
            str(one.before),
            str(one.after),
            f"{one.after - one.before:+}",
        ]
        for one in facts.differences
    ]
    return [*_section(paper, title, Table(paper, _CHANGED).rows(rows)), space(6 * MM)]


def _section(paper: Paper, title: str, rows: Sequence[Block]) -> list[Block]:
    """A title that stays with the first row below it."""
    above = words(paper, title, 12, bold=True, colour=INK)
    return [together(above, space(1.5 * MM), rows[0]), *rows[1:]]


def _handed_over(paper: Paper) -> Block:
    """Room for both signatures."""

    def draw(y: float) -> None:
        for x, who in ((MARGIN, "Diserahkan oleh"), (paper.width / 2 + 5 * MM, "Diterima oleh")):
            paper.text(x, y + 4 * MM, f"{who}, tanggal", 8.5, colour=GREY)
            paper.rule(x, y + 20 * MM, 70 * MM, 0.6, BLACK)

    return Block(24 * MM, draw)
