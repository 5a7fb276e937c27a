"""Quantities that follow from others: twice what is in the cart, half of it, the rest, as many as before."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

from bot.understanding.combine.want import Want
from bot.understanding.lexicon.word_lists import Phrase
from bot.understanding.resolve.edits import Change, replaced
from bot.understanding.spot.scene import Scene

BESIDE, LONGEST = 2, 4


def relate(scene: Scene, wants: list[Want]) -> None:
    """Sets the quantities that the conversation or the message's other goods decide."""
    for at, want in enumerate(wants):
        if not want.mention.skus or want.dropped:
            continue
        if not want.amounts and not want.in_proportion and want.mention.sure:
            many = _as_many(scene, wants, at)
            want.by_sku = {} if many is None else {want.mention.skus[0]: many}
            want.doubtful = many is not None and many < 1
        elif (times := _times(scene, want)) is not None:
            _multiply(want, scene.conversation.held, times)


def narrow_to_held(scene: Scene, change: Change) -> None:
    """`abonnya jadi 4`: of a kind, what is in the cart or the order is meant."""
    mention, held = change.want.mention, scene.conversation.held
    both = tuple(sku for sku in mention.skus if sku in held)
    definite = tuple(scene.message.vocabulary.affixes.definite)
    known = scene.message.plain(mention.end - 1).endswith(definite) or len(both) == 1
    if both and not mention.sure and not mention.every and (change.op != "add" or known):
        change.want.mention = replace(mention, skus=both, whole=len(both) == 1)


def _multiply(want: Want, held: Mapping[str, int], times: Fraction | int) -> None:
    many = {sku: held[sku] * Fraction(times) for sku in want.mention.skus if sku in held}
    if many and all(one.denominator == 1 for one in many.values()):
        want.by_sku = {sku: int(one) for sku, one in many.items()}
        want.settled += want.amounts
        want.in_proportion, want.amounts = True, []


def _times(scene: Scene, want: Want) -> Fraction | int | None:
    """By how much what is held is multiplied: 2 in `dobelin`, a half in `separo aja`."""
    halves = scene.message.vocabulary.numbers.halves
    if want.in_proportion:
        return 2
    for one in want.amounts:
        if _is_said(scene, one.start - 1, scene.message.vocabulary.refers["times"]):
            return one.pieces
        if one.end == one.start + 1 and scene.message.plain(one.start) in halves:
            return Fraction(1, 2)
    return None


def _as_many(scene: Scene, wants: Sequence[Want], at: int) -> int | None:
    """The quantity of a want without any number: as many as the goods before it, or what was asked for."""
    want, known, words = wants[at], scene.conversation, scene.message.vocabulary.refers
    if known.asked is not None and want.mention.end == 0:
        return known.asked  # "semuanya", of what there is
    start, end = want.mention.start, want.mention.end
    same = any(_is_said(scene, one, words["same"]) for one in range(end, end + 1 + BESIDE))
    if at and (same or wants[at - 1] in replaced(scene, wants)):
        return _quantity(scene, wants[at - 1])
    of_choices = [one for one in wants if set(one.mention.skus) & set(known.choices) and not one.dropped]
    if known.asked is None or want not in of_choices:
        return None
    if len(of_choices) == 1:
        return known.asked
    if _is_said(scene, start - 1, words["rest"]):
        return known.asked - sum(_quantity(scene, one) or 0 for one in of_choices if one is not want)
    return None


def _quantity(scene: Scene, want: Want) -> int | None:
    """What a want says; when it says nothing, what is held of it."""
    sku = want.mention.skus[0] if want.mention.sure else ""
    if not want.amounts:
        return want.by_sku.get(sku) or scene.conversation.held.get(sku)
    return want.quantity(scene.lexicon)


def _is_said(scene: Scene, at: int, phrases: Collection[Phrase]) -> bool:
    """Whether one of the phrases ends with this token, or begins with it."""
    scene.message.effort.spend()
    words = [token.plain for token in scene.message.tokens[max(at - LONGEST, 0) : at + LONGEST]]
    here = min(at, LONGEST)
    return any(
        tuple(words[first : first + len(phrase)]) == phrase
        for phrase in phrases
        for first in {here, here - len(phrase) + 1}
        if first >= 0
    )
