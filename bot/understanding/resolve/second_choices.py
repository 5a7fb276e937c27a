"""Drops goods that a message does not want after all: second choices, and goods that it refuses later."""

from __future__ import annotations

from collections.abc import Sequence

from bot.understanding.combine.exclusions import is_excluded, refused_behind
from bot.understanding.combine.want import Want
from bot.understanding.spot.scene import Scene

CONDITION = 4
"""The most words between `kalau` and a `kosong` that belongs to it."""


def withdraw(scene: Scene, wants: Sequence[Want]) -> None:
    """Drops the goods that the message does not want after all."""
    for at, want in enumerate(wants):
        if want.dropped and want.mention.sure and _refused(scene, want):
            _refuse(wants[:at], want)
        elif not want.dropped:
            later = wants[at + 1 :]
            want.dropped = _second_choice(scene, wants[:at], want) or _all_there(scene, want, later)
            want.dropped = want.dropped or (not at and _formerly(scene, want, later))


def _refused(scene: Scene, want: Want) -> bool:
    return is_excluded(scene, want.mention) or refused_behind(scene, want)


def _refuse(earlier: Sequence[Want], refused: Want) -> None:
    """Drops earlier mentions of refused goods: `tas rotan 1… tas batik aja 1, jangan yang rotan`."""
    for one in earlier:
        one.dropped = one.dropped or (one.mention.sure and one.mention.skus == refused.mention.skus)


def _second_choice(scene: Scene, earlier: Sequence[Want], want: Want) -> bool:
    """`keripik paru 2, kalau ga ada ganti keripik usus`: only the first choice is ordered."""
    message = scene.message
    if not any(not one.dropped for one in earlier):
        return False
    first = max((one.mention.end for one in earlier if not one.dropped), default=0)
    for at in message.where("conditional"):
        if not first <= at < want.mention.start or any(
            map(message.strong_break, range(at, want.mention.start))
        ):
            continue
        spoken = message.has("stock", start=at, end=at + CONDITION)
        missing = spoken and message.has("no_or", "gone", start=at, end=at + CONDITION)
        if missing and at < want.mention.start:
            return True
    return False


def _all_there(scene: Scene, want: Want, later: Sequence[Want]) -> bool:
    """`semua bumbu ada kecuali bumbu rawon`: a kind that is only mentioned."""
    message, mention = scene.message, want.mention
    spoken = message.says_at(mention.start - 1, "all") and message.says_at(mention.end, "stock")
    return spoken and not want.mention.sure and any(one.mention.sure and not one.dropped for one in later)


def _formerly(scene: Scene, want: Want, later: Sequence[Want]) -> bool:
    """`tadinya mau lulur 5, sabun aja deh`: what the message wanted before it says what it wants."""
    others = [one for one in later if not one.dropped and one.mention.skus != want.mention.skus]
    return bool(others) and scene.message.has("formerly", end=want.mention.start)
