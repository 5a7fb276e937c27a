"""The head of invoices and packing lists: title, number, day, both parties, and details of the deal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.documents.facts import CartonFacts, ManifestFacts
from bot.documents.formatting import day
from bot.documents.pdf.canvas import BLACK, GREY, INK, LEADING, MM, RIGHT, Paper
from bot.documents.pdf.page_flow import MARGIN, Block
from bot.ordering.shop_profile import Exporter

_GAP = 6 * MM
_SIZE, _SMALL = 9, 7
_COLUMNS = 3
_TITLE_HIGH = 13 * MM
Detail = tuple[str, str]
Party = tuple[str, Sequence[str], Sequence[str]]
"""The label of a party on the paper, its name, and the lines below."""


@dataclass(frozen=True, slots=True)
class Letterhead:
    """The laid-out head of one paper: `draw` puts it at the top of each page, whole on the first only."""

    paper: Paper
    title: str
    number: str
    dated: str
    parties: Sequence[Party]
    details: Sequence[Sequence[tuple[str, Sequence[str]]]]

    @property
    def tops(self) -> tuple[float, float]:
        """Where the content begins on the first page and on the others."""
        return self._below_parties() + sum(map(_high, self.details)) + 4 * MM, MARGIN + _TITLE_HIGH

    def draw(self, page: int) -> None:
        """Draws the head of this page."""
        end = self.paper.width - MARGIN
        self.paper.text(MARGIN, MARGIN + 15, self.title, 17, bold=True, colour=INK)
        self.paper.text(end, MARGIN + 8, self.number, 11, bold=True, at=RIGHT)
        self.paper.text(end, MARGIN + 20, self.dated, _SIZE, at=RIGHT, colour=GREY)
        self.paper.rule(MARGIN, MARGIN + _TITLE_HIGH - 3 * MM, end - MARGIN, 1.2, INK)
        if page == 1:
            self._parties()
            self._details()

    def _below_parties(self) -> float:
        lines = max(len(name) + len(rest) for _, name, rest in self.parties)
        return MARGIN + _TITLE_HIGH + _SMALL * LEADING + lines * _SIZE * LEADING + 4 * MM

    def _parties(self) -> None:
        x, y = MARGIN, MARGIN + _TITLE_HIGH
        for label, name, rest in self.parties:
            top = self.paper.lines(x, y, [label.upper()], _SMALL, colour=GREY)
            top = self.paper.lines(x, top, name, _SIZE, bold=True)
            self.paper.lines(x, top, rest, _SIZE)
            x += _half(self.paper) + _GAP

    def _details(self) -> None:
        y = self._below_parties()
        self.paper.rule(MARGIN, y - 2 * MM, self.paper.width - 2 * MARGIN, 0.4)
        for row in self.details:
            for index, (label, lines) in enumerate(row):
                x = MARGIN + index * (_third(self.paper) + _GAP / 2)
                top = self.paper.lines(x, y, [label], _SMALL, colour=GREY)
                self.paper.lines(x, top, lines, _SIZE)
            y += _high(row)


def laid_out(
    paper: Paper,
    title: str,
    number: str,
    facts: ManifestFacts,
    parcel: CartonFacts,
    details: Sequence[Detail],
) -> Letterhead:
    """Lays out a head with these details; its parties are the exporter and the consignee of this carton."""
    shown = [(label, paper.broken(value, _SIZE, _third(paper))) for label, value in details if value]
    rows = [shown[at : at + _COLUMNS] for at in range(0, len(shown), _COLUMNS)]
    importer = "Importer / consignee" if facts.heading.commercial else "Consignee"
    parties = [
        _party(paper, "Seller / exporter", facts.exporter.name, _seller(facts.exporter)),
        _party(paper, importer, parcel.consignee_name, _consignee(parcel, facts.heading.country_en)),
    ]
    return Letterhead(paper, title, number, day(facts.heading.frozen_at), parties, rows)


def signature(paper: Paper, exporter: Exporter) -> Block:
    """A line to sign on, with the name of the signatory below."""
    name = exporter.signatory or exporter.name

    def draw(y: float) -> None:
        x, foot = paper.width - MARGIN - 65 * MM, y + 24 * MM
        paper.text(x, y + 5 * MM, "Surakarta, Indonesia", 8.5, colour=GREY)
        paper.rule(x, foot, 65 * MM, 0.6, BLACK)
        paper.lines(x, foot, paper.broken(name, 8.5, 65 * MM)[:2], 8.5)

    return Block(34 * MM, draw)


def _party(paper: Paper, label: str, name: str, lines: Sequence[str]) -> Party:
    half = _half(paper)
    rest = [one for words in lines if words for one in paper.broken(words, _SIZE, half)]
    return label, paper.broken(name, _SIZE, half, True), rest


def identity(parcel: CartonFacts) -> str:
    """The identity number that customs ask for, with its kind, where one was recorded."""
    kind = parcel.identity_kind.replace("_", " ").upper()
    return f"{kind}: {parcel.identity_number}" if parcel.identity_number else ""


def _seller(exporter: Exporter) -> list[str]:
    numbers = [("NIB", exporter.nib), ("NPWP/NIK", exporter.npwp)]
    filled = [f"{name} {number}" for name, number in numbers if number]
    return [exporter.address, exporter.phone, exporter.email, *filled]


def _consignee(parcel: CartonFacts, country: str) -> list[str]:
    latin = [one for one in parcel.address_lines if one != parcel.consignee_name]
    native = [one for one in parcel.address_lines_native if one != parcel.name_native]
    last = [] if latin and latin[-1].isupper() else [country]  # most address forms end with the country
    return [parcel.name_native, *latin, *last, *native, f"Tel. {parcel.mobile}", identity(parcel)]


def _half(paper: Paper) -> float:
    return (paper.width - 2 * MARGIN - _GAP) / 2


def _third(paper: Paper) -> float:
    return (paper.width - 2 * MARGIN - (_COLUMNS - 1) * _GAP / 2) / _COLUMNS


def _high(row: Sequence[tuple[str, Sequence[str]]]) -> float:
    lines = max((len(lines) for _, lines in row), default=0)
    return _SMALL * LEADING + lines * _SIZE * LEADING + 2 * MM
