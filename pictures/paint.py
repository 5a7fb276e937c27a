"""SVG to PNG: few colours, so that a picture stays small, and a stamp of the drawing it was made from."""

from __future__ import annotations

import hashlib
from io import BytesIO
from pathlib import Path

import resvg_py
from PIL import Image
from PIL.PngImagePlugin import PngInfo

COLOURS = (64, 40, 24)
MOST_BYTES = 24_000
STAMP = "Drawing"


def stamp(svg: str) -> str:
    """What names a drawing in the picture made from it."""
    return hashlib.sha256(svg.encode()).hexdigest()


def png(svg: str, width: int) -> bytes:
    """The drawing as a PNG of so many pixels across, with its stamp."""
    image = Image.open(BytesIO(bytes(resvg_py.svg_to_bytes(svg_string=svg, width=width)))).convert("RGB")
    made = (_with_colours(image, count, stamp(svg)) for count in COLOURS)
    return min(made, key=lambda one: (len(one) > MOST_BYTES, -len(one)))


def _with_colours(image: Image.Image, count: int, told: str) -> bytes:
    few = image.quantize(count, Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    about, out = PngInfo(), BytesIO()
    about.add_text(STAMP, told)
    few.save(out, "PNG", optimize=True, pnginfo=about)
    return out.getvalue()


def stamp_of(path: Path) -> str:
    """The stamp in a picture; "" without one."""
    with Image.open(path) as image:
        return str(image.info.get(STAMP, ""))
