"""Explains a reading: what each stretch was taken for, who decided what, and what is left over."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bot.understanding.combine.want import Want
from bot.understanding.decide.doubts import Decided
from bot.understanding.layout.blocks import BlockKind
from bot.understanding.learned.arbiter import roles_by_rules
from bot.understanding.result import Interpretation
from bot.understanding.spot.personal_data import kinds_of
from bot.understanding.spot.quantities import Amount
from bot.understanding.spot.scene import Scene


@dataclass(frozen=True, slots=True)
class Read:
    """Everything that came together in a reading."""

    scene: Scene
    wants: list[Want]
    decided: Decided
    interpretation: Interpretation


@dataclass(frozen=True, slots=True)
class Remark:
    """A stretch of the message (or "" for all of it), what it was taken for, and why."""

    text: str
    taken_for: str
    why: str = ""


def explained(read: Read) -> list[Remark]:
    """The remarks: blocks, stretches of the text that is left in their order, decisions, doubts."""
    return [
        *_blocks(read.scene),
        *_stretches(read.scene),
        *_intent(read),
        *_people(read),
        *_goods(read),
        *_doubts(read),
    ]


def _blocks(scene: Scene) -> Iterator[Remark]:
    """The typed blocks in their order, each on one line."""
    text, tokens = scene.message.text, scene.message.tokens
    found = [(one.start, one.end, one.kind, one.why) for one in scene.message.layout.blocks]
    found += [(tokens[at].start, tokens[end - 1].end, kind, "") for at, end, kind in _set_aside(scene)]
    for start, end, kind, why in sorted(dict.fromkeys(found)):
        lines = " / ".join(line.strip() for line in text[start:end].splitlines())
        yield Remark(lines, f"block: {kind}", why)


def _stretches(scene: Scene) -> Iterator[Remark]:
    at = 0
    aside = [(start, end, "set aside", kind) for start, end, kind in _set_aside(scene)]
    spans = sorted([*_spans(scene), *aside])
    for start, end, taken_for, why in spans:
        yield from _words(scene, at, start)
        if start >= at:
            yield Remark(scene.message.slice(start, end), taken_for, why)
        at = max(at, end)
    yield from _words(scene, at, len(scene.message))


def _spans(scene: Scene) -> Iterator[tuple[int, int, str, str]]:
    for goods in scene.goods:
        kind = "product" if goods.sure else "kind of product" if goods.skus else "unknown product"
        yield goods.start, goods.end, kind, " ".join(goods.skus)
    for amount in scene.amounts:
        yield amount.start, amount.end, "quantity", _quantity(amount)
    for number in scene.ignored:
        yield number.start, number.end, "number of something else", ""
    for place in scene.places:
        yield place.start, place.end, "place", f"{place.iso2} ({place.how})"
    for person in scene.persons:
        yield person.start, person.end, "person", ""


def _quantity(amount: Amount) -> str:
    if amount.unsure:
        return "how many is not said"
    of = f"{amount.grams} g" if amount.pieces is None else f"{amount.pieces} pcs"
    return f"{of}, of each" if amount.each else of


def _set_aside(scene: Scene) -> Iterator[tuple[int, int, BlockKind]]:
    """Runs of tokens that hold neither goods nor quantities, and what they are."""
    for kind, tokens in kinds_of(scene.message).items():
        start = None
        for at in range(len(scene.message) + 1):
            if at in tokens and at in scene.away and at < len(scene.message):
                start = at if start is None else start
            elif start is not None:
                yield start, at, kind
                start = None


def _words(scene: Scene, start: int, end: int) -> Iterator[Remark]:
    for at in range(start, end):
        if scene.message.kind(at) == "word":
            says = ", ".join(sorted(scene.message.says[at]))
            ordinary = scene.message.plain(at) in scene.message.vocabulary.ordinary
            known = says or ("ordinary word" if ordinary else "")
            yield Remark(scene.message.slice(at, at + 1), known or "left over: no word that is known")


def _people(read: Read) -> Iterator[Remark]:
    """What a person has to see to, whatever the intent."""
    found = read.interpretation
    if found.complaint or found.complains_beside:
        yield Remark("", f"complaint: {found.complaint or 'beside an order'}", f"wanted: {found.wanted}")
    if found.of_order is not None:
        yield Remark("", f"asks of the order at hand: {found.of_order.asks}")
    if found.asks_of_complaint:
        yield Remark("", "asks how far a complaint is")
    if found.wants_person:
        yield Remark("", "wants a person")


def _intent(read: Read) -> Iterator[Remark]:
    decided = read.decided
    why = f"rules: {decided.by_rules}, decided by {decided.intent.margin}"
    yield Remark("", f"intent: {read.interpretation.intent}", why)


def _goods(read: Read) -> Iterator[Remark]:
    rules = roles_by_rules(read.scene, read.wants, read.decided.by_rules)
    for want in read.wants:
        learned = read.decided.goods.get(want.mention.start)
        text = read.scene.message.slice(want.mention.start, want.mention.end)
        if learned is None:
            yield Remark(text, "as the rules say", rules.get(want.mention.start, "none"))
            continue
        quantity, by = want.decided if want.decided else (None, 0)
        why = f"rules: {rules.get(want.mention.start, 'none')}, decided by {learned.margin}"
        yield Remark(text, f"{learned.role}, quantity {quantity}", f"{why}; quantity decided by {by}")


def _doubts(read: Read) -> Iterator[Remark]:
    for one in read.interpretation.doubts:
        yield Remark(one.text, f"in doubt: {one.kind}", " ".join(one.skus))
