"""Transcripts: what a chat looks like in a text file, line by line.

# a remark
@sari                       from here on Sari acts; `@ann en` speaks English; unknown names are new people
> (dokumen timbang.xlsx)    sends that file of the play; `(foto struk.png)` sends a picture
> intip manis               types; `\\n` is a new line, `{number}` what was seen before
[Keranjang]                 taps the newest button of that name
< Pesanan {number}          stands in what was said since the person's last step; captures `{number}`
!< WIB                      stands in none of it
+ *.xlsx                    a file of such a name has come since
= same                      the last step has changed nothing in the database
% invite umkm CODE code     the house does something; see `chat_directions.py`
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

MARKS = ("!<", ">", "<", "@", "%", "+", "=")
FILE = re.compile(r"\((dokumen|foto) ([^()]+)\)")
FIELD = re.compile(r"{(\w+)}")


@dataclass(frozen=True)
class Step:
    """One line of a transcript."""

    line: int
    mark: str
    text: str

    @property
    def acts(self) -> bool:
        return self.mark in (">", "[", "%")

    def __str__(self) -> str:
        return f"[{self.text}]" if self.mark == "[" else f"{self.mark} {self.text}"


def read(text: str) -> list[Step]:
    """The steps of a transcript. Raises ValueError at a line that cannot be read."""
    return list(_steps(text))


def _steps(text: str) -> Iterator[Step]:
    for number, raw in enumerate(text.splitlines(), start=1):
        line = raw.strip()
        if not line or line.startswith("#"):
            continue
        if line.startswith("[") and line.endswith("]"):
            yield from (Step(number, "[", one) for one in line[1:-1].split("] ["))
            continue
        mark = next((one for one in MARKS if line.startswith(one)), None)
        if mark is None:
            raise ValueError(f"line {number} is no step: {line!r}")
        yield Step(number, mark, line.removeprefix(mark).strip())


def only_on(text: str) -> str:
    """The one channel of a transcript that says `# only on telegram`; empty when it runs on all."""
    found = re.search(r"^# only on (\w+)", text, re.MULTILINE)
    return found[1] if found else ""


def filled_in(text: str, known: dict[str, str]) -> str:
    """The text with captured values filled in. Raises KeyError for a name that was not captured."""
    return FIELD.sub(lambda found: known[found[1]], text)


def pattern(text: str, known: dict[str, str]) -> re.Pattern[str]:
    """The pattern of a `<` line: captured names are replaced by their values, new ones capture a word."""
    parts: list[str] = []
    for index, part in enumerate(FIELD.split(text)):
        if index % 2 == 0:
            parts.append(re.escape(part))
        else:
            parts.append(re.escape(known[part]) if part in known else rf"(?P<{part}>[A-Za-z0-9]+(?:-\w+)*)")
    return re.compile("".join(parts))


def transcripts(chats: Path) -> list[Path]:
    """The chats of all roles; `scenes/` holds only parts of them."""
    return sorted(path for path in chats.glob("*/*.chat") if path.parent.name != "scenes")
