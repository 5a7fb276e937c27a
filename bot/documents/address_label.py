"""Address labels, 100 × 150 mm, one for each carton."""

from __future__ import annotations

from collections.abc import Sequence

from bot.documents.facts import CartonFacts, Heading, ManifestFacts
from bot.documents.formatting import centimetres, kilograms
from bot.documents.pdf.barcodes import code_128, qr
from bot.documents.pdf.canvas import BLACK, GREY, LEADING, LEFT, MM, RIGHT, WHITE, Paper
from bot.documents.pdf.typesetting import runs_from_right
from bot.ordering.shop_profile import Exporter
from bot.people.friends import worded

_SIZE = (100 * MM, 150 * MM)
_EDGE = 5 * MM
_INSIDE = _SIZE[0] - 2 * _EDGE
_TO, _CONTENTS = 24 * MM, 91 * MM
_QR = 27 * MM
_SIZES = (13.0, 12.0, 11.0, 10.0, 9.0, 8.0, 7.0, 6.0)
_SHARES_SIZE, _SHARES_LINES = 7.5, 2
_SMALLEST_BESIDE = 7.0
"""If the names of friends would force an address below this size, they are left out."""

_Blocks = list[tuple[Sequence[str], float, bool]]
"""Lines below each other, their size, and whether they are bold."""


def labels_pdf(facts: ManifestFacts) -> bytes:
    """A page for each carton: recipient, sender, piece number, and the order number as scannable codes."""
    heading = facts.heading
    paper = Paper(f"Labels {heading.number}", heading.frozen_at, heading.destination, _SIZE)
    for parcel in facts.parcels:
        _from(paper, facts.exporter)
        _to(paper, parcel, heading)
        _contents(paper, parcel, facts)
        paper.next_page()
    return paper.close()


def _from(paper: Paper, exporter: Exporter) -> None:
    paper.text(_EDGE, _EDGE + 6, "FROM / PENGIRIM", 6.5, colour=GREY)
    y = paper.lines(_EDGE, _EDGE + 7, paper.broken(exporter.name, 9, _INSIDE, True)[:1], 9, bold=True)
    address = ", ".join(exporter.address.split("\n")) or "Indonesia"
    room = int((_TO - 2 - y) / (7.5 * LEADING))
    paper.lines(_EDGE, y, paper.broken(f"{address}\n{exporter.phone}", 7.5, _INSIDE)[:room], 7.5)
    paper.rule(_EDGE, _TO, _INSIDE, 1, BLACK)


def _to(paper: Paper, parcel: CartonFacts, heading: Heading) -> None:
    """The consignee in letters as large as fit, and the country in capitals."""
    foot = _CONTENTS - 15 * MM
    paper.text(_EDGE, _TO + 10, "TO / PENERIMA", 6.5, colour=GREY)
    y = _TO + 12
    for_whom = _for_whom(paper, parcel, foot - y)
    blocks = _fitting(paper, parcel, foot - y - _high(for_whom))
    for lines, each, bold in blocks:
        for one in lines:
            from_right = runs_from_right(one)
            x = _EDGE + _INSIDE if from_right else _EDGE
            y = paper.lines(x, y, [one], each, bold=bold, at=RIGHT if from_right else LEFT)
    paper.lines(_EDGE, foot - _high(for_whom), [one for lines, *_ in for_whom for one in lines], _SHARES_SIZE)
    paper.box(_EDGE, foot + 1.5 * MM, _INSIDE, 12 * MM, BLACK)
    country = heading.country_en.upper()
    size = min(22.0, 22.0 * (_INSIDE - 26 * MM) / max(paper.wide(country, 22, True), 1))
    paper.text(_EDGE + 3 * MM, foot + 7.5 * MM + size * 0.36, country, size, bold=True, colour=WHITE)
    paper.text(
        _SIZE[0] - _EDGE - 3 * MM,
        foot + 10.3 * MM,
        heading.destination,
        22,
        bold=True,
        at=RIGHT,
        colour=WHITE,
    )


