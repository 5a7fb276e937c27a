"""Which encoding a file of text has, and its lines, read without taking the file into memory.

UTF-8 is what is meant. Windows-1252 and UTF-16, in which spreadsheet programs save too, are taken only where
they decode without doubt: almost any bytes are *some* text in Windows-1252, so what other encodings would
leave there is refused.
"""

from __future__ import annotations

import codecs
import io
import re
from collections.abc import Callable, Iterator
from typing import BinaryIO

from bot.core.errors import RantauError

Opener = Callable[[], BinaryIO]
"""Opens the bytes of a file at their beginning, as often as it is called."""
UTF_8, UTF_16_LE, UTF_16_BE, WINDOWS_1252 = "utf-8", "utf-16-le", "utf-16-be", "cp1252"
ENCODING_NAMES = {UTF_16_LE: "UTF-16", UTF_16_BE: "UTF-16", WINDOWS_1252: "Windows-1252"}
"""How the encodings that are not UTF-8 are called."""
LONGEST_LINE = 1_000_000
_BLOCK = 1 << 16
_UTF_16_MARKS = {codecs.BOM_UTF16_LE: UTF_16_LE, codecs.BOM_UTF16_BE: UTF_16_BE}
_LETTERS = "À-ÖØ-öø-ÿ"
_DOUBT = re.compile(
    # A sign that no catalogue in a Western language has; other code pages have letters there.
    f"[^\\x00-\\x7f{_LETTERS}‘’“”–—…•€™\\xa0®©°²³½¼¾×·«»º£§±µ¡¿´]"
    # Two letters of Latin-1 side by side, or one in capitals within a word: another alphabet, or a Macintosh.
    f"|[{_LETTERS}]{{2}}|[a-z][À-ÖØ-Þ]"
    # Signs within a word: letters of DOS and Macintosh.
    "|[A-Za-z][‘“”–—…•€™®©°²³½¼¾·«»º£§±µ¡¿´][a-z]"
)
_ALSO_UTF_8 = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")


class NotText(RantauError):
    """The bytes are no text, or no CSV; `line` is where that shows, `why` says it."""

    def __init__(self, line: int, why: str) -> None:
        super().__init__(f"{line}: {why}")
        self.line = line
        self.why = why


def encoding_of(opened: Opener) -> str:
    """The encoding of a whole file; one of the four above. Raises NotText and OSError."""
    with opened() as data:
        start = data.read(4)
    encoding = _UTF_16_MARKS.get(start[:2]) or _unmarked(start)
    line = _garbled_line(opened, encoding)
    if line is None:
        return encoding
    if encoding == UTF_8 and _is_western(opened) and _garbled_line(opened, WINDOWS_1252) is None:
        return WINDOWS_1252
    raise NotText(line, f"not {ENCODING_NAMES.get(encoding, 'UTF-8')}; save the file as “CSV UTF-8”")


def _unmarked(start: bytes) -> str:
    """Without a mark: every other byte of UTF-16 is zero where the text begins with a column's name."""
    zeros = [byte == 0 for byte in start]
    if zeros == [False, True, False, True]:
        return UTF_16_LE
    return UTF_16_BE if zeros == [True, False, True, False] else UTF_8


def _garbled_line(opened: Opener, encoding: str) -> int | None:
    """The first line that does not decode; None if all do. Raises NotText at a NUL, which no text has."""
    decoder, line = codecs.getincrementaldecoder(encoding)(), 1
    with opened() as data:
        block = b"first"
        while block:
            block = data.read(_BLOCK)
            try:
                text = decoder.decode(block, final=not block)
            except UnicodeDecodeError as garbled:
                return line + garbled.object[: garbled.start].decode(encoding, "replace").count("\n")
            if "\0" in text:
                line += text.partition("\0")[0].count("\n")
                raise NotText(line, "a NUL character; the file is damaged, or no text")
            line += text.count("\n")
    return None


def _is_western(opened: Opener) -> bool:
    """Whether the signs beyond ASCII stand as Windows-1252 has them in words, and as nothing else has."""
    with opened() as data:
        while line := data.readline(_BLOCK):
            if not line.isascii():
                text = line.decode(WINDOWS_1252, "replace")
                if _DOUBT.search(text) or _ALSO_UTF_8.search(line):
                    return False
    return True


def lines(opened: Opener, encoding: str) -> Iterator[str]:
    """The lines of a file, each with its end and the first without a byte order mark.

    Raises ValueError at a line over a million letters, and where the bytes no longer decode.
    """
    with opened() as data, io.TextIOWrapper(data, encoding, newline="") as text:
        mark = "\ufeff"
        while line := text.readline(LONGEST_LINE + 1):
            if len(line) > LONGEST_LINE:
                raise ValueError(f"a line is longer than {LONGEST_LINE} letters")
            yield line.removeprefix(mark)
            mark = ""
