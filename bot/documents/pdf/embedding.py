"""Embeds typefaces in a PDF: each with only the glyphs that are used, and the text that each stands for."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import Any

import uharfbuzz as hb
from reportlab.pdfbase import pdfdoc

from bot.documents.pdf.fonts import Face
from bot.documents.pdf.typesetting import Glyph, Line

_CMAP = """/CIDInit /ProcSet findresource begin 12 dict begin begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
/CMapName /Adobe-Identity-UCS def /CMapType 2 def
1 begincodespacerange <0000> <FFFF> endcodespacerange
{ranges}
endcmap CMapName currentdict /CMap defineresource pop end end"""
_MOST_IN_A_RANGE = 100
_MOST_KNOWN = 4_000
_SERIFLESS, _SYMBOLIC = 0, 4
_NOTHING = "\u200b"
"""The text of a glyph whose neighbour stands for it too: a mark that HarfBuzz has split off a letter."""
_KEPT = hb.SubsetFlags.NO_LAYOUT_CLOSURE | hb.SubsetFlags.NO_HINTING | hb.SubsetFlags.NOTDEF_OUTLINE
_DROPPED = ("GSUB", "GPOS", "GDEF", "STAT", "name", "OS/2", "post", "cmap", "BASE", "vhea", "vmtx", "VORG")


class Embedded(dict[Glyph, str]):
    """One typeface in one document, as a map from the glyphs of plain lines to their hexadecimal codes.

    A code stands for a glyph with its text: a glyph with two texts has two codes.
    """

    def __init__(self, face: Face, name: str) -> None:
        super().__init__()
        self.face, self.name = face, name
        self._codes: dict[tuple[int, str], int] = {(0, ""): 0}

    def __missing__(self, glyph: Glyph) -> str:
        self[glyph] = f"{self.code(glyph):04x}"
        return self[glyph]

    def code(self, glyph: Glyph) -> int:
        """The code of a glyph in this document; new ones are numbered as they come."""
        return self._codes.setdefault((glyph.number, glyph.text), len(self._codes))

    def add_to(self, document: Any) -> Any:
        """Writes the typeface into the document; returns the reference for its pages."""
        numbers = [number for number, _ in self._codes]
        data, places = _subset(self.face, set(numbers))
        tag = "".join(chr(65 + one % 26) for one in hashlib.sha256(data).digest()[:6])
        name = pdfdoc.PDFName(f"{tag}+Noto-{self.face.name}-{self.face.weight}")
        mapped = b"".join(places[number].to_bytes(2, "big") for number in numbers)
        letters = {
            "Type": pdfdoc.PDFName("Font"),
            "Subtype": pdfdoc.PDFName("CIDFontType2"),
            "BaseFont": name,
            "CIDSystemInfo": pdfdoc.PDFDictionary(
                {
                    "Registry": pdfdoc.PDFString("Adobe"),
                    "Ordering": pdfdoc.PDFString("Identity"),
                    "Supplement": 0,
                }
            ),
            "FontDescriptor": self._descriptor(document, name, data),
            "W": pdfdoc.PDFArray([0, pdfdoc.PDFArray([self.face.width(one) for one in numbers])]),
            "CIDToGIDMap": self._stream(document, "gids", mapped),
        }
        whole = {
            "Type": pdfdoc.PDFName("Font"),
            "Subtype": pdfdoc.PDFName("Type0"),
            "BaseFont": name,
            "Encoding": pdfdoc.PDFName("Identity-H"),
            "DescendantFonts": pdfdoc.PDFArray([self._refer(document, "letters", letters)]),
            "ToUnicode": self._stream(document, "text", self._to_unicode().encode("ascii")),
        }
        return self._refer(document, "font", whole)

    def _descriptor(self, document: Any, name: Any, data: bytes) -> Any:
        extents = self.face.font.get_font_extents("ltr")
        facts = {
            "Type": pdfdoc.PDFName("FontDescriptor"),
            "FontName": name,
            "Flags": _SYMBOLIC,
            "FontBBox": pdfdoc.PDFArray([-1000, extents.descender, 3000, extents.ascender]),
            "ItalicAngle": 0,
            "Ascent": extents.ascender,
            "Descent": extents.descender,
            "CapHeight": 714,
            "StemV": self.face.weight // 5,
            "FontFile2": self._stream(document, "file", data, Length1=len(data)),
        }
        return self._refer(document, "descriptor", facts)

    def _to_unicode(self) -> str:
        pairs = [(code, text or _NOTHING) for (_, text), code in self._codes.items() if code]
        portions = [pairs[at : at + _MOST_IN_A_RANGE] for at in range(0, len(pairs), _MOST_IN_A_RANGE)]
        return _CMAP.format(ranges="\n".join(_ranges(one) for one in portions))

    def _stream(self, document: Any, part: str, data: bytes, **more: int) -> Any:
        filters = [pdfdoc.PDFZCompress]
        stream = pdfdoc.PDFStream(pdfdoc.PDFDictionary(dict(more)), data, filters=filters)
        return document.Reference(stream, f"{self.name}.{part}")

    def _refer(self, document: Any, part: str, facts: dict[str, Any]) -> Any:
        return document.Reference(pdfdoc.PDFDictionary(facts), f"{self.name}.{part}")


class Embedding:
    """All typefaces of one document, and the operators that show a line with them."""

    def __init__(self) -> None:
        self._used: dict[tuple[str, int], Embedded] = {}
        self._known: dict[tuple[Line, float], str] = {}

    def shown(self, line: Line, x: float, y: float, size: float, grey: str = "0 g") -> str:
        """The operators that show a line that starts at this point."""
        known = self._known.get((line, size))
        if known is None:
            if len(self._known) >= _MOST_KNOWN:
                self._known.clear()
            known = self._known[line, size] = self._letters(line, size)
        shown = f"BT {grey} {x:.2f} {y:.2f} Td {known} ET"
        if line.spoken:
            words = ("\ufeff" + line.text).encode("utf-16-be").hex()
            return f"/Span <</ActualText <{words}>>> BDC {shown} EMC"
        return shown

    def _letters(self, line: Line, size: float) -> str:
        parts = []
        for face, glyphs in line.runs:
            embedded = self._of(face)
            if line.plain:
                letters = "".join([embedded[one] for one in glyphs])
                parts.append(f"/{embedded.name} {size:g} Tf <{letters}> Tj")
            else:
                parts.append(f"/{embedded.name} {size:g} Tf {_operators(embedded, glyphs, size)}")
        return " ".join(parts)

    def add_to(self, document: Any) -> None:
        """Writes every used typeface into the document, and registers it for the pages."""
        fonts = document.idToObject[pdfdoc.BasicFonts].dict
        for one in self._used.values():
            fonts[one.name] = one.add_to(document)

    def _of(self, face: Face) -> Embedded:
        key = (face.name, face.weight)
        if key not in self._used:
            self._used[key] = Embedded(face, f"N{len(self._used) + 1}")
        return self._used[key]


def _operators(embedded: Embedded, glyphs: Iterable[Glyph], size: float) -> str:
    """The operators that show glyphs of one typeface, with offsets for single ones."""
    done: list[str] = []
    row: list[str] = []
    for one in glyphs:
        after = embedded.face.width(one.number) + one.across - one.onward
        if one.up:
            done.append(f"[{''.join(row)}] TJ {one.up * size / 1000:.2f} Ts")
            row = []
        if one.across:
            row.append(f"{-one.across} ")
        row.append(f"<{embedded.code(one):04x}>")
        if after:
            row.append(f"{after} ")
        if one.up:
            done.append(f"[{''.join(row)}] TJ 0 Ts")
            row = []
    return " ".join([*done, f"[{''.join(row)}] TJ" if row else ""]).replace("><", "")


def _subset(face: Face, numbers: set[int]) -> tuple[bytes, dict[int, int]]:
    """The font file of a typeface with only these glyphs, and the new number of each."""
    wanted = hb.SubsetInput()
    wanted.glyph_set.update(numbers)
    for axis in face.face.axis_infos:
        wanted.pin_axis_location(
            face.face, axis.tag, face.weight if axis.tag == "wght" else axis.default_value
        )
    wanted.flags = _KEPT
    wanted.drop_table_tag_set.update(int.from_bytes(tag.encode().ljust(4), "big") for tag in _DROPPED)
    plan = hb.SubsetPlan(face.face, wanted)
    data: bytes = plan.execute().blob.data
    return data, dict(plan.old_to_new_glyph_mapping)


def _ranges(pairs: list[tuple[int, str]]) -> str:
    lines = [f"<{code:04X}> <{text.encode('utf-16-be').hex().upper()}>" for code, text in pairs]
    return "\n".join([f"{len(lines)} beginbfchar", *lines, "endbfchar"])
