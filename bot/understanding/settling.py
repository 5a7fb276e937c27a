"""What is left of the goods named when the whole message is heard: left out, narrowed down, corrected."""

from __future__ import annotations

from bot.understanding.goods import Mention
from bot.understanding.scene import Scene
from bot.understanding.wanted import Want

EMPTY_BOXES = frozenset("☐□⬜▢◻❌✗✘")
REFUSED = frozenset({"jangan", "jgn", "ojo", "ampun", "gausah", "gakusah", "nope"})
DENIED = frozenset({"usah", "perlu", "mau", "jadi", "pakai", "pake"})


def dropped_at_once(scene: Scene, want: Want) -> bool:
    """Whether goods are named only to be left out: `karak: 0`, an empty box, `selain abon`."""
    message, mention = scene.message, want.mention
    if any(one.pieces == 0 and one.grams is None for one in want.amounts):
        return True
    box = message.plain(mention.start - 1)
    empty = box in EMPTY_BOXES or (box == "]" and message.plain(mention.start - 2) == "[")
    return empty or _dash_instead(scene, mention) or is_excluded(scene, mention)


def is_excluded(scene: Scene, mention: Mention) -> bool:
    """`selain abon`, `no beef please`; not `jangan lupa karak`."""
    message, before = scene.message, mention.start - 1
    while message.says_at(before, "talk", "glue") and not message.says_at(before, "exclude", "turning"):
        before -= 1
    if message.says_at(before, "reminder") or message.says_at(before + 1, "order"):
        return False
    return message.says_at(before, "exclude")


def _dash_instead(scene: Scene, mention: Mention) -> bool:
    """`karak: -` in a form."""
    message, at = scene.message, mention.end
    if message.plain(at) in {":", "=", "|"}:
        at += 1
    return message.plain(at) in {"-", "–", "—"} and message.kind(at + 1) == "break"


def narrow(scene: Scene, wants: list[Want]) -> None:
    """`sambal, but not the terasi one` leaves the other two."""
    for limit in [one for one in wants if one.dropped]:
        for want in wants:
            if want.dropped or want.mention.whole or not want.mention.skus:
                continue
            both = frozenset((*want.mention.words, *limit.mention.words))
            also = set().union(*scene.lexicon.full.get(both, {}).values())
            left = tuple(sku for sku in want.mention.skus if sku not in also | set(limit.mention.skus))
            if left != want.mention.skus and left:
                want.mention = Mention(want.mention.start, want.mention.end, left, False, want.mention.words)


def settle(scene: Scene, wants: list[Want]) -> None:
    """Says said twice, kinds followed by what they consist of, and second thoughts."""
    for at, want in enumerate(wants):
        if want.dropped:
            continue
        others = [one for one in wants if one is not want and not one.dropped and one.mention.skus]
        if _only_a_kind(want, others) or _said_again(want, others) or _only_asked(scene, want, others):
            want.dropped = True
            continue
        same = [one for one in wants[:at] if _takes_place(scene, one, want)]
        for earlier in same:
            earlier.dropped = True
        if at and not same and _corrected(scene, wants[:at], want):
            wants[at - 1].dropped = wants[at - 1].dropped or _instead(scene, wants[at - 1], want)


def _takes_place(scene: Scene, earlier: Want, later: Want) -> bool:
    """`brem 2, geti 3 eh kebalik, brem 3 geti 2`."""
    start, end = earlier.mention.end, later.mention.start
    if earlier.mention.skus != later.mention.skus or not later.mention.skus or not later.amounts:
        return False
    return scene.message.has("correct", start=start, end=end)


def _only_a_kind(want: Want, others: list[Want]) -> bool:
    """`intip 4: manis 2, gurih 2`."""
    if want.mention.sure or not want.mention.skus:
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
    again = [one for one in others if one.mention.skus == want.mention.skus]
    return not want.amounts and any(one.amounts or one.mention.start < want.mention.start for one in again)


def _only_asked(scene: Scene, want: Want, others: list[Want]) -> bool:
    """`rendang sama tengkleng boleh masuk? kalau boleh mau rendang 2`."""
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
    return scene.message.has("correct", start=last.end, end=want.mention.start) and bool(want.amounts)


def _instead(scene: Scene, earlier: Want, later: Want) -> bool:
    """`abon ayam 2 eh salah abon sapi 2`: one of the same kind takes the place of the other."""
    start, end = earlier.mention.end, later.mention.start
    if scene.message.has("replaces", start=start, end=end):
        return True
    if scene.message.has("change", start=start, end=end) and not scene.message.has(
        "correct", start=start, end=end
    ):
        return True
    same = earlier.mention.words[:1] == later.mention.words[:1] and bool(later.mention.words)
    return same and not scene.message.has("and", start=start, end=end)