def _fitting(paper: Paper, parcel: CartonFacts, room: float) -> _Blocks:
    """The address in the largest letters that fit, else in the smallest."""
    for size in _SIZES:
        blocks = _address(paper, parcel, size)
        if _high(blocks) <= room:
            break
    return blocks


def _high(blocks: _Blocks) -> float:
    return sum(len(lines) * size * LEADING for lines, size, _bold in blocks)


def _for_whom(paper: Paper, parcel: CartonFacts, room: float) -> _Blocks:
    """The friends of the consignee that the goods are for, as many as fit in two small lines.

    Nobody when the address needs the room.
    """
    everybody, lines = parcel.for_all, list[str]()
    for count in range(len(everybody), 0, -1):
        more = "" if count == len(everybody) else ", …"
        words = f"For / Untuk: {worded(everybody[:count])}{more}"
        lines = paper.broken(words, _SHARES_SIZE, _INSIDE)
        if len(lines) <= _SHARES_LINES:
            break
    below: _Blocks = [(lines, _SHARES_SIZE, False)]
    return below if _high(_address(paper, parcel, _SMALLEST_BESIDE)) + _high(below) <= room else []


def _address(paper: Paper, parcel: CartonFacts, size: float) -> _Blocks:
    """Name, native name, address in both scripts, mobile, one below the other."""
    name, small = size + 2, size - 0.5
    latin = [one for one in parcel.address_lines if one != parcel.consignee_name]
    native = [one for one in parcel.address_lines_native if one != parcel.name_native]
    return [
        (paper.broken(parcel.consignee_name, name, _INSIDE, True), name, True),
        (paper.broken(parcel.name_native, name, _INSIDE, True), name, True),
        (paper.broken("\n".join(latin), size, _INSIDE), size, False),
        (paper.broken("\n".join(native), small, _INSIDE), small, False),
        (paper.broken(f"Tel. {parcel.mobile}", size, _INSIDE, True), size, True),
    ]


def _contents(paper: Paper, parcel: CartonFacts, facts: ManifestFacts) -> None:
    """The carton: its order number to read and to scan, n of N, and its weight and size once known."""
    y, right = _CONTENTS + 2 * MM, _SIZE[0] - _EDGE
    paper.text(_EDGE, y + 1.5 * MM, "ORDER", 6.5, colour=GREY)
    paper.text(right, y + 1.5 * MM, "PIECE / KOLI", 6.5, at=RIGHT, colour=GREY)
    paper.text(_EDGE, y + 7.5 * MM, parcel.order_number, 17, bold=True)
    paper.text(right, y + 7.5 * MM, f"{parcel.piece_no}/{parcel.pieces_of}", 17, bold=True, at=RIGHT)
    code_128(paper, parcel.order_number, _EDGE, y + 9.5 * MM, _INSIDE, 13 * MM)
    y += 24.5 * MM
    qr(paper, parcel.order_number, right - _QR + 3 * MM, y - 1.5 * MM, _QR)
    lines = _facts(parcel, facts)
    for words, bold in lines:
        fitting = paper.broken(words, 8.5, _INSIDE - _QR, bold)
        y = paper.lines(_EDGE, y, fitting[:2], 8.5, bold=bold)


def _facts(parcel: CartonFacts, facts: ManifestFacts) -> list[tuple[str, bool]]:
    known, carried = parcel.known, facts.carried
    weighed = [kilograms(known.gross_grams)] if known.gross_grams else []
    size = [centimetres(known.sized)] if known.sized else []
    others = [one for one in parcel.orders if one != parcel.order_number]
    return [
        (f"Parcel {parcel.parcel_no} · {facts.heading.number}", True),
        *([(" · ".join([*weighed, *size]), True)] if weighed or size else []),
        *([(f"HAWB {known.hawb}", False)] if known.hawb else []),
        *([(f"MAWB {carried.mawb} {carried.flight_no}".rstrip(), False)] if carried.mawb else []),
        *([(f"Also: {', '.join(others)}", False)] if others else []),
        ("Origin: Indonesia", False),
        *([("PEB (over 30 kg)", True)] if parcel.needs_peb else []),
    ]
