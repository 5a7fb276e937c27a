"""The typefaces of printed papers: Noto Sans in every script, read once in each process that prints.

The files come with pip (the justmytype packs, licence OFL 1.1). Each is checked against the checksum of
the file that Rantau is tested with, since the bytes of a document depend on it.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import uharfbuzz as hb

from bot.core.errors import RantauError

REGULAR, BOLD = 400, 700
_THOUSAND = (1000, 1000)  # a PDF counts widths in thousandths of the type size


class FontsMissing(RantauError):
    """A typeface of the printed papers is missing or has a wrong checksum; `path` says which."""

    def __init__(self, path: str) -> None:
        super().__init__(f"{path}: install the requirements again (pip install --constraint constraints.txt)")
        self.path = path


@dataclass(frozen=True, slots=True)
class FontFile:
    """The path of a typeface in a package, and the SHA-256 that the file must have."""

    package: str
    path: str
    sha256: str


def _noto(package: str, family: str, axes: str, sha256: str) -> FontFile:
    path = f"fonts/ofl/{family.lower()}/{family}[{axes}].ttf"
    return FontFile(f"justmytype_{package}", path, sha256)


FILES = {
    "latin": _noto(
        "western_core",
        "NotoSans",
        "wdth,wght",
        "bfb7bb691513f12e734dc346c03a03f784912432d7e3fa8e56efcf906fe86b3d",
    ),
    "thai": _noto(
        "intl_sea",
        "NotoSansThai",
        "wdth,wght",
        "5a1c559bb539583c8a1fd99d1c5b9491e5e14478c9cd2bd0970d5c3096cc9ef8",
    ),
    "arabic": _noto(
        "intl_rtl",
        "NotoSansArabic",
        "wdth,wght",
        "63111b5b2e074dd48cc67692e0a2726d86ee94c1c37fe8598257b7b4e87e869e",
    ),
    "hebrew": _noto(
        "intl_rtl",
        "NotoSansHebrew",
        "wdth,wght",
        "7ef36a2c3593758cdb622e1bdef4f84523e92fbc3ccc667438dd80ff54c2de88",
    ),
    "traditional": _noto(
        "intl_cjk",
        "NotoSansTC",
        "wght",
        "864727d210d54f2537bbe23b3a839436c3992af72de9322af5270897246bd44f",
    ),
    "japanese": _noto(
        "intl_cjk",
        "NotoSansJP",
        "wght",
        "c2f3b4d463500a2ddcd3849cded1fceeb9fd6d1c32e6cbecd568453ba50fc68f",
    ),
    "simplified": _noto(
        "intl_cjk",
        "NotoSansSC",
        "wght",
        "a3041811a78c361b1de50f953c805e0244951c21c5bd412f7232ef0d899af0da",
    ),
    "korean": _noto(
        "intl_cjk",
        "NotoSansKR",
        "wght",
        "194018e6b2b293a7964f037b25c0249ce1418bc9ab3c971060a03aa57861e252",
    ),
    "khmer": _noto(
        "intl_sea",
        "NotoSansKhmer",
        "wdth,wght",
        "f37a8431a0c5d5ed2f81a767417546aca576a81fb7eff9c924d46aecf828f2ca",
    ),
    "lao": _noto(
        "intl_sea",
        "NotoSansLao",
        "wdth,wght",
        "9608b94603a82d09a8038946f9775242f99e3b3459b7f1e4d5b335b578cd7ab3",
    ),
    "burmese": _noto(
        "intl_sea",
        "NotoSansMyanmar",
        "wdth,wght",
        "7abbbfbe2514105d7ce94937aee3feb2ba89b73a256c8b77b5866bd9b83e32ec",
    ),
}
"""Every typeface by its script, in the order in which a letter is looked up."""

# The same Chinese character is drawn differently in each country.
_HAN = ("traditional", "japanese", "simplified", "korean")
_HAN_OF = {"JP": "japanese", "KR": "korean", "CN": "simplified", "SG": "simplified", "MY": "simplified"}


class Face:
    """A typeface in one weight: the glyphs of letters, and their widths in thousandths of the type size."""

    def __init__(self, name: str, weight: int) -> None:
        self.name, self.weight = name, weight
        self.face = opened(name)
        self.font = hb.Font(self.face)
        self.font.set_variations({"wght": weight})
        self.font.scale = _THOUSAND

    def glyph(self, letter: str) -> int:
        """The glyph of a letter by itself; 0 when this typeface has none."""
        found: int | None = self.font.get_nominal_glyph(ord(letter))
        return found or 0

    def width(self, glyph: int) -> int:
        """The advance width of a glyph, in thousandths of the type size."""
        moved: int = self.font.get_glyph_h_advance(glyph)
        return moved


@cache
def opened(name: str) -> hb.Face:
    """A typeface by its key in FILES, mapped into memory once per process. Raises FontsMissing."""
    return read(FILES[name])


def read(file: FontFile) -> hb.Face:
    """Reads the font file of a package. Raises FontsMissing when it is missing or has a wrong checksum."""
    path = _path(file)
    if path is None:
        raise FontsMissing(f"{file.package}/{file.path}")
    with path.open("rb") as data:
        if hashlib.file_digest(data, "sha256").hexdigest() != file.sha256:
            raise FontsMissing(str(path))
    return hb.Face(hb.Blob.from_file_path(str(path)))


@cache
def faces(destination: str, weight: int) -> tuple[Face, ...]:
    """The typefaces in the order of look-up, with the destination's own Chinese characters before others."""
    first = _HAN_OF.get(destination, _HAN[0])
    names = [name for name in FILES if name not in _HAN]
    at = names.index("hebrew") + 1
    names[at:at] = [first, *(name for name in _HAN if name != first)]
    return tuple(_face(name, weight) for name in names)


@cache
def _face(name: str, weight: int) -> Face:
    return Face(name, weight)


def missing() -> list[str]:
    """The paths of the typefaces that no installed package has."""
    return [f"{one.package}/{one.path}" for one in FILES.values() if _path(one) is None]


def _path(file: FontFile) -> Path | None:
    spec = find_spec(file.package)
    for folder in (spec.submodule_search_locations or ()) if spec else ():
        if (path := Path(folder) / file.path).is_file():
            return path
    return None
