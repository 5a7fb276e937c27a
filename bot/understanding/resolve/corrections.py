"""Applies the rest of the message to its wants: goods excluded, narrowed down, corrected."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.understanding.combine.want import Want, extent
from bot.understanding.resolve.named_again import wants_more
from bot.understanding.spot.products import Mention
from bot.understanding.spot.scene import Scene


def narrow(scene: Scene, wants: list[Want]) -> None:
    """Narrows kinds: `sambal, but not the terasi one` leaves the other two."""
    for limit in [one for one in wants if one.dropped]:
        for want in wants:
            if want.dropped or want.mention.whole or not want.mention.skus:
                continue
            both = frozenset((*want.mention.words, *limit.mention.words))
            also = set().union(*scene.lexicon.full.get(both, {}).values())
            left = tuple(sku for sku in want.mention.skus if sku not in also | set(limit.mention.skus))
            if left != want.mention.skus and left:
                one = len(left) == 1
                want.mention = Mention(want.mention.start, want.mention.end, left, one, want.mention.words)


def specified(scene: Scene, wants: list[Want]) -> None:
    """Specifies kinds: in `intip 3 yang gurih` the product follows the kind and its quantity."""
    for at, kind in enumerate(wants):
        if kind.mention.sure or not kind.mention.skus or not kind.amounts or kind.dropped:
            continue
        own = _kinds_own(scene, kind, wants[at + 1 :])
        if len(own) == 1:
            kind.dropped = True
            own[0].mention = replace(own[0].mention, whole=True)
            own[0].amounts = kind.amounts
        elif own:
            _one_of_each(kind, own)


def _kinds_own(scene: Scene, kind: Want, following: Sequence[Want]) -> list[Want]:
    """The products of a kind that follow its quantity directly and have no quantity of their own."""
    message, end, found = scene.message, extent(kind), list[Want]()
    for own in following:
        start = own.mention.start
        leads = message.has("glue", start=end, end=start) or message.plain(end - 1) in {"(", ":"}
        leads = leads or message.plain(start - 1) == "("
        joined = bool(found) and message.breaks(end, start) == (0, 1) and start - end <= 2
        sku = _own_sku(scene, kind, own)
        if own.dropped or own.amounts or sku is None or not (joined or (not found and leads)):
            break
        if message.has("order", start=end, end=start) or message.breaks(end, start)[0]:
            break
        own.mention = replace(own.mention, skus=(sku,))
        found.append(own)
        end = own.mention.end
    return found


def _own_sku(scene: Scene, kind: Want, own: Want) -> str | None:
    """The one product of the kind that is meant: `sambal 2 (terasi)` is not a block of terasi."""
    both = frozenset((*kind.mention.words, *own.mention.words))
    named = set().union(*scene.lexicon.full.get(both, {}).values()) & set(kind.mention.skus)
    found = named or set(own.mention.skus)
    return found.pop() if len(found) == 1 and found < set(kind.mention.skus) else None


def _one_of_each(kind: Want, own: Sequence[Want]) -> None:
    """`abon 2 yang ayam sama sapi` is one of each; with 3 it is unclear how many of each."""
    if sum(one.pieces or 0 for one in kind.amounts) == len(own):
        kind.dropped = True
        return
    skus = tuple(sorted(one.mention.skus[0] for one in own))
    kind.mention = replace(kind.mention, skus=skus, whole=False)
    for one in own:
        one.dropped = True


def settle(scene: Scene, wants: list[Want]) -> None:
    """Drops repetitions, kinds followed by their products, and goods that a second thought replaces."""
    for at, want in enumerate(wants):
        if want.dropped:
            continue
        others = [one for one in wants if one is not want and not one.dropped and one.mention.skus]
        if _only_a_kind(want, others) or _said_again(want, others) or _only_asked(scene, want, others):
            want.dropped = True
            continue
        if at and _meant_instead(scene, wants[at - 1], want):
            wants[at - 1].dropped, want.amounts = True, wants[at - 1].amounts
            continue
        same = [one for one in wants[:at] if _takes_place(scene, one, want)]
        for earlier in same:
            earlier.dropped = True
        second_thought = at and not same and _corrected(scene, wants[:at], want)
        if second_thought and _instead(scene, wants[at - 1], want):
            _drop_all_of_it(wants[:at])


def _meant_instead(scene: Scene, earlier: Want, later: Want) -> bool:
    """`karak 3 ya, eh rambak maksudnya`: the quantity stays, the goods change."""
    message, start, end = scene.message, extent(earlier), later.mention.start
    if later.amounts or earlier.dropped or not earlier.amounts or earlier.mention.skus == later.mention.skus:
        return False
    behind = min(later.mention.end + 2, len(message))
    return message.has("correct", start=start, end=end) and message.has(
        "replaces", start=later.mention.end, end=behind
    )


def _drop_all_of_it(wants: Sequence[Want]) -> None:
    """`brem 3. eh bremnya ganti ampyang`: drops the last goods wherever they are named."""
    for one in wants:
        one.dropped = one.dropped or one.mention.skus == wants[-1].mention.skus


def _takes_place(scene: Scene, earlier: Want, later: Want) -> bool:
    """Whether later goods replace earlier ones: `brem 2, geti 3 eh kebalik, brem 3 geti 2`."""
    start, end = earlier.mention.end, later.mention.start
    if earlier.mention.skus != later.mention.skus or not later.mention.skus or not later.amounts:
        return False
    if wants_more(scene, later):
        return False
    becomes = scene.message.has("becomes", start=later.mention.end, end=extent(later))
    if earlier.amounts and (becomes or _starred(scene, later)):
        return True
    if scene.message.has("correct", start=start, end=end) or _said_anew(scene, earlier, later):
        return True
    return _asked_before(scene, earlier, later)


def _starred(scene: Scene, want: Want) -> bool:
    """`*rambak 9`, `*3 pecelnya` in a line of their own: as one corrects oneself in a chat."""
    message = scene.message
    begin = min(want.mention.start, *(one.start for one in want.amounts))
    star = begin if message.plain(begin) == "*" else begin - 1
    return message.plain(star) == "*" and message.kind(star - 1) == "break"


def _asked_before(scene: Scene, earlier: Want, later: Want) -> bool:
    """`2 karak 30rb kan? ok 4 karak`: the customer first asks, then orders."""
    message, start = scene.message, extent(earlier)
    if message.plain(message.sentence_at(earlier.mention.start).stop) != "?":
        return False
    ends = any(message.plain(at) == "?" for at in range(start, later.mention.start))
    return ends and not message.has("add", "also", "and", start=start, end=later.mention.start)


def _said_anew(scene: Scene, earlier: Want, later: Want) -> bool:
    """`semprong 3.. semprongnya 2 aja deh`: named again, as known goods, with a new quantity."""
    message = scene.message
    definite = tuple(message.vocabulary.affixes.definite)
    if not message.plain(later.mention.end - 1).endswith(definite):
        return False
    behind = range(extent(later), min(extent(later) + 2, len(message)))
    if not any(message.plain(at) in message.grammar.only for at in behind):
        return False
    new = not message.plain(earlier.mention.end - 1).endswith(definite)
    return new and bool(earlier.amounts) and message.breaks(extent(earlier), later.mention.start) != (0, 0)


def _only_a_kind(want: Want, others: list[Want]) -> bool:
    """Whether it only names the kind of the others: `intip 4: manis 2, gurih 2`."""
    if want.mention.sure or not want.mention.skus or want.mention.unoffered:
        return False
    own = [one for one in others if one.mention.sure and set(one.mention.skus) <= set(want.mention.skus)]
    if not own:
        return False
    pieces = sum(amount.pieces or 0 for one in own for amount in one.amounts)
    if want.mention.start > own[0].mention.start:
        return not want.amounts
    return all(one.unsure or one.each for one in want.amounts) or pieces == sum(
        amount.pieces or 0 for amount in want.amounts
    )


def _said_again(want: Want, others: list[Want]) -> bool:
    again = [one for one in others if one.mention.skus == want.mention.skus and not want.mention.unoffered]
    return not want.amounts and any(one.amounts or one.mention.start < want.mention.start for one in again)


def _only_asked(scene: Scene, want: Want, others: list[Want]) -> bool:
    """Whether it was only asked about: `rendang sama tengkleng boleh masuk? kalau boleh mau rendang 2`."""
    message, sentence = scene.message, scene.message.sentence_at(want.mention.start)
    later = any(one.amounts and one.mention.start >= sentence.stop for one in others)
    asks = message.plain(sentence.stop) == "?" and message.has(
        "stock", "rules", "price", start=sentence.start, end=sentence.stop
    )
    return asks and later and not want.amounts


def _corrected(scene: Scene, before: list[Want], want: Want) -> bool:
    last = before[-1].mention
    changed = [at for at in scene.message.where("change") if last.end <= at < want.mention.start]
    own = {one.start for one in want.amounts}
    if changed and not any(
        changed[-1] < one.start < want.mention.start for one in scene.amounts if one.start not in own
    ):
        return True
    start = max(last.end, *(one.end for one in before[-1].amounts), 0)
    return scene.message.has("correct", start=start, end=want.mention.start) and bool(want.amounts)


def _instead(scene: Scene, earlier: Want, later: Want) -> bool:
    """`abon ayam 2 eh salah abon sapi 2`: goods of the same kind replace the earlier ones."""
    start, end = extent(earlier), later.mention.start
    if wants_more(scene, later):
        return False
    if scene.message.has("replaces", start=start, end=end):
        return True
    if scene.message.has("change", start=start, end=end) and not scene.message.has(
        "correct", start=start, end=end
    ):
        return True
    same = earlier.mention.words[:1] == later.mention.words[:1] and bool(later.mention.words)
    return same and not scene.message.has("and", start=start, end=end)
