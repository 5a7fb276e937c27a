"""Goods that a message names only to exclude them: crossed out, refused, left out."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from bot.understanding.combine.want import Want
from bot.understanding.spot.products import Mention
from bot.understanding.spot.scene import Scene

CROSSES = frozenset("❌✗✘")
EMPTY_BOXES = frozenset("☐□⬜▢◻❌✗✘")
FAR_BEHIND = 3
"""The most words between goods and the `jangan` that excludes them."""


def dropped_at_once(scene: Scene, want: Want) -> bool:
    """Whether goods are named only to be excluded: `karak: 0`, an empty box, `selain abon`."""
    message, mention = scene.message, want.mention
    if any(one.pieces == 0 and one.grams is None for one in want.amounts):
        return True
    box = message.plain(mention.start - 1)
    empty = (
        box in EMPTY_BOXES
        or message.plain(mention.end) in CROSSES
        or (box == "]" and message.plain(mention.start - 2) == "[")
    )
    return (
        empty or _dash_instead(scene, mention) or is_excluded(scene, mention) or refused_behind(scene, want)
    )


def with_listed_before(scene: Scene, wants: Sequence[Want]) -> None:
    """`yang sapi sama ayam jangan`: goods listed before refused ones are refused too."""
    for earlier, later in reversed(list(pairwise(wants))):
        if not later.dropped or earlier.dropped or earlier.amounts or not refused_behind(scene, later):
            continue
        start, end = earlier.mention.end, later.mention.start
        earlier.dropped = end - start == 1 and scene.message.says_at(start, "and")


def refused_behind(scene: Scene, want: Want) -> bool:
    """`yang sapi jangan`, `yang ada ayamnya jangan ya`: the refusal ends the clause."""
    message, at = scene.message, want.mention.end
    if want.amounts:
        return False
    while (
        at < want.mention.end + FAR_BEHIND
        and message.says_at(at, "talk")
        and not message.says_at(at, "refused")
    ):
        at += 1
    if not message.says_at(at, "refused"):
        return False
    at += 1
    while message.says_at(at, "talk", "address", "confirm") and not message.says_at(at, "reminder"):
        at += 1
    ended = at >= len(message) or message.kind(at) in ("sign", "break") or message.soft_break(at)
    return ended or message.says_at(at, "thanks")


def is_excluded(scene: Scene, mention: Mention) -> bool:
    """`selain abon`, `no beef please`; not `jangan lupa karak`."""
    message, before = scene.message, mention.start - 1
    while message.says_at(before, "talk", "glue") and not message.says_at(
        before, *("exclude", "turning", "leave_out", "and")
    ):
        before -= 1
    if message.says_at(before, "leave_out") and message.says_at(before - 1, "remove"):
        return True
    if message.says_at(before, "reminder") or message.says_at(before + 1, "order"):
        return False
    if message.says_at(before, "and") and message.has("refused", start=max(before - 3, 0), end=before):
        return not message.has(
            "order", start=max(before - 3, 0), end=before
        )  # "jangan dicampur sama yang ikan"
    return message.says_at(before, "exclude")


def _dash_instead(scene: Scene, mention: Mention) -> bool:
    """`karak: -` in a form."""
    message, at = scene.message, mention.end
    if message.plain(at) in {":", "=", "|"}:
        at += 1
    if message.plain(at) == "(" and message.plain(at + 2) == ")":
        return message.plain(at + 1) in {"-", "–", "—", "x", "✗"}
    return message.plain(at) in {"-", "–", "—"} and message.kind(at + 1) == "break"
