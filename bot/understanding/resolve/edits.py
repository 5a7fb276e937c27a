"""Reads changes of an order: goods added, reduced, set or removed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from bot.understanding.annotate.message import Message
from bot.understanding.combine.want import Want, extent
from bot.understanding.combine.wants import clauses_of
from bot.understanding.resolve.removals import CLOSE, taken_out
from bot.understanding.result import Op
from bot.understanding.spot.scene import Scene

OPS_BEHIND: tuple[Op, ...] = ("reduce", "add")


@dataclass(frozen=True, slots=True)
class Change:
    """A want, and what the message does to it."""

    want: Want
    op: Op


def is_edit(scene: Scene, wants: Sequence[Want], verb: int | None) -> bool:
    """Whether the message changes an order; `verb` is the place of the ordering verb, if there is one."""
    message = scene.message
    if message.has("complaint") and not wants:
        return False
    if not wants:
        return _without_goods(scene)
    if _second_thought(scene):
        return False
    removed = taken_out(scene, wants)
    if removed:
        remaining = [one for one in wants if one not in removed and not one.dropped]
        at = next(clauses_of(scene, "remove"))
        if (verb is None and any(_becomes(scene, one) for one in remaining)) or message.has(
            "add", "change", "reduce", end=at
        ):
            return True
        ordered_before = [
            one for one in remaining if one.mention.end <= at and (one.amounts or verb is not None)
        ]
        return not ordered_before
    if any(one.in_proportion for one in wants):
        return not any(one.amounts for one in wants)
    if any(_becomes(scene, one) for one in wants) and not _ordered_before(scene, wants, verb):
        return True
    first = min(one.mention.start for one in wants)
    if verb is None and _begins_with_plus(message):
        return True
    heads = [at for at in message.where("add", "change", "reduce") if at < first]
    heads = [at for at in heads if not message.says_at(at, "order")]  # "add to cart"
    if heads and not message.has("complaint", "tell"):
        return not (
            verb is not None and verb < heads[0] and message.says_at(heads[0], "and") and heads[0] - verb > 2
        )
    if verb is None and _denied_before(scene, wants[0]):
        return True
    return _said_behind(scene, wants[0], verb) or (verb is None and _changed_behind(scene, wants))


def _begins_with_plus(message: Message) -> bool:
    """`plus karak 2`, `halo kak, + karak 2`."""
    at, plus = 0, message.grammar.plus | {"+"}
    skipped = ("hello", "address", "talk", "confirm")
    while message.plain(at) not in plus and not message.says_at(at, "order"):
        if message.says_at(at, "same_as_before") or not (
            message.says_at(at, *skipped) or message.plain(at) == ","
        ):
            return False
        at += 1
    return message.plain(at) in plus


def _second_thought(scene: Scene) -> bool:
    """`karak 3 eh jadi 5`: the message counts goods, then corrects itself."""
    message = scene.message
    corrects = message.where("correct")
    changes = message.where("add", "remove", "reduce", "change", "becomes")
    first = min([*corrects[:1], *changes[:1]], default=0)
    counted = [one for one in scene.amounts if one.end <= first and scene.mention_before(first)]
    return bool(corrects) and bool(counted)


def _without_goods(scene: Scene) -> bool:
    message = scene.message
    if message.has("conditional") or not_taken_back(message):
        return False
    asked = message.plain(len(message) - 1) == "?" or message.has("how_much", "tell")
    if {"to", "not"} <= {one.how for one in scene.places}:
        return True  # "jangan ke Qatar, ke Oman aja"
    if any(message.says_at(at - 1, "done") for at in message.where("remove")):
        return False  # "pesanan sudah dicancel"
    if message.has("remove", "reduce"):
        return not asked or message.has("all", "self")
    return message.has("change", "correct") and any(
        one.how in {"to", "address", "bare", "at"} for one in scene.places
    )


def not_taken_back(message: Message) -> bool:
    """`jangan dibatalin`, `gak jadi batal`: the first word of cancelling is negated."""
    removed = message.where("remove")
    prohibited = bool(removed) and message.plain(removed[0] - 1) in message.grammar.prohibits
    return prohibited or stays_after_all(message)


def stays_after_all(message: Message) -> bool:
    """`gak jadi batal`, `batalnya gak jadi`: the cancelling will not be. `batal, gak jadi` says it twice."""

    def cancels(at: int) -> bool:
        return message.says_at(at, "remove") and not message.says_at(at, "no_or", "talk")

    definite = tuple(message.vocabulary.affixes.definite)
    fails = [at for at in message.where("remove") if message.says_at(at, "no_or")]
    return any(
        cancels(at + 2) or (cancels(at - 1) and message.plain(at - 1).endswith(definite)) for at in fails
    )


def _ordered_before(scene: Scene, wants: Sequence[Want], verb: int | None) -> bool:
    """`pesan karak 2 eh jadi 3`: a second thought within an order is no edit."""
    becoming = next(one for one in wants if _becomes(scene, one))
    earlier = [one for one in wants if one.mention.end <= becoming.mention.start and one.amounts]
    again = any(one.mention.skus == becoming.mention.skus for one in earlier)
    return bool(earlier) and (verb is not None or again)


def _said_behind(scene: Scene, want: Want, verb: int | None) -> bool:
    """`mete gorengnya kurangi 1`, `karaknya tambah 2`, `karaknya ganti rengginang`."""
    message, end = scene.message, want.mention.end
    if verb is None and message.has("later") and not message.has("reminder"):
        return True
    if any(one.start < want.mention.start for one in want.amounts) or verb is not None:
        return False
    stop = min((one.start for one in want.amounts), default=min(end + 3, len(message)))
    return message.has("reduce", "add", "change", start=end, end=stop)


def _changed_behind(scene: Scene, wants: Sequence[Want]) -> bool:
    """`karak 2 nya ganti rambak`; not `karak 2 eh ganti rambak`."""
    message, start = scene.message, extent(wants[0])
    end = wants[1].mention.start if len(wants) > 1 else start
    changes = [at for at in message.where("change") if start <= at < end]
    return bool(changes) and not any(message.breaks(start, changes[0]))


def _denied_before(scene: Scene, want: Want) -> bool:
    """`bukan 3 tapi 5 ya karaknya`: another number is negated."""
    message = scene.message
    denied = [one for one in scene.ignored if message.says_at(one.start - 1, "denial")]
    return bool(denied) and bool(want.amounts)


def _becomes(scene: Scene, want: Want) -> bool:
    """`karaknya jadi 10`, `karaknya 10 aja jadinya`."""
    if not want.amounts:
        return False
    if _is_divided(want):
        return scene.message.has("becomes", start=want.mention.end, end=want.amounts[0].start)
    amount = want.amounts[-1]
    behind = range(amount.end, min(amount.end + CLOSE, len(scene.message)))
    if any(scene.message.says_at(at, "after_all") for at in behind):
        return True
    if _makes(scene, amount.start - 1) and amount.end <= want.mention.start:
        return True  # "jadikan 5 karaknya"
    if _makes(scene, want.mention.start - 1) and len(want.amounts) == 1:
        return True  # "jadiin karaknya 5"
    start = want.mention.end if len(want.amounts) == 1 else want.amounts[-2].end
    return amount.start >= start and scene.message.has("becomes", start=start, end=amount.start)


def _is_divided(want: Want) -> bool:
    """`jadi 4: kakak 1, teman 3`."""
    counted = [one.pieces or 0 for one in want.amounts]
    return not want.parts and len(counted) > 2 and counted[0] == sum(counted[1:])


def _makes(scene: Scene, at: int) -> bool:
    """Whether the word is `jadikan` or the like, not `jadi`, which also means "so"."""
    message = scene.message
    return message.says_at(at, "becomes") and message.plain(at) not in message.grammar.becomes_or_so


def changes_of(scene: Scene, wants: Sequence[Want]) -> list[Change]:
    """What the message does to each of its goods."""
    given_up = replaced(scene, wants)
    removed = taken_out(scene, wants) + given_up
    found: list[Change] = []
    op: Op = "set" if wants and all(one.mention.held for one in wants) else "add"
    for at, want in enumerate(wants):
        start = extent(wants[at - 1]) if at else 0
        end = wants[at + 1].mention.start if at + 1 < len(wants) else len(scene.message)
        if want in removed:
            partly = want in given_up and _is_part_of_its_size(scene, want)
            found.append(Change(want, "reduce" if partly else _part_removed(scene, want)))
            op = "remove" if want in given_up else found[-1].op
            continue
        if want.dropped or _is_left_alone(scene, want):
            continue
        op = _op(scene, want, start, end, op)
        found.append(Change(want, op))
    return found


def _is_part_of_its_size(scene: Scene, want: Want) -> bool:
    """`kemeja M 1 ganti L`, of three: one of them is exchanged."""
    sku = want.mention.skus[0] if want.mention.sure else ""
    pieces = want.quantity(scene.lexicon) if want.amounts and sku in scene.lexicon.by_sku else None
    return (
        pieces is not None
        and bool(scene.lexicon.by_sku[sku].option_of)
        and pieces < scene.conversation.held.get(sku, 0)
    )


def _is_left_alone(scene: Scene, want: Want) -> bool:
    """`rendangnya cancel, tengklengnya tetep`."""
    return not want.amounts and scene.message.has(
        "keep", start=want.mention.end, end=want.mention.end + CLOSE
    )


def _part_removed(scene: Scene, want: Want) -> Op:
    """`cancel 2 karaknya` and `cancel karak 2` reduce by two; `karak 2 dibatalin` removes the line."""
    if any(one.end <= want.mention.start for one in want.amounts):
        return "reduce"
    said = [at for at in clauses_of(scene, "remove") if at < want.mention.start]
    ordered_so = scene.message.has("order", start=said[-1], end=want.mention.start) if said else False
    return "reduce" if said and want.amounts and not ordered_so else "remove"


def _op(scene: Scene, want: Want, start: int, end: int, last: Op) -> Op:
    message = scene.message
    verbs = [at for at in message.where("change", "add", "reduce") if start <= at < want.mention.start]
    if want.in_proportion or _denied_before(scene, want):
        return "set"
    changes = bool(verbs) and message.says_at(verbs[-1], "change") and not message.says_at(verbs[-1], "add")
    for one in OPS_BEHIND:
        if message.says_at(want.mention.end, one) and not _becomes(scene, want):
            return one  # "karak dikurangi"
    off_before = bool(verbs) and message.has("remove", end=verbs[-1])
    if _becomes(scene, want) or (want.amounts and changes and not off_before and last != "remove"):
        return "set"
    if verbs and (message.says_at(verbs[-1], "reduce") or not changes):
        return "reduce" if message.says_at(verbs[-1], "reduce") else "add"
    if message.has("change", start=want.mention.end, end=extent(want)) and extent(want) > want.mention.end:
        return "set"
    behind = extent(want) if extent(want) > want.mention.end else min(end, want.mention.end + CLOSE)
    if message.has("reduce", start=want.mention.end, end=behind):
        return "reduce"
    if message.has("add", start=want.mention.end, end=behind):
        return "add"
    if message.has("reduce", start=start, end=want.mention.start):
        return "reduce"
    if message.has("add", "change", start=start, end=want.mention.start):
        return "add"
    return "add" if last == "remove" else last


def replaced(scene: Scene, wants: Sequence[Want]) -> list[Want]:
    """The goods that are replaced: `karak` in `ganti karak sama rengginang`, `karaknya ganti rengginang`."""
    found = []
    for first, second in pairwise(wants):
        behind = any(one.start >= first.mention.end for one in first.amounts)
        if behind and not (_by(scene, first, second) or _changed_behind(scene, [first, second])):
            continue
        between = scene.message.has("change", start=first.mention.end, end=second.mention.start)
        before = scene.message.has("change", start=max(first.mention.start - 4, 0), end=first.mention.start)
        if between or (before and _by(scene, first, second)):
            found.append(first)
    return found


def _by(scene: Scene, first: Want, second: Want) -> bool:
    return scene.message.has("replaced_by", start=extent(first), end=second.mention.start)
