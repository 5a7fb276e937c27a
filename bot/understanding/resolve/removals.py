"""Finds the goods that a message takes out again with `gajadi`, `hapus` and the like."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from bot.understanding.combine.exclusions import is_excluded
from bot.understanding.combine.want import Want, extent
from bot.understanding.combine.wants import clauses_of
from bot.understanding.spot.scene import Scene

CLOSE, WITHIN = 2, 5
"""The most words between goods and the word that removes them: goods before it, goods behind it."""


def taken_out(scene: Scene, wants: Sequence[Want]) -> list[Want]:
    """The wants that `gajadi`, `hapus` and the like refer to."""
    found: list[Want] = []
    for at in _removals(scene):
        want = _target(scene, wants, at)
        if want is not None and want not in found and not _spared(scene, want):
            found += [*_listed_before(scene, wants, want, at), want, *_listed_after(scene, wants, want, at)]
    return found


def _spared(scene: Scene, want: Want) -> bool:
    """Whether the goods are an exception: `hapus semua kecuali karak`."""
    message, start = scene.message, want.mention.start
    return message.has("all", end=start) and is_excluded(scene, want.mention)


def _removals(scene: Scene) -> Iterator[int]:
    """The words that remove goods; not those of `ga usah pake brem`, which only excludes them."""
    message = scene.message
    for at in clauses_of(scene, "remove"):
        end = at
        while message.says_at(end, "remove"):
            end += 1
        denied = message.says_at(at - 1, "refused", "denial") and not message.says_at(at - 1, "remove")
        if not message.says_at(end, "leave_out") and not denied:
            yield at


def _target(scene: Scene, wants: Sequence[Want], at: int) -> Want | None:
    message = scene.message
    end = at + 1
    while message.says_at(end, "remove"):
        end += 1
    before = next((one for one in reversed(wants) if extent(one) <= at), None)
    after = next((one for one in wants if one.mention.start >= end), None)
    near_before = before is not None and _near(scene, extent(before), at, CLOSE)
    near_after = after is not None and _near(scene, end, after.mention.start, WITHIN, over_verbs=True)
    if near_before and not (near_after and before is not None and before.amounts):
        return before
    return after if near_after else None


def _near(scene: Scene, start: int, end: int, most: int, over_verbs: bool = False) -> bool:
    message = scene.message
    words = [at for at in range(start, end) if message.kind(at) == "word"]
    apart = [at for at in range(start, end) if not message.says_at(at, "also")]
    if any(message.strong_break(at) or message.soft_break(at) for at in apart) or len(words) > most:
        return False
    verbs = (at for at in range(start, end) if message.says_at(at, "order"))
    return over_verbs or all(message.says_at(at, "wish_only") for at in verbs)


def _listed_before(scene: Scene, wants: Sequence[Want], last: Want, at: int) -> Iterator[Want]:
    """Goods listed before removed ones go too: `semprong sama lidah kucingnya dibatalin`."""
    if last.mention.start > at or last.amounts:
        return
    start = last.mention.start
    for one in reversed([one for one in wants if one.mention.end <= start]):
        strong, soft = scene.message.breaks(one.mention.end, start)
        if strong or not soft or one.amounts or start - one.mention.end > CLOSE:
            return
        yield one
        start = one.mention.start


def _listed_after(scene: Scene, wants: Sequence[Want], first: Want, at: int) -> Iterator[Want]:
    """Goods listed after removed ones go too: `hapus karak sama intip gurih`."""
    if first.mention.start < at:
        return
    end = extent(first)
    for one in wants:
        if one.mention.start < end or one is first:
            continue
        strong, soft = scene.message.breaks(end, one.mention.start)
        if strong or not soft or one.amounts or one.mention.start - end > CLOSE:
            return
        yield one
        end = extent(one)


def listed_below(scene: Scene, wants: Sequence[Want]) -> list[Want]:
    """The goods in lines below one that removes and names none: `mohon dihapus:` with a list."""
    message, found = scene.message, list[Want]()
    lines = [one for one in _lines(scene) if one]
    for line, below in pairwise(lines):
        removes = message.has("remove", start=line.start, end=line.stop)
        if not removes or any(one.mention.start in line for one in wants):
            continue
        for later in lines[lines.index(below) :]:
            if message.has("add", "order", "change", "remove", start=later.start, end=later.stop):
                break
            found += [one for one in wants if one.mention.start in later]
    return found


def _lines(scene: Scene) -> Iterator[range]:
    """The lines of the message, without their ends."""
    breaks = [at for at in range(len(scene.message)) if scene.message.kind(at) == "break"]
    for start, end in pairwise([-1, *breaks, len(scene.message)]):
        yield range(start + 1, end)
