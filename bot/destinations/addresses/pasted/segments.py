"""Cuts a pasted address into its lines, labelled values and the parts between commas."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from bot.core.typed_signs import keyed_name
from bot.destinations.addresses.fields import has_native_letters
from bot.destinations.countries.countries import Destination

POSTAL_MARK = "〒"
BULLET = re.compile(r"^[\s•·*▪▸►>–—-]+(?=\S)")
DASH = re.compile(r"(?<=\d)[－‐‑‒–—−ー](?=\d)")
BETWEEN = re.compile(r"[,，、،;；|]|\s/\s")
AROUND = " \t,，、;；:：|/-–()（）"
OWN = r"(?:nya|ku|e|\s+(?:saya|lengkap|penerima|rumah))?"
COUNTRY = "country"
NUMBERED = "numbered"
NOT_A_NAME = ("street", NUMBERED, "not_a_name")


@dataclass(slots=True)
class Segment:
    """A part of the address between commas. `had_code`: the postcode stood beside it."""

    text: str
    line: int
    had_code: bool = False

    @property
    def native(self) -> bool:
        """Whether it is written in another script than Latin."""
        return is_native(self.text)

    def cut(self, start: int, end: int) -> None:
        """Takes this stretch out of the text."""
        self.text = tidy(f"{self.text[:start]} {self.text[end:]}")


@dataclass(frozen=True, slots=True)
class Labelled:
    """A value behind a label; `field` is "" for lines without one."""

    field: str
    value: str
    line: int


def is_native(text: str) -> bool:
    """Whether most letters of a text are of another script than Latin."""
    letters = [sign for sign in text if sign.isalpha()]
    return sum(map(has_native_letters, letters)) * 2 > len(letters)


def tidy(text: str) -> str:
    """The text with single blanks, without signs at its ends; a bracket that closes here stays."""
    plain = " ".join(text.split())
    bare = plain.strip(AROUND).lstrip(f"{AROUND}.")
    at = plain.find(bare)
    if bare.count("(") > bare.count(")") and plain[at + len(bare) :][:1] == ")":
        return f"{bare})"
    return bare if bare.count("(") <= bare.count(")") else tidy(bare.replace("(", " "))


def clean_lines(text: str) -> list[str]:
    """The lines of a text without emoji, bullets and empty ones."""
    composed = unicodedata.normalize("NFC", keyed_name(text))
    shown = "".join(" " if _is_picture(sign) else sign for sign in composed)
    dashed = DASH.sub("-", shown)
    lines = (" ".join(BULLET.sub("", line).split()) for line in dashed.splitlines())
    return [line for line in lines if any(sign.isalnum() for sign in line)]


def _is_picture(sign: str) -> bool:
    pictured = unicodedata.category(sign) in {"So", "Sk", "Cs", "Co"} or sign in "\ufe0f\u200d"
    return pictured and sign not in f"{POSTAL_MARK}^`´"


def labelled(destination: Destination, lines: Iterable[str]) -> Iterator[Labelled]:
    """The lines as values behind their labels (`Nama: … / Alamat: …`) and without one, in order."""
    words = _labels(destination)
    known = "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
    label = re.compile(rf"(?:^|(?<=[\s,;/|]))({known}){OWN}\s*[:=：]\s*", re.IGNORECASE)
    open_label = ""
    for number, line in enumerate(lines):
        at = 0
        for match in label.finditer(line):
            if before := tidy(line[at : match.start()]):
                yield Labelled(open_label, before, number)
            open_label, at = words[match[1].casefold()], match.end()
        if after := line[at:].strip(" ,;/|"):
            yield Labelled(open_label, after, number)
            open_label = ""


def _labels(destination: Destination) -> Mapping[str, str]:
    """The words before a colon and the questions that they stand for; the country's own labels win."""
    told = {field: every for field, every in destination.labels.items() if field not in NOT_A_NAME}
    words = {word.casefold(): field for field, every in told.items() for word in every}
    for entry in destination.entry.address.fields:
        for label in (entry.label_id, entry.label_en):
            short = re.sub(r"\s*\(.*?\)", "", label).casefold().strip()
            if short:
                words[short] = entry.id
    return words


def segments(value: str, line: int) -> list[Segment]:
    """The parts of a value between commas."""
    return [Segment(part, line) for raw in BETWEEN.split(value) if (part := tidy(raw))]
