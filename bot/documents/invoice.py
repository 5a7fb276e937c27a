"""Commercial invoices: one for each consignee, or one for a whole commercial consignment."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bot.documents.facts import CartonFacts, Line, ManifestFacts, consignees_of
from bot.documents.formatting import day, grouped, kilograms, unit_in_english
from bot.documents.pdf.canvas import AMBER, MM, RIGHT, Paper
from bot.documents.pdf.letterhead import Detail, laid_out, signature
from bot.documents.pdf.page_flow import Block, Column, Table, print_pages, space, together, words

COLUMNS = (
    Column("No.", 9, RIGHT),
    Column("Description of goods", 69, noted=True),
    Column("HS code", 16),
    Column("Origin", 18),
    Column("Quantity", 16, RIGHT),
    Column("Unit", 18),
    Column("Unit value (IDR)", 17, RIGHT),
    Column("Amount (IDR)", 19, RIGHT),
)
PEB = "Over 30 kg gross: PEB (export declaration) instead of a consignment note."


def invoices_pdf(facts: ManifestFacts) -> bytes:
    """All invoices of a manifest, each with its own page numbers."""
    heading = facts.heading
    paper = Paper(f"Invoices {heading.number}", heading.frozen_at, heading.destination)
    table = Table(paper, COLUMNS)
    for cartons in consignees_of(facts):
        _invoice(table, facts, cartons)
    return paper.close()


def invoice_number(facts: ManifestFacts, parcel: CartonFacts) -> str:
    """The number of a carton's invoice: that of the manifest with that of the consignee."""
    if facts.heading.commercial:
        return f"{facts.heading.number}-INV"
    return f"{facts.heading.number}-{parcel.consignee_no or parcel.parcel_no:04}"


def freight_of(facts: ManifestFacts, cartons: Iterable[CartonFacts]) -> int | None:
    """The share of the freight of the orders in these cartons; None until it is settled."""
    numbers = {line.order_number or one.order_number for one in cartons for line in one.lines}
    shares = [facts.carried.freight[one] for one in numbers if one in facts.carried.freight]
    return sum(shares) if shares else None


def incoterm(facts: ManifestFacts) -> str:
    """The incoterm with its place, which is the destination."""
    return f"{facts.exporter.incoterm} {facts.heading.country_en}"


def carriage(facts: ManifestFacts, cartons: Sequence[CartonFacts]) -> list[Detail]:
    """The flight and waybills of these cartons, as far as they are known."""
    carried = facts.carried
    flight = " · ".join(
        filter(None, (carried.flight_no, day(carried.flight_on) if carried.flight_on else ""))
    )
    waybills = ", ".join(dict.fromkeys(one.known.hawb for one in cartons if one.known.hawb))
    return [("Flight", flight), ("Master air waybill", carried.mawb), ("House waybill", waybills)]


def weighed(cartons: Sequence[CartonFacts]) -> str:
    """The gross weight of these cartons, and whether it was weighed or calculated."""
    whole = all(one.known.gross_grams for one in cartons)
    return f"{kilograms(sum(one.gross_grams for one in cartons))} ({'weighed' if whole else 'calculated'})"


def net(cartons: Iterable[CartonFacts]) -> str:
    """The net weight of the goods in these cartons."""
    return kilograms(sum(line.quantity * line.net_grams for one in cartons for line in one.lines))


def orders_of(cartons: Iterable[CartonFacts]) -> str:
    """The order numbers, each once."""
    return ", ".join(dict.fromkeys(number for one in cartons for number in one.orders))


def _invoice(table: Table, facts: ManifestFacts, cartons: Sequence[CartonFacts]) -> None:
    paper = table.paper
    number = invoice_number(facts, cartons[0])
    head = laid_out(paper, "Commercial invoice", number, facts, cartons[0], _details(facts, cartons))
    lines = [line for one in cartons for line in one.lines]
    goods = _merged(lines)
    rows = table.rows(
        [_row(at, one) for at, one in enumerate(goods, start=1)], [papers_of(line) for line, _ in goods]
    )
    blocks = [*rows, _sums(table, facts, cartons), space(4 * MM), *_notes(paper, facts, cartons)]
    blocks.append(signature(paper, facts.exporter))
    foot = f"Invoice {number} · manifest {facts.heading.number}"
    print_pages(paper, blocks, head.tops, head.draw, foot)


def _details(facts: ManifestFacts, cartons: Sequence[CartonFacts]) -> list[Detail]:
    heading = facts.heading
    return [
        ("Order", orders_of(cartons)),
        ("Terms of delivery", incoterm(facts)),
        ("Currency", "IDR (Indonesian rupiah)"),
        ("Reason for export", "Sale of commercial stock" if heading.commercial else "Sale, for personal use"),
        ("Country of origin", "Indonesia"),
        ("Destination", heading.country_en),
        ("Packages", str(len(cartons))),
        ("Net weight", net(cartons)),
        ("Gross weight", weighed(cartons)),
        *carriage(facts, cartons),
    ]


def _merged(lines: Sequence[Line]) -> list[tuple[Line, int]]:
    """The lines with their quantities; lines of the same goods in several cartons become one."""
    sums: dict[tuple[str, int], int] = {}
    firsts: dict[tuple[str, int], Line] = {}
    for line in lines:
        key = (line.sku, line.unit_rupiah)
        firsts.setdefault(key, line)
        sums[key] = sums.get(key, 0) + line.quantity
    return [(line, sums[key]) for key, line in firsts.items()]


def _row(number: int, merged: tuple[Line, int]) -> list[str]:
    line, quantity = merged
    return [
        str(number),
        line.description,
        line.hs_code,
        "Indonesia",
        grouped(quantity),
        unit_in_english(line.unit),
        grouped(line.unit_rupiah),
        grouped(quantity * line.unit_rupiah),
    ]


def papers_of(line: Line) -> str:
    """The product's SKU and Indonesian name, and its papers where known, in one line of text."""
    known = [("halal", line.halal_no), ("P-IRT/BPOM", line.pirt_md_no), ("documents:", line.documents)]
    return " · ".join([f"{line.sku} {line.name_id}", *(f"{name} {value}" for name, value in known if value)])


def _sums(table: Table, facts: ManifestFacts, cartons: Sequence[CartonFacts]) -> Block:
    goods = sum(line.rupiah for one in cartons for line in one.lines)
    pieces = sum(line.quantity for one in cartons for line in one.lines)
    freight = freight_of(facts, cartons)
    rows = [
        ["", "Value of the goods", "", "", grouped(pieces), "", "", grouped(goods)],
        ["", "Freight: not included" if freight is None else "Freight", *[""] * 5, _amount(freight)],
    ]
    if freight is not None:
        rows.append(["", "Total", "", "", "", "", "", grouped(goods + freight)])
    return together(*(table.row(one, bold=at != 1) for at, one in enumerate(rows)), head=table.head)


def _amount(rupiah: int | None) -> str:
    return "" if rupiah is None else grouped(rupiah)


def _notes(paper: Paper, facts: ManifestFacts, cartons: Sequence[CartonFacts]) -> list[Block]:
    declaration = (
        "We declare that this invoice is true and correct, and that the goods are of Indonesian origin."
    )
    heavy = [words(paper, PEB, bold=True, colour=AMBER)] if any(one.needs_peb for one in cartons) else []
    return [words(paper, declaration), *heavy]
