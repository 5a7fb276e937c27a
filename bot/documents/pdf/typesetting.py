"""Typesets lines of any script: their glyphs, the order and widths of these, and where lines may break."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import groupby

import uharfbuzz as hb
from bidi import algorithm

from bot.documents.pdf.fonts import BOLD, REGULAR, Face, faces

_RIGHT_TO_LEFT = "\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff"
_JOINED = "\u0300-\u036f\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u1ab0-\u1aff\u200b-\u200f\u20d0-\u20ff"
_FROM_RIGHT = re.compile(f"[{_RIGHT_TO_LEFT}]")
_SHAPED = re.compile(f"[{_RIGHT_TO_LEFT}{_JOINED}]")
"""Letters that change with their neighbours, stand above them, or run from the right."""
_HAN = (
    "\u2e80-\u2fff\u3005-\u3007\u3021-\u3029\u3040-\u31ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff\uff66-\uff9f"
)
_OPENING, _CLOSING = "(\\[{（「『【《〈［｛“‘", ")\\]}）」』】》〉］｝”’、。，．・：；！？!?,.:;%ー々"
_UNBROKEN = re.compile(f"[{_OPENING}]*(?:[{_HAN}]|[^\\s{_HAN}{_OPENING}]+|$)[{_CLOSING}]*\\s*|\\s+|.")
_CLUSTER = re.compile(
    "[\u0e40-\u0e44\u0ec0-\u0ec4]?.[\u0300-\u036f\u0e31\u0e33-\u0e3a\u0e47-\u0e4e\u0eb1-\u0ebc]*"
)
_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_STRONG = "a\u05d0"
_NOT_PRINTED = re.compile("[\x00-\x1f\x7f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]+")


@dataclass(frozen=True, slots=True, eq=False)
class Glyph:
    """A glyph of a line. `text` is what it stands for, empty when a neighbour stands for both.

    `across` and `up` are its offsets from the current point, `onward` is its advance, all in thousandths of
    the type size.
    """

    face: Face
    number: int
    text: str
    onward: int
    across: int = 0
    up: int = 0


Run = tuple[Face, tuple[Glyph, ...]]
"""Consecutive glyphs of one typeface."""


@dataclass(frozen=True, slots=True, eq=False)
class Line:
    """One line of type in visual order, from the left.

    `plain`: each letter is one glyph in its default position. `spoken`: glyphs and letters do not correspond
    one to one, so that the PDF has to state the text.
    """

    text: str
    runs: tuple[Run, ...]
    thousandths: int
    plain: bool
    spoken: bool = False

    def points(self, size: float) -> float:
        """Its width in points at this type size."""
        return self.thousandths * size / 1000


def tidy(text: str) -> str:
    """The text as printed: composed letters, single spaces, no invisible characters."""
    if text.isascii() and text.isprintable():
        return " ".join(text.split())
    return " ".join(_NOT_PRINTED.sub(" ", unicodedata.normalize("NFC", text)).split())


def runs_from_right(text: str) -> bool:
    """Whether the first letter of a line that has a direction is of a script read from the right."""
    found: int = algorithm.get_base_level(text) if _SHAPED.search(text) else 0
    return found == 1


@lru_cache(maxsize=4_000)
def line(text: str, destination: str, bold: bool = False) -> Line:
    """Sets a text as one line of type; the cache keeps what many pages repeat."""
    text = tidy(text)
    fonts = faces(destination, BOLD if bold else REGULAR)
    plain = _SHAPED.search(text) is None
    found = [_lone(one, fonts) for one in text] if plain else _shaped(text, fonts)
    # PDF readers reverse right-to-left glyphs themselves; some reverse them twice if the text is stated.
    spoken = not plain and not _FROM_RIGHT.search(text)
    runs = tuple((face, tuple(same)) for face, same in groupby(found, key=lambda one: one.face))
    return Line(text, runs, sum(one.onward for one in found), plain, spoken)


@lru_cache(maxsize=4_000)
def broken(text: str, destination: str, size: float, width: float, bold: bool = False) -> tuple[str, ...]:
    """The text broken into lines of at most this width in points, where its script allows it."""
    room = width * 1000 / size
    whole = line(text, destination, bold)
    if not whole.text or whole.thousandths <= room:
        return (whole.text,) if whole.text else ()
    lines = [""]
    for piece in _pieces(whole.text, destination, room, bold):
        if lines[-1] and line((lines[-1] + piece).rstrip(), destination, bold).thousandths > room:
            lines.append("")
        lines[-1] += piece
    return tuple(one.strip() for one in lines)


def _pieces(text: str, destination: str, room: float, bold: bool) -> Iterator[str]:
    """The unbreakable pieces of a text; a word wider than a whole line is split into its letters."""
    for found in _UNBROKEN.finditer(text):
        piece = found.group()
        if line(piece.rstrip(), destination, bold).thousandths <= room:
            yield piece
        else:
            yield from (one.group() for one in _CLUSTER.finditer(piece))


@cache
def _lone(letter: str, fonts: tuple[Face, ...]) -> Glyph:
    for face in fonts:
        if number := face.glyph(letter):
            return Glyph(face, number, letter, face.width(number))
    return Glyph(fonts[0], 0, letter, fonts[0].width(0))


def _shaped(text: str, fonts: tuple[Face, ...]) -> list[Glyph]:
    glyphs: list[Glyph] = []
    for piece, from_right in _as_seen(text):
        parts = _by_face(piece, fonts)
        for face, part in reversed(parts) if from_right else parts:
            glyphs.extend(_shape(part, face, from_right))
    return glyphs


def _as_seen(text: str) -> Iterator[tuple[str, bool]]:
    """The pieces of a line in visual order, each with whether it is read from the right (Unicode annex 9)."""
    level = algorithm.get_base_level(text)
    storage = algorithm.get_empty_storage() | {"base_level": level, "base_dir": "LR"[level]}
    algorithm.get_embedding_levels(_with_paired(text, level), storage)
    for index, letter in enumerate(storage["chars"]):
        letter["index"] = index
        if not letter["type"]:  # an unassigned code point, for which the algorithm knows no direction
            letter["type"] = letter["orig"] = "L"
    algorithm.explicit_embed_and_overrides(storage)
    algorithm.resolve_weak_types(storage)
    algorithm.resolve_neutral_types(storage, False)
    algorithm.resolve_implicit_levels(storage, False)
    algorithm.reorder_resolved_levels(storage, False)
    for from_right, letters in groupby(storage["chars"], key=lambda one: one["level"] % 2 == 1):
        piece = "".join(text[one["index"]] for one in letters)
        yield (piece[::-1] if from_right else piece), from_right


def _with_paired(text: str, level: int) -> str:
    """The text with letters in place of paired brackets, which take the direction inside (rule N0)."""
    letters = list(text)
    for pair in _BRACKETS.finditer(text):
        inside, before = _directions(pair.group()), _directions(text[: pair.start()])
        opposite = 1 - level
        turned = level not in inside and opposite in inside and before[-1:] == [opposite]
        letters[pair.start()] = letters[pair.end() - 1] = _STRONG[opposite if turned else level]
    return "".join(letters)


def _directions(text: str) -> list[int]:
    """The directions of the letters that have one: 0 from the left, 1 from the right."""
    kinds = (unicodedata.bidirectional(one) for one in text)
    return [int(kind != "L") for kind in kinds if kind in ("L", "R", "AL")]


def _by_face(text: str, fonts: tuple[Face, ...]) -> list[tuple[Face, str]]:
    """Splits the text into pieces of one typeface; blanks and marks stay with the letter before them."""
    pieces: list[tuple[Face, str]] = []
    for letter in text:
        face = _lone(letter, fonts).face
        stays = letter == " " or unicodedata.combining(letter) or unicodedata.category(letter) in ("Mn", "Cf")
        if pieces and (pieces[-1][0] is face or (stays and pieces[-1][0].glyph(letter))):
            pieces[-1] = (pieces[-1][0], pieces[-1][1] + letter)
        else:
            pieces.append((face, letter))
    return pieces


def _shape(text: str, face: Face, from_right: bool) -> Iterator[Glyph]:
    buffer = hb.Buffer()
    buffer.cluster_level = hb.BufferClusterLevel.MONOTONE_CHARACTERS
    buffer.add_str(text)
    buffer.guess_segment_properties()
    buffer.direction = "rtl" if from_right else "ltr"
    hb.shape(face.font, buffer)
    texts = _glyph_texts(text, buffer)
    for info, place, letters in zip(buffer.glyph_infos, buffer.glyph_positions, texts, strict=True):
        yield Glyph(face, info.codepoint, letters, place.x_advance, place.x_offset, place.y_offset)


def _glyph_texts(text: str, buffer: hb.Buffer) -> list[str]:
    """The text of each glyph: the widest glyph of a cluster gets the letters, the others get nothing."""
    starts = [one.cluster for one in buffer.glyph_infos]
    ordered = sorted(set(starts))
    ends = dict(zip(ordered, [*ordered[1:], len(text)], strict=True))
    widest: dict[int, tuple[int, int]] = {}
    for index, (start, place) in enumerate(zip(starts, buffer.glyph_positions, strict=True)):
        widest[start] = max(widest.get(start, (-1, 0)), (place.x_advance, -index))
    speaking = {-index for _, index in widest.values()}
    return [text[start : ends[start]] if at in speaking else "" for at, start in enumerate(starts)]
