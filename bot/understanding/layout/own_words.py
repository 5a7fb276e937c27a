"""Finds what in a text is not its writer's own: quotes, headers of forwards and exports, struck words."""

from __future__ import annotations

import re
from collections.abc import Iterator

_QUOTED = re.compile(r"^[ \t]*>.*$", re.MULTILINE)
_STRUCK = re.compile(r"~(?=\S)[^~\n]+(?<=\S)~")
_WHEN = r"(?:\d{1,2}[/.-]\d{1,2}(?:[/.-]\d{2,4})?,?[ \t]+)?\d{1,2}[.:]\d{2}(?:[.:]\d{2})?(?:[ \t]*[AP]M)?"
_EXPORTED = re.compile(
    rf"^[ \t]*(?:\[{_WHEN}\]|{_WHEN}[ \t]*[-–]?)[ \t]+[^\W\d][^:\n]{{0,30}}:", re.MULTILINE | re.IGNORECASE
)
_FORWARDED = re.compile(
    r"^[ \t]*(?:-{2,}.*-{2,}|[^\w\n]*(?:forwarded|diteruskan)\b.{0,20})[ \t]*$", re.MULTILINE | re.IGNORECASE
)
_HEADERS = re.compile(
    r"(?:^[ \t]*(?:from|to|cc|date|sent|subject|dari|kepada|tanggal|perihal)[ \t]*:.*$\n?){2,}",
    re.MULTILINE | re.IGNORECASE,
)
_WROTE = re.compile(r"^.{0,60}\b(?:wrote|menulis)\b[ \t]*:[ \t]*$", re.MULTILINE | re.IGNORECASE)


def not_own_words(text: str) -> Iterator[tuple[int, int]]:
    """The stretches (by characters) that others wrote, that programs added, or that were struck out.

    A quote counts as the message itself when there is nothing else in it, or when it was forwarded.
    """
    for pattern in (_STRUCK, _EXPORTED, _FORWARDED, _HEADERS, _WROTE):
        yield from (match.span() for match in pattern.finditer(text))
    forwarded = _FORWARDED.search(text) or _HEADERS.search(text)
    if not forwarded and re.search(r"\w", _WROTE.sub("", _QUOTED.sub("", text))):
        yield from (match.span() for match in _QUOTED.finditer(text))
