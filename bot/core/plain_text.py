"""Normal forms of text for comparison: lower case, without accents, some reduced to words."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

WORD = r"[^\W\d_]+(?:['’][^\W\d_]+)*"
"""The pattern of a word: letters, and apostrophes between them."""
_WORD = re.compile(WORD)


def plain(text: str) -> str:
    """The text in lower case without accents. All other normal forms start from this one."""
    folded = text.casefold()
    if folded.isascii():
        return folded
    apart = unicodedata.normalize("NFKD", folded.replace("ı", "i")).casefold()  # 𝕊 has no lower case, S has
    return "".join(sign for sign in apart if not unicodedata.combining(sign))


@lru_cache(maxsize=20_000)
def plain_word(word: str) -> str:
    """The normal form of a word of a message or the vocabulary: plain, with straight apostrophes."""
    return plain(word.replace("’", "'"))


def plain_words(text: str) -> str:
    """The normal form of a name: plain, without punctuation, with single blanks between the words."""
    return " ".join("".join(sign if _is_word_sign(sign) else " " for sign in plain(text)).split())


def words_in(text: str) -> tuple[str, ...]:
    """The words of a text in order, each in its `plain_word` form, without numbers and signs."""
    return tuple([plain_word(word) for word in _WORD.findall(text)])


def _is_word_sign(sign: str) -> bool:
    return sign.isalnum() or unicodedata.category(sign) in {"Mc", "Mn"}
