"""Finds what in a text is not its writer's own: quotes, headers of forwards and exports, struck words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

_QUOTED = re.compile(r"^[ \t]*>.*$", re.MULTILINE)
_STRUCK = re.compile(r"~(?=\S)[^~\n]+(?<=\S)~")
_WHEN = r"(?:\d{1,2}[/.-]\d{1,2}(?:[/.-]\d{2,4})?,?[ \t]+)?\d{1,2}[.:]\d{2}(?:[.:]\d{2})?(?:[ \t]*[AP]M)?"
_EXPORTED = re.compile(
    rf"^[ \t]*(?:\[{_WHEN}\]|{_WHEN}[ \t]*[-–]?)[ \t]+[^\W\d][^:\n]{{0,30}}:", re.MULTILINE | re.IGNORECASE
)


class Quotes:
    """The lines that programs put above what somebody else wrote, by the words in them.

    `forwarded` heads a forwarded message, `headers` are the labels of a mail's head, `wrote` ends the line
    above a quote.
    """

    def __init__(self, forwarded: Iterable[str], headers: Iterable[str], wrote: Iterable[str]) -> None:
        flags = re.MULTILINE | re.IGNORECASE
        marked = rf"^[ \t]*(?:-{{2,}}.*-{{2,}}|\W*{_any_of(forwarded)}\b.{{0,20}})[ \t]*$"
        self._forwarded = re.compile(marked, flags)
        self._headers = re.compile(rf"(?:^[ \t]*{_any_of(headers)}[ \t]*:.*$\n?){{2,}}", flags)
        self._wrote = re.compile(rf"^.{{0,60}}\b{_any_of(wrote)}\b[ \t]*:[ \t]*$", flags)

    def not_own_words(self, text: str) -> Iterator[tuple[int, int]]:
        """The stretches (by characters) that others wrote, that programs added, or that were struck out.

        A quote counts as the message itself when there is nothing else in it.
        """
        for pattern in (_STRUCK, _EXPORTED, self._forwarded, self._headers, self._wrote):
            yield from (match.span() for match in pattern.finditer(text))
        if re.search(r"\w", self._wrote.sub("", _QUOTED.sub("", text))):
            yield from (match.span() for match in _QUOTED.finditer(text))


def _any_of(words: Iterable[str]) -> str:
    """A pattern for one of these words; for no text at all when there are none."""
    listed = "|".join(map(re.escape, sorted(words)))
    return f"(?:{listed})" if listed else "(?!)"
