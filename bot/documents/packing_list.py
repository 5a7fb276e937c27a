"""Packing lists: which goods are in which carton, for each consignee or a whole commercial consignment."""

from __future__ import annotations

from collections.abc import Sequence

from bot.documents.facts import CartonFacts, Line, ManifestFacts, consignees_of, load_of
from bot.documents.formatting import centimetres, grouped, kilograms, unit_in_english
from bot.documents.invoice import PEB, carriage, invoice_number, net, orders_of, papers_of, weighed
from bot.documents.pdf.canvas import AMBER, MM, RIGHT, Paper
from bot.documents.pdf.letterhead import Detail, laid_out, signature
from bot.documents.pdf.page_flow import Block, Column, Table, print_pages, space, together, words

COLUMNS = (
    Column("Description of goods", 85, noted=True),
    Column("HS code", 18),
    Column("Quantity", 18, RIGHT),
    Column("Unit", 19),
    Column("Net weight (g)", 21, RIGHT),
    Column("Gross weight (g)", 21, RIGHT),
)


def packing_lists_pdf(facts: ManifestFacts) -> bytes:
    """All packing lists of a manifest, each with its own page numbers."""
    heading = facts.heading
    paper = Paper(f"Packing lists {heading.number}", heading.frozen_at, heading.destination)
    table = Table(paper, COLUMNS)
    for cartons in consignees_of(facts):
        _packing_list(table, facts, cartons)
    return paper.close()


def _packing_list(table: Table, facts: ManifestFacts, cartons: Sequence[CartonFacts]) -> None:
    paper = table.paper
    number = invoice_number(facts, cartons[0])
    head = laid_out(paper, "Packing list", number, facts, cartons[0], _details(facts, cartons, number))
    blocks: list[Block] = []
    for at, carton in enumerate(cartons, start=1):
        blocks += _carton(paper, table, carton, (at, len(cartons)))
    blocks.append(signature(paper, facts.exporter))
    foot = f"Packing list {number} · manifest {facts.heading.number}"
    print_pages(paper, blocks, head.tops, head.draw, foot)


def _details(facts: ManifestFacts, cartons: Sequence[CartonFacts], number: str) -> list[Detail]:
    return [
        ("Order", orders_of(cartons)),
        ("Invoice", number),
        ("Destination", facts.heading.country_en),
        ("Packages", str(len(cartons))),
        ("Net weight", net(cartons)),
        ("Gross weight", weighed(cartons)),
        ("Country of origin", "Indonesia"),
        *carriage(facts, cartons),
    ]


def _carton(paper: Paper, table: Table, carton: CartonFacts, place: tuple[int, int]) -> list[Block]:
    """One carton: its marks, its goods, its sums."""
    title = words(paper, f"Package {place[0]} of {place[1]} · {carton.key}", 11, bold=True)
    heavy = [words(paper, PEB, bold=True, colour=AMBER)] if carton.needs_peb else []
    first, *others = table.rows(map(_row, carton.lines), [_below(carton, one) for one in carton.lines])
    above = together(title, words(paper, _marks(carton)), *heavy, space(1.5 * MM), first)
    return [above, *others, _sums(table, carton), space(6 * MM)]


def _marks(carton: CartonFacts) -> str:
    known = carton.known
    size = f"L × W × H {centimetres(known.sized)}" if known.sized else "size not measured yet"
    weight = kilograms(carton.gross_grams) + ("" if known.gross_grams else " (calculated)")
    waybill = [f"house waybill {known.hawb}"] if known.hawb else []
    return " · ".join([f"Marks: parcel {carton.parcel_no}", f"gross {weight}", size, *waybill])


def _below(carton: CartonFacts, line: Line) -> str:
    """The note below a line: its SKU, Indonesian name and papers, and for whom it is."""
    for_whom = carton.for_whom(line)
    return f"{papers_of(line)}\nFor: {for_whom}" if for_whom else papers_of(line)


def _row(line: Line) -> list[str]:
    grams = (line.quantity, line.net_grams), (line.quantity, line.gross_grams)
    weights = [grouped(pieces * each) for pieces, each in grams]
    return [line.description, line.hs_code, grouped(line.quantity), unit_in_english(line.unit), *weights]


def _sums(table: Table, carton: CartonFacts) -> Block:
    load = load_of(carton.lines)
    weights = [grouped(load.net_grams), grouped(load.gross_grams)]
    sums = ["Total of the goods", "", grouped(load.pieces), "", *weights]
    return table.row(sums, table.head, bold=True)
