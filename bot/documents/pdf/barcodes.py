"""Barcodes: Code 128 and QR of an order number."""

from __future__ import annotations

from functools import lru_cache
from itertools import groupby
from typing import Any

from reportlab.graphics.barcode.code128 import Code128
from reportlab.graphics.barcode.qrencoder import QR8bitByte, QRCode, QRErrorCorrectLevel

from bot.documents.pdf.canvas import Paper

_QUIET = 10  # modules that must stay white on both sides of a Code 128
_QR_QUIET = 4
_SMALL, _LARGER, _MOST_IN_SMALL = 1, 2, 14  # QR versions, and the letters that fit the smallest
_ANY_MASK = 3  # every mask can be read; trying all eight for the prettiest costs ten times as much


def code_128(paper: Paper, text: str, x: float, y: float, width: float, height: float) -> None:
    """Draws the text as Code 128 in this box, quiet zones included."""
    bars = _bars(text)
    at, boxes = _QUIET, []
    for wide, black in bars:
        if black:
            boxes.append((at, 0, wide, 1))
        at += wide
    paper.pattern(boxes, x, y, width / (at + _QUIET), height)


def qr(paper: Paper, text: str, x: float, y: float, size: float) -> None:
    """Draws the text as a QR code in this square, quiet zone included."""
    rows = _modules(text)
    module = size / (len(rows) + 2 * _QR_QUIET)
    boxes = [(_QR_QUIET + at, row, long, 1) for row, runs in enumerate(rows, _QR_QUIET) for at, long in runs]
    paper.pattern(boxes, x, y, module, module)


@lru_cache(maxsize=64)
def _bars(text: str) -> list[tuple[int, bool]]:
    """The bars: their widths in modules, and whether they are black."""
    code: Any = Code128(text)
    code.validate()
    code.encode()
    code.decompose()
    return [(ord(one.upper()) - ord("A") + 1, one.isupper()) for one in code.decomposed]


@lru_cache(maxsize=64)
def _modules(text: str) -> list[list[tuple[int, int]]]:
    """The black runs of each row: start and length in modules."""
    code: Any = QRCode(_SMALL if len(text) <= _MOST_IN_SMALL else _LARGER, QRErrorCorrectLevel.M)
    code.addData(QR8bitByte(text))
    code.makeImpl(False, _ANY_MASK)
    return [_black(row) for row in code.modules]


def _black(row: list[bool]) -> list[tuple[int, int]]:
    runs, at = [], 0
    for black, same in groupby(row):
        long = len(list(same))
        if black:
            runs.append((at, long))
        at += long
    return runs
