"""Builds the wants of a message: goods with their quantities added up, corrected, or taken back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from bot.understanding.combine import per_person
from bot.understanding.combine.exclusions import dropped_at_once, is_excluded, with_listed_before
from bot.understanding.combine.pairing import pairs_of
from bot.understanding.combine.want import Want
from bot.understanding.spot.products import Mention
from bot.understanding.spot.quantities import Amount
from bot.understanding.spot.scene import Scene
from bot.understanding.spot.unknown_products import wanted_strangers

BESIDE = 2


def wants_of(scene: Scene) -> list[Want]:
    """All wants of a message, in its order."""
    counted = {one.start for one in scene.amounts}
    included = [one for one in scene.goods if one.end in counted or not is_excluded(scene, one)]
    meant = [one for one in included if one.skus or not _second_thought(scene, one)]
    pairs = pairs_of(scene.message, meant, scene.amounts)
    strange = [one for one in pairs.of if not one.skus]
    ordered = set(wanted_strangers(scene.message, strange, pairs.of))
    found = [
        Want(mention, [amount] if amount else [])
        for mention, amount in pairs.of.items()
        if mention.skus or mention in ordered
    ]
    found += [Want(one) for one in scene.goods if one.skus and one not in pairs.of]
    asked = dict(_asked_before(scene, pairs.left))
    found += [Want(mention, [amount]) for mention, amount in asked.items() if mention not in ordered]
    found.sort(key=lambda want: want.mention.start)
    for amount in pairs.left:
        if amount in asked.values() or _counted_before(found, amount):
            continue
        _take_left(scene, found, amount)
    _share(found, [one for one in scene.amounts if one.each or scene.message.plain(one.start) == "@"])
    _for_each_of_them(scene, found)
    people = any(scene.message.says_at(one.end - 1, "of_people") for one in scene.ignored)
    together = scene.message.has("of_people_together")
    if scene.message.has("per_person"):
        per_person.multiply(scene, found)
    elif people or together:
        _so_many_each(found, together and scene.message.has("each"))
    for want in found:
        want.in_proportion = _doubled(scene, want)
        want.dropped = dropped_at_once(scene, want)
    with_listed_before(scene, found)
    return found


def _doubled(scene: Scene, want: Want) -> bool:
    """`karaknya double`, `double the karak`: goods without a quantity of their own."""
    start, end = max(want.mention.start - BESIDE, 0), min(want.mention.end + BESIDE, len(scene.message))
    apart = any(scene.message.breaks(start, want.mention.start)) or any(
        scene.message.breaks(want.mention.end, end)
    )
    return not want.amounts and not apart and scene.message.has("doubled", start=start, end=end)


def _asked_before(scene: Scene, left: Sequence[Amount]) -> Iterator[tuple[Mention, Amount]]:
    """`ada kue lapis? mau 1 loyang`: unknown goods asked for in the sentence before."""
    message = scene.message
    for amount in left:
        start = message.sentence_at(amount.start).start
        asks = message.plain(start - 1) == "?" and message.has(
            "order", start=amount.start - BESIDE, end=amount.start
        )
        before = message.sentence_at(max(start - 2, 0))
        goods = [one for one in scene.goods if one.start in before]
        last = goods[-1] if goods and not any(one.skus for one in goods) else None
        if asks and last and message.has("stock", start=before.start, end=before.stop):
            yield last, amount


def _second_thought(scene: Scene, strange: Mention) -> bool:
    """`eh 4 deng`: the word behind a corrected number is rarely goods."""
    goods = any(scene.message.says_at(at, "goods") for at in range(strange.start, strange.end))
    before = [one for one in scene.amounts if one.end == strange.start]
    return not goods and any(scene.message.says_at(one.start - 1, "correct") for one in before)


def _take_left(scene: Scene, wants: list[Want], amount: Amount) -> None:
    """Applies a quantity without goods of its own: it corrects the last one, or adds to it."""
    want = next((one for one in reversed(wants) if one.mention.end <= amount.start), None)
    if want is None or amount.each or _of_another_row(scene, want, amount):
        return
    if not want.amounts:
        if scene.message.has("order", start=amount.start - BESIDE, end=amount.start) or _alone(scene, amount):
            want.amounts = [amount]  # "ada batik cap? butuh 2"
        return
    if _says_the_sum(scene, want, amount):
        want.settled.append(amount)
        return
    last = want.amounts[-1]
    if _is_part(scene, last, amount) or _is_of_the_sum(scene, want, amount):
        want.settled.append(amount)
        return
    becomes = (
        scene.message.has("becomes", start=last.end, end=amount.start)
        or scene.message.plain(amount.start - 1) in scene.message.grammar.up_to
    )
    if becomes or _starred(scene, amount) or scene.message.has("correct", start=last.end, end=amount.start):
        want.replace(amount)
    elif _for_another(scene, amount):
        if len(want.amounts) > 1 or amount.pieces != last.pieces or not _same_again(scene, last, amount):
            if len(want.amounts) == 1:
                want.parts = _is_somebodys(scene, last, amount) or _is_of_a_size(scene, want, last)
            want.amounts.append(amount)
        else:
            want.settled.append(amount)
    elif amount.start - last.end <= BESIDE and amount.pieces != last.pieces and len(scene.places) < 2:
        want.doubtful = True


def _of_another_row(scene: Scene, want: Want, amount: Amount) -> bool:
    """Whether goods stand in a row of a list, and the quantity elsewhere."""
    tokens = scene.message.tokens
    row = scene.message.layout.item_at(tokens[want.mention.start].start)
    return row is not None and not row[0] <= tokens[amount.start].start <= row[1]


def _starred(scene: Scene, amount: Amount) -> bool:
    """`karak 3`, and in a line of its own `*4`: as one corrects oneself in a chat."""
    return scene.message.plain(amount.start) == "*" and scene.message.kind(amount.start - 1) == "break"


def _is_part(scene: Scene, last: Amount, amount: Amount) -> bool:
    """`kecap 5 botol, yang 2 buat tetangga`: two of the five."""
    says = scene.message.says_at(amount.start - 1, "glue") and scene.message.says_at(amount.end, "for")
    return says and (amount.pieces or 0) < (last.pieces or 0)


def _is_of_the_sum(scene: Scene, want: Want, amount: Amount) -> bool:
    """`total 12: 5 buat Bayu, 4 buat Sinta`; `5 (yang 2 buat ibu, 3 buat saya)`: the last completes it."""
    whole = want.amounts[0]
    if len(want.amounts) > 1 or (amount.pieces or 0) >= (whole.pieces or 0):
        return False
    parts = sum(one.pieces or 0 for one in want.settled)
    is_total = scene.message.has("total", start=max(whole.start - 2, 0), end=whole.start)
    return is_total or (parts > 0 and parts + (amount.pieces or 0) == whole.pieces)


def _for_another(scene: Scene, amount: Amount) -> bool:
    """A part of the same goods: for somebody else, of another size or colour."""
    before = range(max(amount.start - 4, 0), amount.start)
    if any(amount.end <= one.start <= amount.end + BESIDE for one in scene.places):
        return True  # "4: 2 ke Taiwan, 2 ke Malaysia"
    near = [*before, *range(amount.end, min(amount.end + BESIDE, len(scene.message)))]
    says = ("for", "self", "third", "size_word", "describe", "number_label")
    return any(scene.message.says_at(at, *says) for at in near)


def _counted_before(wants: Iterable[Want], amount: Amount) -> bool:
    """`2 bungkus abon sapi @250gr`: the goods stand between their count and the weight of a pack."""
    want = next((one for one in wants if 0 <= one.mention.start - amount.end < BESIDE), None)
    if want is None or amount.pieces is None or len(want.amounts) != 1:
        return False
    weight = want.amounts[0]
    if weight.grams is None or weight.pieces is not None or weight.start < want.mention.end:
        return False
    want.amounts = [replace(weight, pieces=amount.pieces)]
    return True


def _alone(scene: Scene, amount: Amount) -> bool:
    """`karak masih ready? 5 ya`: a sentence that says nothing but how many."""
    message = scene.message
    sentence = message.sentence_at(amount.start)
    beside = [at for at in sentence if not amount.start <= at < amount.end and message.kind(at) == "word"]
    return message.plain(sentence.start - 1) == "?" and all(
        message.says_at(at, "talk", "address") for at in beside
    )


def _is_of_a_size(scene: Scene, want: Want, amount: Amount) -> bool:
    """Whether the quantity is of one size or kind: `L=2, M=1, XL=1`."""
    before = range(max(amount.start - 2, want.mention.end), amount.start)
    return any(scene.message.says_at(at, "size_word", "describe", "number_label") for at in before)


def _says_the_sum(scene: Scene, want: Want, amount: Amount) -> bool:
    """Whether the quantity is the sum of those before: `2 buat ibu, 1 buat tante, total 3`."""
    is_sum = scene.message.has("total", "all", start=max(amount.start - 2, 0), end=amount.start)
    return is_sum and amount.pieces == sum(one.pieces or 0 for one in want.amounts)


def _is_somebodys(scene: Scene, last: Amount, amount: Amount) -> bool:
    """Whether the last quantity is one person's: `3 kaos buat saya, 2 buat adik`; not `5: buat Rina 2`."""
    between = [one for one in scene.persons if last.end <= one.at and one.end <= amount.start]
    return any(not any(scene.message.breaks(last.end, one.at)) and one.end < amount.start for one in between)


