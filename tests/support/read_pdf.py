"""Reads a finished PDF: the words of each page, and the codes that a scanner finds on it."""

from __future__ import annotations

from typing import Any

import pypdfium2
import zxingcpp

_UNSAID = "\u200b"
"""The character of a glyph whose text belongs to its neighbour."""


def pages(data: bytes) -> list[str]:
    """The words of each page, with single blanks between them."""
    with pypdfium2.PdfDocument(data) as document:
        return [_words(page) for page in document]


def sizes(data: bytes) -> list[tuple[float, float]]:
    """Width and height of each page in millimetres."""
    with pypdfium2.PdfDocument(data) as document:
        return [tuple(round(side * 25.4 / 72, 1) for side in page.get_size()) for page in document]


def scanned(data: bytes, page: int, dots_per_inch: int = 203) -> dict[str, str]:
    """What a scanner reads on a page printed by a usual label printer, by the kind of code."""
    with pypdfium2.PdfDocument(data) as document:
        picture = document[page].render(scale=dots_per_inch / 72).to_pil().convert("1").convert("L")
    found: Any = zxingcpp.read_barcodes(picture)
    return {str(one.format).removeprefix("BarcodeFormat."): one.text for one in found}


def _words(page: Any) -> str:
    return " ".join(page.get_textpage().get_text_range().replace(_UNSAID, "").split())
