"""Text as it is compared: in lower case, without accents, and where asked for in words only."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

WORD = r"[^\W\d_]+(?:['’][^\W\d_]+)*"
"""The pattern of a word: letters, and apostrophes between them."""
_WORD = re.compile(WORD)


def plain(text: str) -> str:
    """Lower case without accents. Every other way to compare text starts from this one."""
    folded = text.casefold()
    if folded.isascii():
        return folded
    apart = unicodedata.normalize("NFKD", folded.replace("ı", "i"))
    return "".join(sign for sign in apart if not unicodedata.combining(sign))


@lru_cache(maxsize=20_000)
def plain_word(word: str) -> str:
    """A word as messages and their vocabulary are compared: plain, with straight apostrophes."""
    return plain(word.replace("’", "'"))


def plain_words(text: str) -> str:
    """A name as names are compared: plain, punctuation left out, single blanks between the words."""
    return " ".join("".join(sign if _is_of_a_word(sign) else " " for sign in plain(text)).split())


def words_in(text: str) -> tuple[str, ...]:
    """The words of a text in their order, each as `plain_word` has it; numbers and signs are left out."""
    return tuple([plain_word(word) for word in _WORD.findall(text)])


def _is_of_a_word(sign: str) -> bool:
    return sign.isalnum() or unicodedata.category(sign) in {"Mc", "Mn"}