def _same_again(scene: Scene, last: Amount, amount: Amount) -> bool:
    """`karak 2, 2 buat ibu`; not `2 karak buat saya dan 2 buat suami`, nor another size."""
    whose = [one for one in scene.persons if one.start >= last.end]
    return bool(whose) and not any(one.end <= amount.start for one in whose)


def _for_each_of_them(scene: Scene, wants: Iterable[Want]) -> None:
    """`masing2 2 buat Rina, Budi, Sari`: six; `6, masing2 2 buat …` are those six."""
    many = sum(one.alike for one in scene.persons)
    for want in wants:
        if many > 1 and len(want.amounts) == 1 and want.amounts[0].each:
            want.amounts, want.parts = want.amounts * many, True


def _so_many_each(wants: Iterable[Want], each: bool) -> None:
    """`10 orang, masing-masing karak 1`: the total is unclear, so it is asked."""
    found = list(wants)
    each = each or any(one.each for want in found for one in want.amounts)
    for want in found:
        want.doubtful = want.doubtful or each


def _share(wants: Iterable[Want], shared: Iterable[Amount]) -> None:
    for amount in shared:
        for want in wants:
            if not want.amounts:
                want.amounts = [amount]


def clauses_of(scene: Scene, *says: str) -> Iterator[int]:
    """The places of the words with one of these meanings; of a phrase only the first word."""
    last = -2
    for at in scene.message.where(*says):
        if at != last + 1:
            yield at
        last = at
