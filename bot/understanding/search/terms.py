"""The words of a search and of the texts it searches: ASCII, without numbers and fillers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from bot.core.plain_text import plain
from bot.core.typed_signs import keyed

LONGEST = 1000
"""The most characters of a text that are read."""
MOST_WORDS = 12
NEGATED = "-"
"""Marks a word behind "without": a search for `daging` does not mean `tanpa daging`."""
NEGATING = frozenset({"tanpa", "without", "no", "non"})
FILLERS = frozenset(
    re.findall(
        r"\w+",
        "kak kakak ka kk min mas mbak gan sis bang mau pesan beli order cari nyari carikan lihat liat minta"
        " tolong apa apakah ada adakah punya jual yang yg dan sama dengan dgn ya dong sih deh nih lah kah"
        " bks bungkus pcs biji kirim ke di ini itu saya aku atau untuk buat permisi halo hai"
        " the and or please order want some of with to for have you do looking find any is there my",
    )
)
_CLAUSE = re.compile(r"[^a-z ]*[.,;:()\n!?][^a-z ]*")
_WORD = re.compile(r"[a-z]{2,}")
_ASIDE = re.compile(r"\([^)]*\)")


def _ascii(text: str) -> str:
    """The ASCII characters of the plain text, of at most LONGEST characters."""
    return plain(keyed(text[:LONGEST])).encode("ascii", "ignore").decode()


def query_words(text: str) -> str:
    """The words that a search looks for: lower-case ASCII, without numbers and fillers, each once."""
    words = dict.fromkeys(word for word in _WORD.findall(_ascii(text)) if word not in FILLERS)
    return " ".join(list(words)[:MOST_WORDS])


def words_of(text: str) -> list[str]:
    """The words of a text in order; those behind "without" carry the mark NEGATED."""
    return [word for clause in _CLAUSE.split(_ascii(text)) for word in _signed(clause)]


def _signed(clause: str) -> Iterator[str]:
    without = False
    for word in _WORD.findall(clause):
        if word in NEGATING:
            without = True
            yield "tanpa"
        elif word not in FILLERS:
            yield f"{NEGATED}{word}" if without else word


@lru_cache(maxsize=2_000)
def shared_words(name: str) -> tuple[str, ...]:
    """The words of a name that many products share (UMKM, category), without text in brackets."""
    return tuple(words_of(_ASIDE.sub(" ", name)))
