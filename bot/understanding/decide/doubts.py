"""Where a reading may be meant otherwise: where little decided it, or a quantity belongs to nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from bot.understanding.combine.want import Want
from bot.understanding.learned.arbiter import OVERRULES, Learned
from bot.understanding.result import Doubt, Intent, Interpretation
from bot.understanding.spot import unoffered
from bot.understanding.spot.products import Mention
from bot.understanding.spot.scene import Scene

SURE_INTENT, SURE_GOODS, SURE_QUANTITY = 80, 80, 40
"""The margins below which a decision is in doubt."""
MANY = 50
"""More than so many of one product are always said back as a question."""
DOES = ("order", "edit")


@dataclass(frozen=True, slots=True)
class Decided:
    """What was decided of a message: its intent, and of its goods by the token that they begin with."""

    intent: Learned
    by_rules: Intent
    goods: Mapping[int, Learned]

    @property
    def is_unsure(self) -> bool:
        """Whether the message may be meant otherwise; against the rules it takes more to be sure."""
        return self.intent.margin < (SURE_INTENT if self.intent.role == self.by_rules else OVERRULES)


def doubts_of(
    scene: Scene, wants: Sequence[Want], read: Interpretation, decided: Decided
) -> tuple[Doubt, ...]:
    """The doubts about a reading; without `skus` a doubt is about all of it."""
    found: list[Doubt] = []
    if decided.is_unsure and (read.intent in DOES or scene.known):
        found.append(Doubt("intent", instead=None if read.intent in DOES else "order"))
    if read.intent in DOES:
        found += [*_unplaced(scene, wants), *_set_aside(scene, wants), *_quantities(wants, read)]
        found += [
            *_sizes(scene, wants),
            *_exchanged(scene, wants, read),
            *_goods(scene, decided),
            *_many(read),
            *_without_effect(scene, wants, decided),
        ]
    return tuple(dict.fromkeys(found))


def _unplaced(scene: Scene, wants: Sequence[Want]) -> Iterator[Doubt]:
    """Quantities that belong to nothing."""
    used = {at for want in wants for one in want.amounts + want.settled for at in range(one.start, one.end)}
    for one in scene.amounts:
        if one.start not in used:
            text = scene.message.slice(one.start, one.end)
            near: Mention | None = scene.mention_before(one.start) or scene.mention_after(one.start)
            yield Doubt("number", text, near.skus if near else ())


def _set_aside(scene: Scene, wants: Sequence[Want]) -> Iterator[Doubt]:
    """`karak 1000`: no quantity was read, and the number beside the goods is taken for something else."""
    for want in wants:
        for one in scene.ignored:
            beside = one.start == want.mention.end or one.end == want.mention.start
            if beside and not want.amounts and not want.dropped and want.mention.skus:
                yield Doubt("number", scene.message.slice(one.start, one.end), want.mention.skus)


def _quantities(wants: Sequence[Want], read: Interpretation) -> Iterator[Doubt]:
    """Quantities that were chosen by little among the numbers of the message."""
    counted = {one.sku for one in read.lines} | {one.sku for one in read.edits if one.op != "remove"}
    counted.update(sku for one in read.unclear for sku in one.any_of)
    for want in wants:
        if want.decided is None or want.decided[0] is None or not counted & set(want.mention.skus):
            continue
        if want.decided[1] < SURE_QUANTITY:
            yield Doubt("number", str(want.decided[0]), want.mention.skus)


def _goods(scene: Scene, decided: Decided) -> Iterator[Doubt]:
    for one in scene.known:
        if decided.goods[one.start].margin < SURE_GOODS:
            yield Doubt("goods", scene.message.slice(one.start, one.end), one.skus)


def _without_effect(scene: Scene, wants: Sequence[Want], decided: Decided) -> Iterator[Doubt]:
    """`eh salah`, `maksudku`: a word that corrects something, though nothing was taken back or replaced."""
    corrects = scene.message.where("replaces")
    changed = any(want.dropped or want.settled for want in wants)
    passed_over = any(one.role in ("none", "remove") for one in decided.goods.values())
    if corrects and not changed and not passed_over:
        yield Doubt("cue", scene.message.slice(corrects[0], corrects[0] + 1))


def _sizes(scene: Scene, wants: Sequence[Want]) -> Iterator[Doubt]:
    """Sizes and colours that are not to be had: of goods that have others, and of goods that have none."""
    plain = (one.mention for one in wants if one.mention.skus and not one.dropped)
    for one in plain if scene.lexicon.options else ():
        has_some = any(scene.lexicon.by_sku[sku].option_of for sku in one.skus)
        at = unoffered.unoffered_at(scene.message, scene.lexicon, one) if has_some else one.end
        within = scene.message.slice(at, one.end) if at < one.end else ""
        said = within if has_some else unoffered.not_offered(scene.message, one.end)
        if said:
            yield Doubt("size", said, one.skus)


def _exchanged(scene: Scene, wants: Sequence[Want], read: Interpretation) -> Iterator[Doubt]:
    """Sizes that are exchanged for another number of others: `kemeja M ganti L 2`, where there are three."""
    held, off = scene.conversation.held, {one.sku for one in read.edits if one.op == "remove"}
    for first, second in pairwise(wants):
        (old, new) = (one.mention.skus[0] if one.mention.sure else "" for one in (first, second))
        base = scene.lexicon.by_sku[old].option_of if old in off else ""
        if not base or new not in scene.lexicon.options[base].values():
            continue
        if old not in held or (second.amounts and second.quantity(scene.lexicon) != held[old]):
            yield Doubt("goods", scene.message.slice(first.mention.start, first.mention.end), (new,))


def _many(read: Interpretation) -> Iterator[Doubt]:
    for one in read.lines:
        if one.quantity > MANY:
            yield Doubt("many", str(one.quantity), (one.sku,))
