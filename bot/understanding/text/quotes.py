"""Finds what in a text is not its writer's own: quotes, headers of forwards and exports, struck words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet

from bot.core.plain_text import plain_words

_QUOTED = re.compile(r"^[ \t]*>.*$", re.MULTILINE)
_STRUCK = re.compile(r"~(?=\S)[^~\n]+(?<=\S)~")
_WHEN = r"(?:\d{1,2}[/.-]\d{1,2}(?:[/.-]\d{2,4})?,?[ \t]+)?\d{1,2}[.:]\d{2}(?:[.:]\d{2})?(?:[ \t]*[AP]M)?"
_EXPORTED = re.compile(
    rf"^[ \t]*(?:\[{_WHEN}\]|{_WHEN}[ \t]*[-–]?)[ \t]+(?P<who>[^\W\d][^:\n]{{0,30}}):",
    re.MULTILINE | re.IGNORECASE,
)


class Quotes:
    """The lines that programs put above what somebody else wrote, by the words in them.

    `forwarded` heads a forwarded message, `headers` are the labels of a mail's head, `wrote` ends the line
    above a quote.
    """

    def __init__(self, forwarded: Iterable[str], headers: Iterable[str], wrote: Iterable[str]) -> None:
        flags = re.MULTILINE | re.IGNORECASE
        marked = rf"^[ \t]*(?:-{{2,}}.*-{{2,}}|[^\w\n]*{_any_of(forwarded)}\b.{{0,20}})[ \t]*$"
        self._forwarded = re.compile(marked, flags)
        self._headers = re.compile(rf"(?:^[ \t]*{_any_of(headers)}[ \t]*:.*$\n?){{2,}}", flags)
        self._wrote = re.compile(rf"^.{{0,60}}\b{_any_of(wrote)}\b[ \t]*:[ \t]*$", flags)

    def not_own_words(self, text: str, shop: AbstractSet[str]) -> Iterator[tuple[int, int]]:
        """The stretches (by characters) that others wrote, that programs added, or that were struck out.

        In a chat that was copied whole, lines of a writer with one of the names of a `shop` are the shop's.
        A quote counts as the message itself when there is nothing else in it, or when it was forwarded.
        """
        for pattern in (_STRUCK, _EXPORTED, self._forwarded, self._headers, self._wrote):
            yield from (match.span() for match in pattern.finditer(text))
        for match in _EXPORTED.finditer(text):
            if not shop.isdisjoint(plain_words(match["who"]).split()):
                yield match.start(), _end_of_line(text, match.end())
        forwarded = self._forwarded.search(text) or self._headers.search(text)
        if not forwarded and re.search(r"\w", self._wrote.sub("", _QUOTED.sub("", text))):
            yield from (match.span() for match in _QUOTED.finditer(text))


def _end_of_line(text: str, at: int) -> int:
    end = text.find("\n", at)
    return len(text) if end < 0 else end


def _any_of(words: Iterable[str]) -> str:
    """A pattern for one of these words; for no text at all when there are none."""
    listed = "|".join(map(re.escape, sorted(words)))
    return f"(?:{listed})" if listed else "(?!)"
