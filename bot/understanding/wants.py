"""What is wanted of which goods: quantities added up, corrected, taken back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from bot.understanding.amounts import Amount
from bot.understanding.goods import Mention
from bot.understanding.lexicon import Lexicon
from bot.understanding.scene import Scene
from bot.understanding.strangers import wanted_strangers

BESIDE = 2
EMPTY_BOXES = frozenset("☐□⬜▢◻❌✗✘")


@dataclass(slots=True)
class Want:
    """Goods with the quantities said of them; `dropped` when the message itself takes them back."""

    mention: Mention
    amounts: list[Amount] = field(default_factory=list)
    doubtful: bool = False
    dropped: bool = False

    def quantity(self, lexicon: Lexicon) -> int | None:
        """The number of catalogue units, one where nothing is said; None while it is not known."""
        if self.doubtful:
            return None
        counted = [quantity_of(lexicon, self.mention.skus, one) for one in self.amounts]
        if not counted:
            return 1
        if None in counted:
            return None
        parts = sum(one for one in counted[1:] if one)
        whole = len(counted) > 2 and counted[0] == parts
        return parts if whole else parts + (counted[0] or 0)  # "3: 2 buat aku, 1 buat ibu"


def quantity_of(lexicon: Lexicon, skus: Iterable[str], amount: Amount) -> int | None:
    """How many units an amount is, when it is as many of each of these products."""
    if amount.unsure:
        return None
    if amount.grams is None and not amount.pair:
        return amount.pieces
    found = {_units(lexicon, sku, amount) for sku in skus}
    return found.pop() if len(found) == 1 else None


def _units(lexicon: Lexicon, sku: str, amount: Amount) -> int | None:
    ware = lexicon.by_sku[sku]
    if amount.grams is None:
        return (amount.pieces or 0) * (1 if ware.unit == "pasang" else 2)
    if amount.pieces is not None:
        fits = amount.grams == ware.net_grams or amount.grams == amount.pieces * ware.net_grams
        return amount.pieces if fits else None
    if amount.volume:
        return 1 if amount.grams == ware.net_grams else None
    packs, rest = divmod(amount.grams, ware.net_grams)
    return packs if packs and not rest else None


def wants_of(scene: Scene) -> list[Want]:
    """Everything that is wanted, in the message's order."""
    counted = {one.start for one in scene.amounts}
    told = [one for one in scene.goods if one.end in counted or not is_excluded(scene, one)]
    pairs = scene.pairs([one for one in told if one.skus or not _second_thought(scene, one)])
    strange = [one for one in pairs.of if not one.skus]
    ordered = set(wanted_strangers(scene.message, strange, pairs.of))
    found = [
        Want(mention, [amount] if amount else [])
        for mention, amount in pairs.of.items()
        if mention.skus or mention in ordered
    ]
    found += [Want(one) for one in scene.goods if one.skus and one not in pairs.of]
    found.sort(key=lambda want: want.mention.start)
    for amount in pairs.left:
        _take_left(scene, found, amount)
    _share(found, [one for one in scene.amounts if one.each or scene.message.plain(one.start) == "@"])
    for want in found:
        want.dropped = _excluded(scene, want)
    _narrow(scene, found)
    _settle(scene, found)
    return found


def _second_thought(scene: Scene, strange: Mention) -> bool:
    """`eh 4 deng`: the word behind a corrected number is hardly goods."""
    goods = any(scene.message.says_at(at, "goods") for at in range(strange.start, strange.end))
    before = [one for one in scene.amounts if one.end == strange.start]
    return not goods and any(scene.message.says_at(one.start - 1, "correct") for one in before)


def _take_left(scene: Scene, wants: list[Want], amount: Amount) -> None:
    """A quantity without goods of its own: it corrects the last one, or adds to it."""
    want = next((one for one in reversed(wants) if one.mention.end <= amount.start), None)
    if want is None or amount.each:
        return
    if not want.amounts:
        if scene.message.has("order", start=amount.start - BESIDE, end=amount.start):
            want.amounts = [amount]  # "ada batik cap? butuh 2"
        return
    last = want.amounts[-1]
    becomes = scene.message.has("becomes", start=last.end, end=amount.start) or scene.message.plain(
        amount.start - 1
    ) in {"to", "ke"}
    if becomes or scene.message.has("correct", start=last.end, end=amount.start):
        want.amounts = [amount]
    elif _for_another(scene, amount):
        if len(want.amounts) > 1 or amount.pieces != last.pieces or not _same_again(scene, last, amount):
            want.amounts.append(amount)
    elif amount.start - last.end <= BESIDE and amount.pieces != last.pieces and len(scene.places) < 2:
        want.doubtful = True


def _for_another(scene: Scene, amount: Amount) -> bool:
    """A part of the same goods: for somebody else, of another size or colour."""
    before = range(max(amount.start - 4, 0), amount.start)
    near = [*before, *range(amount.end, min(amount.end + BESIDE, len(scene.message)))]
    says = ("for", "self", "third", "size_word", "describe", "number_label")
    return any(scene.message.says_at(at, *says) for at in near)


def _same_again(scene: Scene, last: Amount, amount: Amount) -> bool:
    """`karak 2, 2 buat ibu`; not `2 karak buat saya dan 2 buat suami`, nor another size."""
    whose = [one for one in scene.persons if one.start >= last.end]
    return bool(whose) and not any(one.end <= amount.start for one in whose)


def _share(wants: Iterable[Want], shared: Iterable[Amount]) -> None:
    for amount in shared:
        for want in wants:
            if not want.amounts:
                want.amounts = [amount]


def _excluded(scene: Scene, want: Want) -> bool:
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


def _narrow(scene: Scene, wants: list[Want]) -> None:
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


def _settle(scene: Scene, wants: list[Want]) -> None:
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


def clauses_of(scene: Scene, *says: str) -> Iterator[int]:
    """The places of the words that say this, of a phrase only the first word."""
    last = -2
    for at in scene.message.where(*says):
        if at != last + 1:
            yield at
        last = at
