"""A kind that is spoken of as known means the goods of that kind that the message named before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.understanding.combine.want import Want, extent
from bot.understanding.spot.scene import Scene

ADD_BEFORE = 2
"""How many words before goods may say that there shall be more of them."""


def named_again(scene: Scene, wants: Sequence[Want]) -> None:
    """`sambal bawang 1. eh sambalnya 2 deh`: two of the sambal bawang; `sambalnya tambah 1` is one more."""
    for at, later in enumerate(wants):
        if later.dropped or later.mention.sure or not later.amounts or not _is_known(scene, later):
            continue
        before = [one for one in wants[:at] if _is_of_kind(one, later)]
        if len({one.mention.skus for one in before}) != 1:
            continue
        later.mention = replace(later.mention, skus=before[0].mention.skus, whole=True)
        adds = wants_more(scene, later) or _is_for_somebody(scene, before[0], later)
        for one in () if adds else before:
            one.dropped = True


def _is_for_somebody(scene: Scene, earlier: Want, later: Want) -> bool:
    """`sambal bawang 3 buat Adi, sambalnya 2 buat Siti`: each has goods of their own."""
    end = scene.message.sentence_at(later.mention.start).stop
    return any(earlier.mention.start <= one.start < end for one in scene.persons)


def wants_more(scene: Scene, want: Want) -> bool:
    """Whether words at the goods say that there shall be more of them; not so many in all."""
    message, start, end = scene.message, max(want.mention.start - ADD_BEFORE, 0), extent(want)
    adds = message.has("add", start=start, end=end) or message.plain(end) in message.vocabulary.answers.more
    return adds and not message.has("becomes", start=start, end=end)


def _is_known(scene: Scene, want: Want) -> bool:
    message, definite = scene.message, tuple(scene.message.vocabulary.affixes.definite)
    return (
        message.plain(want.mention.end - 1).endswith(definite) or message.plain(want.mention.end) in definite
    )


def _is_of_kind(earlier: Want, later: Want) -> bool:
    mention = earlier.mention
    return not earlier.dropped and mention.sure and mention.skus[0] in later.mention.skus
