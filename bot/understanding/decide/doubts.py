"""Where a reading may be meant otherwise: what is unaccounted for, and where the second reader differs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.understanding.combine.want import Want
from bot.understanding.learned.second_reader import SecondReading, intent_of
from bot.understanding.result import Doubt, Interpretation
from bot.understanding.spot.products import Mention
from bot.understanding.spot.scene import Scene

SURE_INTENT, SURE_NUMBER, SURE_GOODS = 40, 20, 60
"""The margins from which the second reader is heard."""
MANY = 50
"""More than so many of one product are always said back as a question."""
DOES = ("order", "edit")


def doubts_of(
    scene: Scene, wants: Sequence[Want], read: Interpretation, second: SecondReading
) -> tuple[Doubt, ...]:
    """The doubts about a reading; without `skus` a doubt is about all of it."""
    return tuple(
        dict.fromkeys(
            (
                *_intent(read, second),
                *_numbers(scene, wants, read, second),
                *_goods(scene, wants, read, second),
                *_many(read),
            )
        )
    )


def _intent(read: Interpretation, second: SecondReading) -> Iterator[Doubt]:
    other = intent_of(second.intent)
    if other != read.intent and {other, read.intent} & set(DOES) and second.intent.margin >= SURE_INTENT:
        yield Doubt("intent", instead=other)


def _numbers(
    scene: Scene, wants: Sequence[Want], read: Interpretation, second: SecondReading
) -> Iterator[Doubt]:
    """Numbers that the readers take differently, and quantities that belong to nothing."""
    if read.intent not in DOES:
        return
    counted = {at for one in scene.amounts for at in range(one.start, one.end)}
    used = {at for want in wants for one in want.amounts + want.settled for at in range(one.start, one.end)}
    for start, learned in second.numbers.items():
        counts = start in counted
        differs = (learned.role == "count") != counts and learned.margin >= SURE_NUMBER
        if differs or (counts and start not in used):
            yield Doubt("number", scene.message.tokens[start].text, _skus_of(scene, wants, start))


def _skus_of(scene: Scene, wants: Sequence[Want], at: int) -> tuple[str, ...]:
    """The products whose quantity the number is, else the nearest ones."""
    for want in wants:
        if any(one.start <= at < one.end for one in want.amounts):
            return want.mention.skus
    near: Mention | None = scene.mention_before(at) or scene.mention_after(at)
    return near.skus if near else ()


def _goods(
    scene: Scene, wants: Sequence[Want], read: Interpretation, second: SecondReading
) -> Iterator[Doubt]:
    """Goods that one reader wants and the other does not, or does something else to."""
    if read.intent not in DOES:
        return
    taken_back = {want.mention.skus for want in wants if want.dropped}
    done = {edit.sku: str(edit.op) for edit in read.edits}
    done |= {line.sku: "line" for line in read.lines if line.sku not in done}
    done |= {sku: str(one.op) for one in read.unclear for sku in one.any_of}
    for one in scene.known:
        learned = second.goods[one.start]
        own = next((done[sku] for sku in one.skus if sku in done), "none")
        if one.skus in taken_back:
            continue  # the message itself says so
        if learned.margin >= SURE_GOODS and _differs(own, learned.role):
            yield Doubt("goods", scene.message.slice(one.start, one.end), one.skus)


def _differs(own: str, learned: str) -> bool:
    adds = {"line", "add"}
    return own != learned and not {own, learned} <= adds


def _many(read: Interpretation) -> Iterator[Doubt]:
    for one in read.lines:
        if one.quantity > MANY:
            yield Doubt("many", str(one.quantity), (one.sku,))
